"""The database as a process uses it: its statements run in threads, off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import structlog
from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.process.settings import Settings
from bot.storage.engine import THREADS, WRITES, address, engine
from bot.storage.upgrade import migrate

Result = TypeVar("Result")

HEALTH_SECONDS = 2.0
"""Longer than this without an answer is not healthy."""

_log = structlog.get_logger()


class Database:
    """A migrated database. `read` and `write` are for the server; `read_sync` and `write_sync` block, for commands."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(**{WRITES: True})
        self._readers = ThreadPoolExecutor(THREADS, "database")
        # SQLite has one writer at a time: waiting here in turn beats asking it again and again.
        single = engine.dialect.name == "sqlite"
        self._writers = ThreadPoolExecutor(1, "database-write") if single else self._readers

    @classmethod
    def open(cls, settings: Settings) -> Database:
        """Open the database of the settings, made or brought up to date first.

        Raises:
            StorageError: it cannot be opened, or is of a newer version than this code.
        """
        url = address(settings.database_url)
        migrate(url)
        return cls(engine(url))

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """Run statements that change nothing, in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_sync, work)

    async def write(self, work: Callable[[Connection], Result]) -> Result:
        """Run statements in one transaction, in a thread; an exception undoes them all."""
        return await asyncio.get_running_loop().run_in_executor(self._writers, self.write_sync, work)

    def read_sync(self, work: Callable[[Connection], Result]) -> Result:
        """Run statements that change nothing."""
        with self.engine.connect() as connection:
            return work(connection)

    def write_sync(self, work: Callable[[Connection], Result]) -> Result:
        """Run statements in one transaction; an exception undoes them all."""
        with self._writing.begin() as connection:
            return work(connection)

    async def healthy(self) -> bool:
        """Whether the database answers within :data:`HEALTH_SECONDS`."""
        try:
            await asyncio.wait_for(self.read(_ask), HEALTH_SECONDS)
        except (SQLAlchemyError, asyncio.TimeoutError) as error:
            _log.warning("database_unhealthy", error=type(error).__name__)
            return False
        return True

    async def settle(self) -> None:
        """After an erasure: empty SQLite's write-ahead log, where what was erased still stands."""
        if self.engine.dialect.name == "sqlite":
            await asyncio.get_running_loop().run_in_executor(self._writers, self.settle_sync)

    def settle_sync(self) -> None:
        """As :meth:`settle`, blocking. A reader of another process can hold it up; then the next one does it."""
        if self.engine.dialect.name != "sqlite":
            return
        raw = self.engine.raw_connection()
        try:
            busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            raw.close()
        if busy:
            _log.warning("write_ahead_log_not_emptied")

    def close(self) -> None:
        """Close the connections, once the statements that run have ended."""
        self._readers.shutdown()
        self._writers.shutdown()
        self.engine.dispose()


def _ask(connection: Connection) -> None:
    connection.execute(text("SELECT version_num FROM alembic_version")).first()
