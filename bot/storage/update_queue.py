"""The update queue of a channel: an update is stored before it is acknowledged, and loses its text when done.

Updates of one queue (a chat, or one member's part in a chat) are handled in the order of their numbers, one at a time;
queues do not wait for one another. A process claims an update under a lease that it renews. If the process dies, the
lease ends, and another process claims the update and continues its partly delivered reply.

Every claim must be ended, by :meth:`UpdateQueue.done` or :meth:`UpdateQueue.postpone`: until then the queue waits, and
a living process keeps what it holds.

Webhooks use several connections, so an update can arrive a second before its predecessor. Handled at once, an adviser's
second message would be answered before the first. Numbers of updates are consecutive, so an update whose predecessor is
missing is held back for :data:`GAP_SECONDS`, with those that follow it, or until the predecessor comes. *Every* update
of the channel must therefore be put, even those without an answer. A number may be missing for good (after a silence
Telegram begins at another), so the wait is short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import bindparam, func, or_, select, text
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.dialects import insert
from bot.storage.errors import ClaimLost
from bot.storage.schema import inbox, now

GAP_SECONDS = 1.5
"""How long an update waits for a missing predecessor."""

LEASE_SECONDS = 15.0
"""How long a claim lasts without renewal."""

RENEW_SECONDS = 5.0
"""How often a process renews: two renewals may fail before its leases end."""

POSTPONED_SECONDS = 600.0
"""The longest postponement; a much later due date was written before the clock was set back."""

FIRST_OWN_UPDATE = 2**62
"""Updates from this number on are our own: messages to send unasked, such as alerts."""

_GAP, _LEASE, _POSTPONED = (timedelta(seconds=seconds) for seconds in (GAP_SECONDS, LEASE_SECONDS, POSTPONED_SECONDS))

_LOCK = 0x494E4258
"""PostgreSQL's number of the lock under which updates are claimed: "INBX"."""

_FREE = {"holder": None, "until": None}


@dataclass(frozen=True)
class IncomingUpdate:
    """An update as it comes: its number, the keyed hash of its queue, and its JSON."""

    update: int
    queue: str
    payload: bytes


@dataclass(frozen=True)
class ClaimedUpdate:
    """An update to handle.

    Attributes:
        update: its number.
        queue: keyed hash of its queue.
        payload: its JSON.
        sent: ids of the reply's messages already delivered.
        attempts: 1 the first time.
    """

    update: int
    queue: str
    payload: bytes
    sent: tuple[int, ...]
    attempts: int


class UpdateQueue:
    """The update queue for one process: only the object that made a claim can end it.

    Args:
        database: where it is.
        clock: returns the present moment, in UTC. Clocks of hosts must differ by less than a lease.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock
        self._holder = token_hex(8)

    async def put(self, updates: Sequence[IncomingUpdate]) -> int:
        """Store updates, all or none; known ones are ignored. Returns the number of new ones."""
        if not updates:
            return 0
        # In order of number, so that two processes that store the same updates cannot wait for each other.
        ordered = sorted(updates, key=lambda update: update.update)

        def work(connection: Connection) -> int:
            # Timed when the write begins: from then on an update waits for its predecessor.
            new = {"sent": [], "attempts": 0, "received": self._clock()}
            rows = [
                {"id": update.update, "queue": update.queue, "payload": update.payload, **new} for update in ordered
            ]
            return int(connection.execute(insert(connection, inbox).values(rows).on_conflict_do_nothing()).rowcount)

        return await self._database.write(work)

    async def claim(self, most: int) -> list[ClaimedUpdate]:
        """Claim at most `most` updates to handle now, oldest first.

        These are the first undone update of each queue, if it is due and no other of the queue is claimed. An update
        that arrives while a later one of its queue is claimed waits for that one, then goes first.
        """
        if most < 1:
            return []
        return await self._database.write(lambda connection: self._claim(connection, most))

    async def renew(self, handled: Iterable[int]) -> None:
        """Prolong the leases of the updates being handled, and free all other claims of this process.

        It may not know of such claims: the database can have made one while the connection broke.
        """
        known = list(handled)
        free = self._changing(inbox.c.id.not_in(known), **_FREE)

        def work(connection: Connection) -> int:
            prolong = self._changing(inbox.c.id.in_(known), until=self._clock() + _LEASE)
            return prolong(connection) + free(connection)

        await self._database.write(work)

    async def sent(self, update: int, messages: Sequence[int]) -> None:
        """Note all messages of a reply in several parts delivered so far, not only the new ones.

        Raises:
            ClaimLost: this process no longer holds the update.
        """
        await self._change(update, sent=list(messages))

    async def done(self, update: int) -> None:
        """Note that the update is handled; its text and its sender are dropped.

        SQLite's write-ahead log still has them until it is emptied, at the next purge or by `Database.settle`. The
        caller runs the latter if the update asked for an erasure.

        Raises:
            ClaimLost: this process no longer holds the update.
        """
        await self._change(update, **_FREE, done=self._clock(), queue=None, payload=None, sent=[])

    async def postpone(self, update: int, seconds: float) -> None:
        """Give the update back; it waits, with its queue, for `seconds`, at most :data:`POSTPONED_SECONDS`.

        Raises:
            ClaimLost: this process no longer holds the update.
        """
        due = self._clock() + timedelta(seconds=min(seconds, POSTPONED_SECONDS))
        await self._change(update, **_FREE, due=due)

    async def release_all(self) -> int:
        """Give back all claims of this process, when it stops. Returns their number."""
        return await self._database.write(self._changing(**_FREE))

    async def take_over(self) -> int:
        """Void all other claims, at the start of a process alone on its database. Returns their number."""
        others = inbox.update().where(inbox.c.holder != self._holder).values(**_FREE)
        return await self._database.write(lambda connection: int(connection.execute(others).rowcount))

    async def pending(self) -> int:
        """The number of updates not done, claimed or not."""
        undone = select(func.count()).select_from(inbox).where(inbox.c.done.is_(None))
        return await self._database.read(lambda connection: int(connection.execute(undone).scalar()))

    def _claim(self, connection: Connection, most: int) -> list[ClaimedUpdate]:
        if connection.dialect.name == "postgresql":
            # One claim at a time. With row locks alone, two processes could claim two updates of one queue, if one of
            # them does not see a late update yet. On SQLite the transaction is alone anyway.
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        at = self._clock()
        connection.execute(_VOID, {"me": self._holder, "ended": at, "too_far": at + 2 * _LEASE})
        moments = {"at": at, "too_far": at + 2 * _POSTPONED, "waiting": _behind_a_gap(connection, at)}
        chosen = connection.execute(_CHOOSE, {**moments, "most": most}).all()
        if chosen:
            connection.execute(_TAKE, {"ids": [row.id for row in chosen], "me": self._holder, "end": at + _LEASE})
        return [ClaimedUpdate(row.id, row.queue, row.payload, tuple(row.sent), row.attempts + 1) for row in chosen]

    async def _change(self, number: int, **values: Any) -> None:
        """Change an update that this process holds."""
        if not await self._database.write(self._changing(inbox.c.id == number, **values)):
            raise ClaimLost(
                f"update {number} is not held by this process: its lease ended, or the update is done or purged"
            )

    def _changing(self, *which: Any, **values: Any) -> Callable[[Connection], int]:
        """A transaction that changes the updates this process holds, restricted to `which`; returns the row count."""
        statement = inbox.update().where(inbox.c.holder == self._holder, *which).values(**values)
        return lambda connection: int(connection.execute(statement).rowcount)


# Built once: a waiting process claims often, and building a statement costs more than running it on SQLite.
_COLUMNS = inbox.c
_BEFORE = inbox.alias()

_VOID = (
    inbox.update()
    .where(
        _COLUMNS.holder.is_not(None),
        _COLUMNS.holder != bindparam("me"),
        or_(_COLUMNS.until < bindparam("ended"), _COLUMNS.until > bindparam("too_far")),
    )
    .values(**_FREE)
)
"""Frees the updates of other processes whose leases no longer hold.

A lease that ends far in the future was written before the clock was set back; one that ends slightly too late comes
from a host whose clock is ahead. This process keeps its own claims whatever the clock says: it is alive.
"""

_RECENT = (
    select(_COLUMNS.id, _BEFORE.c.id.label("before"))
    .outerjoin(_BEFORE, _BEFORE.c.id == _COLUMNS.id - 1)
    .where(_COLUMNS.received > bindparam("since"), _COLUMNS.received <= bindparam("until"))
    .order_by(_COLUMNS.id)
)

_FIRST = (
    select(func.min(_COLUMNS.id))
    .where(_COLUMNS.done.is_(None))
    .group_by(_COLUMNS.queue)
    .having(func.count(_COLUMNS.holder) == 0)
)

_CHOOSE = (
    select(_COLUMNS.id, _COLUMNS.queue, _COLUMNS.payload, _COLUMNS.sent, _COLUMNS.attempts)
    .where(
        _COLUMNS.id.in_(_FIRST),
        _COLUMNS.id.not_in(bindparam("waiting", expanding=True)),
        or_(_COLUMNS.due.is_(None), _COLUMNS.due <= bindparam("at"), _COLUMNS.due > bindparam("too_far")),
    )
    .order_by(_COLUMNS.id)
    .limit(bindparam("most"))
)

_TAKE = (
    inbox.update()
    .where(_COLUMNS.id.in_(bindparam("ids", expanding=True)))
    .values(holder=bindparam("me"), until=bindparam("end"), due=None, attempts=_COLUMNS.attempts + 1)
)


def _behind_a_gap(connection: Connection, at: datetime) -> list[int]:
    """The updates that still wait for a predecessor. A time slightly ahead comes from another host's clock."""
    waiting: list[int] = []
    for row in connection.execute(_RECENT, {"since": at - _GAP, "until": at + _GAP}):
        if row.before is None or waiting[-1:] == [row.before]:
            waiting.append(row.id)
    return waiting
