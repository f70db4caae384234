"""The updates that wait for the bot, whichever way it takes them."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition
from typing import Any

from tests.doubles.telegram.refusals import RefusedError

SET_WEBHOOK = "terminated by setWebhook request"
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(frozen=True)
class Update:
    """An update as the bot gets it."""

    id: int
    json: dict[str, Any]

    @property
    def kind(self) -> str:
        """The name of its field: message, callback_query and so on."""
        return next((name for name in self.json if name != "update_id"), "")

    @property
    def queue(self) -> tuple[str, int]:
        """What a webhook gets in order: the messages of a chat, the presses of a person and so on."""
        inside = self.json.get(self.kind)
        if not isinstance(inside, dict):
            return "update", self.id
        if "chat" in inside:
            return "chat", inside["chat"]["id"]
        person = inside.get("from") or inside.get("user")
        return self.kind, person["id"] if person else self.id


class Poll:
    """A getUpdates that waits. Only the server's loop touches it."""

    def __init__(self) -> None:
        self.woken = asyncio.Event()
        self.ended_by: str | None = None


class Updates:
    """Updates in the order in which they came, each until the bot has confirmed it."""

    def __init__(self, changed: Condition) -> None:
        self._changed = changed
        self._ids = itertools.count(700_000_001)
        self._waiting: list[Update] = []
        self._allowed: frozenset[str] | None = None
        self._poll: Poll | None = None
        # Called from any thread when there is something new.
        self.wake: Callable[[], None] = lambda: None

    def add(self, json: dict[str, Any], forced: bool = False) -> int | None:
        """Lets an update wait for the bot.

        Args:
            json: the update; it gets the next id where it has none. The same id may come twice.
            forced: also where the bot did not ask for updates of its kind.

        Returns:
            Its id, or none where the bot does not want it.
        """
        with self._changed:
            identifier = json.get("update_id") or next(self._ids)
            update = Update(identifier, {"update_id": identifier, **json})
            if not forced and not self._wanted(update.kind):
                return None
            self._waiting.append(update)
            self._changed.notify_all()
        self.wake()
        return identifier

    def next_id(self) -> int:
        """The next free id, for an update that comes out of order."""
        return next(self._ids)

    def allow(self, kinds: list[str] | None) -> None:
        """Set which kinds the bot wants from now on; None changes nothing, an empty list stands for all."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    @property
    def allowed(self) -> list[str] | None:
        """The kinds that the bot named."""
        return sorted(self._allowed) if self._allowed else None

    def _wanted(self, kind: str) -> bool:
        return self._allowed is None or kind in self._allowed

    def waiting(self) -> list[Update]:
        """What the bot has not confirmed."""
        with self._changed:
            return list(self._waiting)

    def take(self, offset: int, limit: int) -> list[Update]:
        """The next updates; those before the offset are confirmed."""
        with self._changed:
            self._waiting = [update for update in self._waiting if update.id >= offset]
            self._changed.notify_all()
            return self._waiting[:limit]

    def done(self, update: Update) -> None:
        """One update is confirmed."""
        with self._changed:
            self._waiting = [other for other in self._waiting if other is not update]
            self._changed.notify_all()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Update]:
        """As `take`, and waits for the first where there is none. Runs on the server's loop only.

        Raises:
            RefusedError: another poll came, or a webhook was set.
        """
        updates = self.take(offset, limit)
        if updates or not seconds:
            return updates
        self.end_poll(OTHER_POLL)
        poll = self._poll = Poll()
        with self._changed:
            self._changed.notify_all()
        try:
            await asyncio.wait_for(poll.woken.wait(), seconds)
        except asyncio.TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None
        if poll.ended_by:
            raise RefusedError(409, f"Conflict: {poll.ended_by}")
        return self.take(offset, limit)

    @property
    def polled(self) -> bool:
        """Whether the bot waits for updates in a long poll."""
        return self._poll is not None

    def end_poll(self, reason: str) -> None:
        """Ends the poll that waits, if one does. Runs on the server's loop only."""
        if self._poll:
            self._poll.ended_by = reason
            self._poll.woken.set()

    def wake_poll(self) -> None:
        """Lets the poll that waits look again. Runs on the server's loop only."""
        if self._poll:
            self._poll.woken.set()
