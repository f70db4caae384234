"""The commands that an adviser may give on Telegram: what is one, and what is not."""

from __future__ import annotations

from bot.channels.telegram.commands import DEPARTMENT, START, UNKNOWN, CommandBook
from bot.channels.telegram.texts import TELEGRAM_TEXTS
from bot.content.declarations import load_part
from bot.content.project_files import PROJECT
from tests.support.tables import each_row

BOOK = CommandBook(load_part(TELEGRAM_TEXTS, PROJECT))


@each_row(
    ("written", "command", "argument"),
    [
        ("/departement", DEPARTMENT, ""),
        ("/Département", DEPARTMENT, ""),
        ("/departement@Aiguilleur_bot", DEPARTMENT, ""),
        (" /departement ", DEPARTMENT, ""),
        ("/departement Lot-et-Garonne\nmerci", DEPARTMENT, "Lot-et-Garonne\nmerci"),
        ("/start hub-na_ccp1", START, "hub-na_ccp1"),
        ("/restart@aiguilleur_bot", UNKNOWN, None),
        ("/inconnu tout de suite", UNKNOWN, None),
        *((text, None, None) for text in ("", "/", "aide", "voir /aide", "/aidez-moi", '/oublier{"a":"b"}')),
        *((text, None, None) for text in ("/aide@meteo_bot", "/restart@meteo_bot")),
    ],
)
def test_a_command_is_understood_by_its_name_in_either_language_and_nothing_else_is(
    written: str, command: object, argument: str | None
) -> None:
    call = BOOK.call(written, "aiguilleur_bot")
    assert (call and call.command) == command
    assert argument is None or (call and call.argument == argument)
