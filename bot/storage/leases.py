"""Work that one process does for all: whoever takes it first holds it, for as long as they say so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.database import Database
from bot.storage.dialects import insert_once
from bot.storage.schema import now, tasks

_Written = tuple[bool, datetime | None]
"""Whether it was done, and until when this process holds the work now."""


class Task:
    """One kind of work, by name. `lease`: how long a holder may say nothing until it is taken for dead."""

    def __init__(self, database: Database, name: str, lease: timedelta) -> None:
        self._database = database
        self._name = name
        self._lease = lease
        self._until: datetime | None = None

    async def take(self, *, unless_within: timedelta = timedelta(0)) -> bool:
        """Take the work; False where another process is at it, or finished it within a time.

        Moments far ahead of the clock are of before it was set back, and do not count. A little ahead, less than a
        lease, is of a host whose clock is ahead, or of a process that wrote while this one waited for its turn.
        """

        def work(connection: Connection) -> _Written:
            at, columns = now(), tasks.c
            until = at + self._lease
            insert_once(connection, tasks, name=self._name, last=None, until=None)
            free = or_(columns.until.is_(None), columns.until < at, columns.until > until + self._lease)
            due = or_(columns.last.is_(None), columns.last <= at - unless_within, columns.last > at + self._lease)
            taken = connection.execute(update(tasks).where(columns.name == self._name, free, due).values(until=until))
            return (True, until) if taken.rowcount == 1 else (False, self._until)

        return await self._written(work)

    async def hold(self) -> bool:
        """Say that the work goes on; False where another process has taken it meanwhile."""
        return await self._write(lambda: {"until": now() + self._lease})

    async def finish(self) -> None:
        """Say that it is done."""
        await self._write(lambda: {"last": now(), "until": None})

    async def leave(self) -> None:
        """Leave it to others, not done."""
        await self._write(lambda: {"until": None})

    async def _write(self, told: Callable[[], dict[str, datetime | None]]) -> bool:
        """Write what is told once the turn to write has come: a lease begins then."""
        if self._until is None:
            return False
        # What this process wrote last tells whether it is still the one that holds.
        mine = tasks.c.name == self._name, tasks.c.until == self._until

        def work(connection: Connection) -> _Written:
            values = told()
            written = connection.execute(update(tasks).where(*mine).values(**values))
            return (True, values["until"]) if written.rowcount == 1 else (False, None)

        return await self._written(work)

    async def _written(self, work: Callable[[Connection], _Written]) -> bool:
        """Write to the end, even where this is cancelled meanwhile: who leaves the work has to know if it holds it."""

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
