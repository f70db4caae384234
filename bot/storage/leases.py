"""Leases: one process does work for all; the first to take it holds it as long as it renews its lease."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.database import Database
from bot.storage.dialects import insert_once
from bot.storage.schema import now, tasks

_Outcome = tuple[bool, datetime | None]
"""Whether the write was done, and until when this process now holds the work; None if it does not."""


class Lease:
    """The lease of one kind of work, by name. A holder that is silent for `lease` counts as dead."""

    def __init__(self, database: Database, name: str, lease: timedelta) -> None:
        self._database = database
        self._name = name
        self._lease = lease
        self._until: datetime | None = None

    async def take(self, *, unless_within: timedelta = timedelta(0)) -> bool:
        """Take the work; False if another process holds it, or finished it within `unless_within`.

        A stored time in the future counts if it is at most a lease ahead: another host's clock may be ahead, or
        another process wrote while this one waited. A later one was written before the clock was set back.
        """

        def work(connection: Connection) -> _Outcome:
            at, columns = now(), tasks.c
            until = at + self._lease
            insert_once(connection, tasks, name=self._name, last=None, until=None)
            free = or_(columns.until.is_(None), columns.until < at, columns.until > until + self._lease)
            due = or_(columns.last.is_(None), columns.last <= at - unless_within, columns.last > at + self._lease)
            taken = connection.execute(update(tasks).where(columns.name == self._name, free, due).values(until=until))
            return (True, until) if taken.rowcount == 1 else (False, self._until)

        return await self._write_to_end(work)

    async def last(self) -> datetime | None:
        """When the work was last done; None if never."""
        done = select(tasks.c.last).where(tasks.c.name == self._name)
        return await self._database.read(lambda connection: connection.execute(done).scalar())

    async def hold(self) -> bool:
        """Renew the lease; False if another process has taken the work meanwhile."""
        return await self._write(lambda: {"until": now() + self._lease})

    async def finish(self) -> None:
        """Give the lease up: the work is done."""
        await self._write(lambda: {"last": now(), "until": None})

    async def leave(self) -> None:
        """Give the lease up: the work is not done and is left to others."""
        await self._write(lambda: {"until": None})

    async def _write(self, values: Callable[[], dict[str, datetime | None]]) -> bool:
        """Write the values. They are computed when the write begins, since the lease begins then."""
        if self._until is None:
            return False
        # This process holds the work as long as the row has the time it wrote last.
        mine = tasks.c.name == self._name, tasks.c.until == self._until

        def work(connection: Connection) -> _Outcome:
            row = values()
            written = connection.execute(update(tasks).where(*mine).values(**row))
            return (True, row["until"]) if written.rowcount == 1 else (False, None)

        return await self._write_to_end(work)

    async def _write_to_end(self, work: Callable[[Connection], _Outcome]) -> bool:
        """Write to the end even if cancelled: `leave` must know whether this process holds the work."""

        async def to_its_end() -> bool:
            done, self._until = await self._database.write(work)
            return done

        writing = asyncio.create_task(to_its_end())
        try:
            return await asyncio.shield(writing)
        except asyncio.CancelledError:
            await asyncio.wait([writing])
            with suppress(SQLAlchemyError):
                writing.result()
            raise
