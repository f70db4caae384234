"""The update queue of a channel: an update is here before it is acknowledged, and leaves its words when it is done.

Updates of one queue (a chat, or one member's part in a chat) are handled in the order of their numbers, one at a time;
queues do not wait for one another. An update is claimed by one process, under a lease that the process renews; when it
dies the lease ends, and another process claims the update, with what was delivered of its reply.

A claim must be ended, by :meth:`UpdateQueue.done` or :meth:`UpdateQueue.postpone`: until then the queue waits, and a
process that lives keeps what it holds.

Webhooks come over several connections, so an update can get here a second before its predecessor:
were it handled at once, an adviser's second message would be answered before the first. The numbers of updates follow
one another, so an update whose predecessor is not here is held back for :data:`GAP_SECONDS`, with those that follow it;
when the predecessor comes they are free. That needs *every* update of the channel to be put, also those that have
nothing to answer. A number may lack for good (after a silence Telegram begins at another), so the wait is short.
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
"""How long a process that does not renew keeps what it claimed."""

RENEW_SECONDS = 5.0
"""How often a process is to renew: two renewals may fail before its leases end."""

POSTPONED_SECONDS = 600.0
"""An update is postponed for this long at most; a much later due date was written before the clock was set back."""

FIRST_OWN_UPDATE = 2**62
"""From this number on, updates are our own, which no channel sends: what is to be written to somebody unasked."""

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
    """An update to handle. `sent`: messages of its reply delivered already; `attempts`: 1 the first time."""

    update: int
    queue: str
    payload: bytes
    sent: tuple[int, ...]
    attempts: int


class UpdateQueue:
    """The update queue as one process sees it: what one object claims, only that object can end.

    Args:
        database: where it is.
        clock: returns the present moment, in UTC. Clocks of hosts may differ by less than a lease.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock
        self._holder = token_hex(8)

    async def put(self, updates: Sequence[IncomingUpdate]) -> int:
        """Take in updates, all or none; those known already are ignored. Returns how many were new."""
        if not updates:
            return 0
        # By number: two processes that take in the same updates at once cannot wait for one another.
        ordered = sorted(updates, key=lambda update: update.update)

        def work(connection: Connection) -> int:
            # Not before the turn to write has come: from then on an update waits for its predecessor.
            new = {"sent": [], "attempts": 0, "received": self._clock()}
            rows = [
                {"id": update.update, "queue": update.queue, "payload": update.payload, **new} for update in ordered
            ]
            return int(connection.execute(insert(connection, inbox).values(rows).on_conflict_do_nothing()).rowcount)

        return await self._database.write(work)

    async def claim(self, most: int) -> list[ClaimedUpdate]:
        """Claim what may be handled now, oldest first, `most` updates at most.

        That is the first undone update of each queue, where it is due and no other of its queue is claimed. An update
        that comes late, while a later one of its queue is claimed, waits for that one and then goes first.
        """
        if most < 1:
            return []
        return await self._database.write(lambda connection: self._claim(connection, most))

    async def renew(self, handled: Iterable[int]) -> None:
        """Prolong the lease of what this process handles, and free whatever else it holds.

        That is what it does not know of: where the connection broke while it claimed, the database may have claimed.
        """
        known = list(handled)
        free = self._changing(inbox.c.id.not_in(known), **_FREE)

        def work(connection: Connection) -> int:
            prolong = self._changing(inbox.c.id.in_(known), until=self._clock() + _LEASE)
            return prolong(connection) + free(connection)

        await self._database.write(work)

    async def sent(self, update: int, messages: Sequence[int]) -> None:
        """Note which messages of the reply, of those in several parts, were delivered so far: all, not the new ones.

        Raises:
            ClaimLost: the update is no longer this process's.
        """
        await self._change(update, sent=list(messages))

    async def done(self, update: int) -> None:
        """Note that the update is handled; its words and whose it was are dropped.

        SQLite's write-ahead log still has them, until it is emptied: at the next purge, or by `Database.settle`, which
        the caller runs where the update asked for an erasure.

        Raises:
            ClaimLost: the update is no longer this process's.
        """
        await self._change(update, **_FREE, done=self._clock(), queue=None, payload=None, sent=[])

    async def postpone(self, update: int, seconds: float) -> None:
        """Give the update back; it, and with it its queue, waits so long, :data:`POSTPONED_SECONDS` at most.

        Raises:
            ClaimLost: the update is no longer this process's.
        """
        due = self._clock() + timedelta(seconds=min(seconds, POSTPONED_SECONDS))
        await self._change(update, **_FREE, due=due)

    async def release_all(self) -> int:
        """Give back all that this process holds, at its stop. Returns how many."""
        return await self._database.write(self._changing(**_FREE))

    async def take_over(self) -> int:
        """Void the claims of all others: at the start of a process alone on its database. Returns how many."""
        others = inbox.update().where(inbox.c.holder != self._holder).values(**_FREE)
        return await self._database.write(lambda connection: int(connection.execute(others).rowcount))

    async def pending(self) -> int:
        """The number of updates not done, claimed or not."""
        undone = select(func.count()).select_from(inbox).where(inbox.c.done.is_(None))
        return await self._database.read(lambda connection: int(connection.execute(undone).scalar()))

    def _claim(self, connection: Connection, most: int) -> list[ClaimedUpdate]:
        if connection.dialect.name == "postgresql":
            # Each claim sees those before it: row locks alone would let two processes, one of which does not see an
            # update that comes late, claim two of one queue. On SQLite the transaction is alone anyhow.
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
        """The work that changes what this process holds, or `which` of it; it returns the number of rows."""
        statement = inbox.update().where(inbox.c.holder == self._holder, *which).values(**values)
        return lambda connection: int(connection.execute(statement).rowcount)


# Built once: a process that waits for work claims often, and building costs more than running them on SQLite.
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
"""Takes from others what their leases no longer cover.

A lease that ends in a far future is of before the clock was set back; one a little further ahead than a lease, of a
host whose clock is ahead. What is this process's own stays so: whatever the clock says, it lives.
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
    """The updates that still wait for a predecessor; a moment ahead of the clock comes from another host's."""
    waiting: list[int] = []
    for row in connection.execute(_RECENT, {"since": at - _GAP, "until": at + _GAP}):
        if row.before is None or waiting[-1:] == [row.before]:
            waiting.append(row.id)
    return waiting
