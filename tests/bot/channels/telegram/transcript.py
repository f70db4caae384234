"""A conversation on Telegram as one reads it on a terminal: who says what, with the buttons, and what changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tests.doubles.telegram import Message

ADVISER, BOT = "Camille", "Aiguilleur"

_WIDTH = len(BOT)

Json = dict[str, Any]


class Transcript:
    """Prints it as it goes."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def card(self, description: str) -> None:
        """What Telegram shows before the first message."""
        self._console.print(Rule("avant le premier message"))
        self._line(BOT, Text(description), "green")

    def turn(self, number: int, shows: str) -> None:
        """A turn begins."""
        self._console.print(Rule(f"{number}. {shows}"))

    def adviser(self, text: str, how: str = "") -> None:
        """What the adviser does."""
        self._line(ADVISER, Text.assemble((f"({how}) " if how else "", "dim"), text), "cyan")

    def answer(self, before: Sequence[Message], after: Sequence[Message], notice: str | None) -> bool:
        """What the bot said or changed; whether it did.

        Args:
            before: what the chat showed when the adviser did something.
            after: what it shows now, with what they did.
            notice: what appeared over the chat.
        """
        known = {message.id: message for message in before}
        changed = [message for message in after if message != known.get(message.id) and message.sender.is_bot]
        if notice:
            self._line(BOT, Text.assemble(("(un instant) ", "dim"), notice), "green")
        for message in changed:
            self._shown(message, known.get(message.id))
        return bool(notice or changed)

    def cards(self, cards: Sequence[Json]) -> bool:
        """What can be shared; whether there is anything."""
        for card in cards:
            title = Text.assemble(("(une carte à partager) ", "dim"), (card["title"], "bold"))
            self._line(BOT, title, "green")
            self._line("", Text(card["message"]["text"]))
            self._buttons((card.get("reply_markup") or {}).get("inline_keyboard") or [])
        return bool(cards)

    def end(self, turns: int, silent: Sequence[str]) -> None:
        """How it went."""
        self._console.print(Rule())
        if silent:
            self._console.print(f"Sans réponse : {', '.join(silent)}.", style="bold red")
        else:
            self._console.print(f"{turns} tours, tous ont eu une réponse.", style="bold")

    def _shown(self, message: Message, before: Message | None) -> None:
        """A message: whole where its text is new, else the rows of buttons that changed."""
        rows = message.keyboard or []
        if before and before.content == message.content:
            self._line(BOT, Text("(les boutons changent)", "dim"), "green")
            self._buttons([row for row in rows if row not in (before.keyboard or [])])
            return
        edited = ("(modifie sa réponse) ", "dim") if before else ""
        self._line(BOT, Text.assemble(edited, message.text), "green")
        self._buttons(rows)

    def _buttons(self, rows: Sequence[Sequence[Json]]) -> None:
        for row in rows:
            buttons = [Text.assemble("[ ", (button["text"], "bold"), _address(button), " ]") for button in row]
            self._line("", Text(" ").join(buttons))

    def _line(self, who: str, text: Text, style: str = "") -> None:
        line = Table.grid(padding=(0, 2))
        line.add_column(width=_WIDTH, style=style)
        line.add_column(overflow="fold")
        line.add_row(who, text)
        self._console.print(line)


def _address(button: Json) -> tuple[str, str]:
    return (f" → {button['url']}" if "url" in button else "", "blue")
