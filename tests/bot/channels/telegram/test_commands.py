"""The commands that an adviser may give on Telegram."""

from __future__ import annotations

import re

import pytest

from bot.answers.answerer import Answerer
from bot.answers.choice_ids import choice_id
from bot.channels.telegram.commands import COMMANDS, DEPARTMENT, START, UNKNOWN, Call, CommandBook
from bot.channels.telegram.rendering import render
from bot.channels.telegram.texts import TELEGRAM_TEXTS
from bot.content.declarations import load_part
from bot.content.project_files import PROJECT
from bot.messages import Message
from nlu.resources import project_programme
from tests.support.tables import each_row

WORDS = load_part(TELEGRAM_TEXTS, PROJECT)
BOOK = CommandBook(WORDS)
ROBOT = "aiguilleur_bot"


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(project_programme())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_command_has_its_texts_and_every_text_its_command(language: str) -> None:
    assert list(WORDS[language].commandes.by_id()) == [command.id for command in COMMANDS]


@each_row("written", ["/departement", "/department", "/Département", "/departement@Aiguilleur_bot", " /departement "])
def test_a_command_is_understood_by_its_name_in_either_language(written: str) -> None:
    assert BOOK.call(written, ROBOT) == Call(DEPARTMENT, "")


def test_text_after_a_command_is_its_argument() -> None:
    assert BOOK.call("/departement Lot-et-Garonne\nmerci", ROBOT) == Call(DEPARTMENT, "Lot-et-Garonne\nmerci")
    assert BOOK.call("/start hub-na_ccp1", ROBOT) == Call(START, "hub-na_ccp1")


@each_row(
    "written",
    ["", "/", "aide", "/aide@meteo_bot", "/restart@meteo_bot", "voir /aide", "/aidez-moi", '/oublier{"a":"b"}'],
)
def test_foreign_command_and_text_are_no_call(written: str) -> None:
    assert BOOK.call(written, ROBOT) is None


@each_row("written", ["/restart", "/restart@aiguilleur_bot", "/inconnu tout de suite"])
def test_command_that_does_not_exist_is_a_call_of_its_own(written: str) -> None:
    call = BOOK.call(written, ROBOT)
    assert call
    assert call.command == UNKNOWN


def test_the_menu_is_in_the_language_of_the_adviser() -> None:
    assert [name for name, _ in BOOK.menu("fr")] == [
        "start", "aide", "parcours", "departement", "sources", "pourquoi", "confidentialite", "oublier", "langue",
        "reglages", "alertes", "annuler", "stop",
    ]  # fmt: skip
    assert [name for name, _ in BOOK.menu("en")] == [
        "start", "help", "path", "department", "sources", "why", "privacy", "forget", "language",
        "settings", "alerts", "cancel", "stop",
    ]  # fmt: skip


def test_command_has_the_meaning_of_the_button_of_its_name(answerer: Answerer) -> None:
    meanings = [command.meaning for command in COMMANDS if command.meaning]
    assert [answerer.choices.meaning(choice_id(meaning)) for meaning in meanings] == meanings


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_help_lists_the_commands_then_what_the_assistant_can_do(answerer: Answerer, language: str) -> None:
    abilities = answerer.say("capacites", language)
    help_reply = BOOK.help(abilities)
    assert re.findall(r"^/(\w+) – ", help_reply.paragraphs[0], re.MULTILINE) == [
        name for name, _ in BOOK.menu(language)
    ]
    assert help_reply.paragraphs[1:] == abilities.paragraphs
    assert help_reply.choices == abilities.choices
    assert len(render(help_reply)) == 1


async def test_an_adviser_who_asks_why_by_a_command_gets_the_rule(assistant) -> None:
    async def say(text):
        return await assistant.reply(Message("commands", text, channel="telegram"))

    why = choice_id(BOOK.call("/pourquoi", ROBOT).command.meaning)
    assert (await say(why)).text.endswith("Posez-moi votre question.")
    await say("quel organisme pour le titre complet dans les Landes ?")
    assert "sans en dire la raison" in (await say(why)).text
    assert "Hubikoop" in (await say(choice_id(BOOK.call("/sources", ROBOT).command.meaning))).text


@pytest.mark.parametrize(("written", "place"), [("/departement 40", "Landes"), ("/department Charente", "Charente")])
async def test_an_adviser_who_gives_the_department_by_a_command_need_not_repeat_it(assistant, written, place) -> None:
    conversation = f"department {written}"
    noted = await assistant.reply(Message(conversation, written, channel="telegram"))
    assert place in noted.text
    reply = await assistant.reply(Message(conversation, "quel organisme pour le titre complet ?", channel="telegram"))
    assert place in reply.text
