"""A server that runs with the Bot API's double, and what its adviser, its operator and its database tell."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from tests.doubles.telegram import Chat, Double, Message
from tests.support.redis_server import free_port
from tests.support.server import ROOT, Server, until

SECRET = "nP4vQ8sT1wX6zB3dF7hJ0kM5rY2cG9aL"  # noqa: S105
_ERASED = 'aiguilleur_telegram_updates_total{outcome="erased"}'
_DONE_SECONDS = 120


class Running:
    """`aiguilleur serve` on Telegram's double: it polls, or with `webhook` is posted to."""

    def __init__(
        self, folder: Path, models: Path, *, webhook: bool = False, root: Path = ROOT, **settings: str
    ) -> None:
        self.double = Double(webhook_timeout_seconds=60.0)  # as Telegram waits
        self.double.start()
        self.data = folder / "data"
        port = free_port()
        settings |= {"TELEGRAM_TOKEN": self.double.token, "TELEGRAM_API_URL": self.double.url}
        if webhook:
            settings |= {"PUBLIC_URL": f"http://127.0.0.1:{port}", "TELEGRAM_WEBHOOK_SECRET": SECRET}
        self.server = Server(self.data, models, port=port, root=root, **settings)
        self._seen: dict[int, set[int]] = {}

    def wait_until_ready(self) -> None:
        """Waits until the server answers, and has told Telegram all about itself."""
        self.server.wait_until_ready()
        descriptions = self.double.world.settings.short_descriptions
        self.double.wait(lambda: len(descriptions) == 3, "the bot's descriptions", _DONE_SECONDS)

    def stop(self) -> None:
        """Ends both."""
        self.server.kill()
        self.double.stop()

    def hear(self, chat: Chat) -> list[Message]:
        """What the bot wrote in a chat since it was last seen there, once everything is handled."""
        self.quiet()
        seen = self._seen.setdefault(chat.id, set())
        new = [message for message in chat.shown if message.id not in seen]
        seen |= {message.id for message in new}
        return new

    def quiet(self) -> None:
        """Waits until every update is handled; no answer comes after that."""
        self.double.settled(_DONE_SECONDS)
        self.wait(lambda: not self.rows("SELECT 1 FROM inbox WHERE done IS NULL"), "all updates handled")

    @staticmethod
    def wait(ready: Callable[[], object], what: str) -> None:
        """Waits until something is so.

        Raises:
            AssertionError: it was not before the deadline; says what was waited for.
        """
        until(ready, _DONE_SECONDS, what)

    def erased(self) -> float:
        """How many updates are handled that had everything about their sender erased."""
        lines = [line for line in self.figures().splitlines() if line.startswith(_ERASED)]
        return sum(float(line.rpartition(" ")[2]) for line in lines)

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database says."""
        with sqlite3.connect(self.data / "aiguilleur.db", timeout=_DONE_SECONDS) as connection:
            return connection.execute(statement, values).fetchall()

    def kept(self) -> str:
        """Everything that the database's files, the log and the figures hold, as text."""
        files = [file.read_bytes() for file in self.data.glob("aiguilleur.db*")]
        return b"".join(files).decode("utf-8", "replace") + self.server.log() + self.figures()

    def figures(self) -> str:
        """What the operator's monitoring reads."""
        return httpx.get(f"{self.server.url}/metrics").text

    def failures(self) -> set[str]:
        """The kinds of fault that the log tells of."""
        lines = [json.loads(line) for line in self.server.log().splitlines()]
        return {line["event"] for line in lines if line["level"] in ("error", "critical")}


def button(message: Message, title: str) -> dict[str, Any]:
    """The button of this title.

    Raises:
        AssertionError: there is none; says which there are.
    """
    found = [button for button in message.buttons if button["text"].replace("\xa0", " ") == title]
    assert found, f"no button “{title}” among {message.titles}"
    return found[0]


def plain(message: Message) -> str:
    """What a message says, with plain spaces and apostrophes."""
    return message.text.replace("\xa0", " ").replace("’", "'")
