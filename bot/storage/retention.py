"""Retention: rows older than the period are deleted once an hour, by the first process to take the lease."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import delete, select, tuple_
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.process.metrics import PURGE_HELD
from bot.storage.database import Database
from bot.storage.leases import Lease
from bot.storage.schema import AGED, now

BATCH = 500
"""Rows deleted in one transaction, so that a turn waits only milliseconds for it."""

SEEN_DAYS = 2
"""Days that ids of messages and updates are kept, with the replies and the ids of the messages sent.

Telegram sends an update again for one day at most, and allows edits of a message for two.
"""

EVERY = timedelta(hours=1)
LEASE = timedelta(minutes=10)
"""How long a purging process holds others off before it counts as dead."""

_GAP = timedelta(days=1)
"""Time since the last purge after which the clock may have jumped: a purge would then delete too much."""

_GAP_WAIT = timedelta(hours=6)
"""How long the purge then waits, by a clock that cannot jump, for somebody to check the other clock."""

_BRIEF = ("seen", "inbox", "deliveries")
"""Tables kept for :data:`SEEN_DAYS`; nobody waits any longer for an update not done by then."""

_LONG = {"subscriptions": 365, "group_places": 365, "tallies": 730}
"""Days that other tables are kept. What an adviser asked for stays until they have not been seen for a year; numbers,
which are anonymous, stay two years, so that a year can be compared with the one before."""

_PURGE = "purge"

_log = structlog.get_logger()


class Retention:
    """Deletes what is older than `days`."""

    def __init__(self, database: Database, days: int) -> None:
        self._database = database
        self._days = days
        self._held_since: float | None = None

    async def keep(self) -> None:
        """Purge about every hour, until cancelled; the server runs this."""
        await asyncio.sleep(random.uniform(5, 60))  # noqa: S311  (processes that start together come one by one)
        while True:
            try:
                await self.purge_when_due()
                await self._database.examine()
            except SQLAlchemyError as error:
                _log.error("purge_failed", error=type(error).__name__)
            await asyncio.sleep(EVERY.total_seconds() * random.uniform(0.9, 1.1))  # noqa: S311

    async def purge_when_due(self) -> dict[str, int] | None:
        """Purge, unless done within the hour, or the clock may have jumped since.

        A server that was off for more than a day purges after some hours; `aiguilleur purge` does it at once.

        Returns:
            As :meth:`purge`.
        """
        last = await Lease(self._database, _PURGE, LEASE).last()
        if last is None or -EVERY < now() - last < _GAP:
            self._held_since = None
        elif self._held_since is None:
            self._held_since = time.monotonic()
        held = self._held_since is not None and time.monotonic() - self._held_since < _GAP_WAIT.total_seconds()
        PURGE_HELD.set(held)
        if held:
            _log.warning("purge_held", last=last and last.isoformat(), advice="check the clock; aiguilleur purge")
            return None
        return await self.purge(unless_within=timedelta(0) if self._held_since else EVERY)

    async def purge(self, *, unless_within: timedelta = timedelta(0)) -> dict[str, int] | None:
        """Delete what is too old, batch by batch.

        Args:
            unless_within: do nothing if a purge was done within this time.

        Returns:
            The number of rows deleted by table; None if another process purges or has purged.
        """
        lease = Lease(self._database, _PURGE, LEASE)
        gone = dict.fromkeys(AGED, 0)
        try:
            if not await lease.take(unless_within=unless_within):
                return None
            for name, limit in self._limits().items():
                while batch := await self._database.write(_batch(AGED[name], limit)):
                    gone[name] += batch
                    await lease.hold()
        except BaseException:
            # Stopped, or the database is away: the next process need not wait for the lease to end.
            with suppress(SQLAlchemyError):
                await asyncio.shield(lease.leave())
            raise
        await lease.finish()
        await self._database.settle()
        _log.info("purged", **gone)
        return gone

    def _limits(self) -> dict[str, datetime]:
        brief = dict.fromkeys(_BRIEF, min(self._days, SEEN_DAYS))
        days = {**dict.fromkeys(AGED, self._days), **brief, **_LONG}
        return {name: now() - timedelta(days=kept) for name, kept in days.items()}


def _batch(age: Any, limit: datetime) -> Callable[[Connection], int]:
    table = age.table
    key = list(table.primary_key.columns)
    old = select(*key).where(age < limit).order_by(age).limit(BATCH)
    statement = delete(table).where(tuple_(*key).in_(old) if len(key) > 1 else key[0].in_(old))
    return lambda connection: int(connection.execute(statement).rowcount)
