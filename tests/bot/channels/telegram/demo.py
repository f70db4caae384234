"""`python -m tests.bot.channels.telegram.demo [SCRIPT]`: a conversation on Telegram, on the real server and the double.

It prints who says what. The exit code is 1 where something that the adviser did got no answer.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import typer
from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.process.settings import load_settings
from tests.doubles.telegram import Double, Message, Person
from tests.support.server import Server

SCRIPT = Path(__file__).with_suffix(".yml")
ADVISER, BOT = ("Camille", "cyan"), ("Aiguilleur", "green")

_HANDLED = "aiguilleur_telegram_updates_total"
_WITHIN_SECONDS = 20.0

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
console = Console()


class Turn(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What an adviser does, told by exactly one of its actions, and what that shows. `demo.yml` explains them."""

    shows: str
    starts: str | None = None
    writes: str | None = None
    presses: str | None = None
    edits: str | None = None
    sends: str | None = None
    types_inline: str | None = None

    def __post_init__(self) -> None:
        actions = [name for name in self.__struct_fields__ if name != "shows" and getattr(self, name) is not None]
        if len(actions) != 1:
            raise ValueError("un tour a une action, et une seule")


class Script(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The turns of a conversation, in order."""

    turns: tuple[Turn, ...]


@app.command()
def main(script: Path = typer.Argument(SCRIPT, help="La conversation à jouer.")) -> None:  # noqa: B008
    """Jouer une conversation avec le vrai serveur et un faux Telegram, et la montrer."""
    turns = msgspec.yaml.decode(script.read_bytes(), type=Script).turns
    with Double() as double, TemporaryDirectory() as folder:
        # The operator's own database, Redis and address have no part in it.
        apart = dict.fromkeys(("DATABASE_URL", "REDIS_URL", "AIGUILLEUR_HASH_KEY", "PUBLIC_URL"), "")
        telegram = {"TELEGRAM_TOKEN": double.token, "TELEGRAM_API_URL": double.url}
        server = Server(Path(folder), load_settings().models, **apart, **telegram)
        try:
            server.wait_until_ready()
            silent = play(turns, double, server)
        finally:
            server.kill()
    console.print(Rule())
    if silent:
        console.print(f"Sans réponse : {', '.join(silent)}.", style="bold red")
        raise typer.Exit(1)
    console.print(f"{len(turns)} tours, tous ont eu une réponse.", style="bold")


def play(turns: tuple[Turn, ...], double: Double, server: Server) -> list[str]:
    """Play the turns; which of them got no answer, by what they show."""
    camille = double.private(language="fr")
    console.print(Rule("avant le premier message"))
    _say(BOT, double.wait(lambda: double.world.settings.descriptions.get("fr"), "the bot's description"))
    silent = []
    for number, turn in enumerate(turns, 1):
        console.print(Rule(f"{number}. {turn.shows}"))
        if not _answered(turn, camille, server):
            silent.append(turn.shows)
    return silent


def _answered(turn: Turn, camille: Person, server: Server) -> bool:
    """Do what the turn says, and show it and what comes of it; whether anything does."""
    handled, before = server.metric(_HANDLED), {message.id: message for message in camille.messages}
    press, cards = _act(turn, camille)
    # An update counts as handled once its answer is sent: the next turn must not take this one's count for its own.
    end = time.monotonic() + _WITHIN_SECONDS
    while server.metric(_HANDLED) <= handled:
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    notice = camille.double.answer(press).get("text") if press else None
    if notice:
        _say(BOT, f"(un instant) {notice}")
    changed = [message for message in camille.shown if message != before.get(message.id)]
    for message in changed:
        _show(message, before.get(message.id))
    for card in cards:
        _say(BOT, f"(une carte à partager) {card['title']}\n{card['message']['text']}")
        _show_buttons((card.get("reply_markup") or {}).get("inline_keyboard") or [])
    return bool(notice or changed or cards)


def _act(turn: Turn, camille: Person) -> tuple[str | None, list[dict[str, Any]]]:
    """Do what the turn says; the press's id, where it is one, and the cards that it brings."""
    if turn.types_inline is not None:
        _say(ADVISER, f"(dans une autre conversation) @{camille.double.world.bot.username} {turn.types_inline}")
        return None, camille.asks_inline(turn.types_inline)
    if turn.presses is not None:
        message, title = _button(camille, turn.presses)
        _say(ADVISER, f"(appuie) {title}")
        return camille.presses(message, title), []
    if turn.starts is not None:
        _say(ADVISER, f"{'(par un lien) ' if turn.starts else ''}/start {turn.starts}")
        camille.starts(turn.starts)
    elif turn.writes is not None:
        _say(ADVISER, turn.writes)
        camille.writes(turn.writes)
    elif turn.edits is not None:
        _say(ADVISER, f"(modifie son message) {turn.edits}")
        camille.edits(max(message.id for message in camille.messages if message.sender == camille.user), turn.edits)
    elif turn.sends is not None:
        _say(ADVISER, f"(envoie) {turn.sends}")
        camille.sends(turn.sends)
    return None, []


def _button(camille: Person, title: str) -> tuple[int, str]:
    """The newest message with a button whose title begins so, and that title in full."""
    for message in reversed(camille.shown):
        for button_title in message.titles:
            # The script is typed with plain spaces and apostrophes.
            if button_title.replace("\N{NO-BREAK SPACE}", " ").replace("’", "'").startswith(title.replace("’", "'")):
                return message.id, button_title
    raise LookupError(f"no button “{title}”")


def _show(message: Message, before: Message | None) -> None:
    """A message: whole where its text is new, else the rows of buttons that changed."""
    rows = message.keyboard or []
    if before and before.content == message.content:
        _say(BOT, "(les boutons changent)")
        rows = [row for row in rows if row not in (before.keyboard or [])]
    else:
        _say(BOT, f"{'(modifie sa réponse) ' if before else ''}{message.text}")
    _show_buttons(rows)


def _show_buttons(rows: Sequence[Sequence[dict[str, Any]]]) -> None:
    for row in rows:
        addresses = [f" → {button['url']}" if "url" in button else "" for button in row]
        titles = [f"[ {button['text']}{address} ]" for button, address in zip(row, addresses, strict=True)]
        _say(("", ""), " ".join(titles))


def _say(who: tuple[str, str], text: str) -> None:
    name, style = who
    line = Table.grid(padding=(0, 2))
    line.add_column(width=len(BOT[0]), style=style)
    line.add_column(overflow="fold")
    line.add_row(name, Text(text))
    console.print(line)


if __name__ == "__main__":
    app()
