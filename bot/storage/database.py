"""The database as a process uses it: its statements run in threads, off the event loop.

On SQLite, brief ones run at once: switching to a thread and back would take longer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

import structlog
from sqlalchemy import text
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from bot.process.settings import Settings
from bot.storage.dialects import insert_once
from bot.storage.engine import THREADS, WRITES, address, engine, engine_at_once, is_locked
from bot.storage.errors import StorageError
from bot.storage.schema import now, tasks
from bot.storage.served_database import require_database
from bot.storage.server_log import warn_of_logged_messages
from bot.storage.upgrade import migrate, require_current

Result = TypeVar("Result")

HEALTH_SECONDS = 2.0
"""A database that does not answer within this time is not healthy."""

WRITES_A_CHECKPOINT = 250
"""Transactions written at once before the write-ahead log is emptied into the file. At four pages each, that is the
thousand pages after which SQLite does so by itself."""

_PROBE = "probe"
"""The task whose time is written to test that the database can be written to."""

_log = structlog.get_logger()


class Database:
    """A migrated database. `read` and `write` are for the server; `read_sync` and `write_sync` block, for commands."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(**{WRITES: True})
        self._readers = ThreadPoolExecutor(THREADS, "database")
        # SQLite has one writer at a time: a queue here beats asking it again and again.
        single = engine.dialect.name == "sqlite"
        self._writers = ThreadPoolExecutor(1, "database-write") if single else self._readers
        self._at_once = engine_at_once(engine.url) if single else None
        self._written_at_once = 0
        self._is_damaged = False

    @classmethod
    def open(cls, settings: Settings) -> Database:
        """Open the database of the settings; create or upgrade it first.

        Raises:
            StorageError: it cannot be opened, or is of a newer version than this code.
        """
        url = address(settings.database_url)
        migrate(url)
        return cls._of(url)

    @classmethod
    def existing(cls, settings: Settings) -> Database:
        """Open the database of the settings as it is.

        Raises:
            StorageError: it is not there, cannot be opened, or is not of the version of this code.
        """
        require_database(settings)
        url = address(settings.database_url)
        require_current(url)
        return cls._of(url)

    @classmethod
    def _of(cls, url: URL) -> Database:
        opened = cls(engine(url))
        opened.read_sync(warn_of_logged_messages)
        return opened

    async def read(self, work: Callable[[Connection], Result], *, brief: bool = False) -> Result:
        """Run statements that change nothing, in a thread; at once if `brief` (they may then run twice)."""
        if brief and self._at_once:
            with suppress(_Locked):
                return _at_once(self._at_once, work)
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_sync, work)

    async def write(self, work: Callable[[Connection], Result], *, brief: bool = False) -> Result:
        """Run statements in one transaction, in a thread; an exception undoes them all.

        They run at once if `brief`; they may then run twice.
        """
        if brief and self._at_once:
            with suppress(_Locked):
                done = _at_once(self._at_once.execution_options(**{WRITES: True}), work)
                self._count_written()
                return done
        return await asyncio.get_running_loop().run_in_executor(self._writers, self.write_sync, work)

    def _count_written(self) -> None:
        self._written_at_once += 1
        if self._written_at_once % WRITES_A_CHECKPOINT == 0:
            self._writers.submit(self._checkpoint, "PASSIVE")

    def read_sync(self, work: Callable[[Connection], Result]) -> Result:
        """Run statements that change nothing."""
        with self.engine.connect() as connection:
            return work(connection)

    def write_sync(self, work: Callable[[Connection], Result]) -> Result:
        """Run statements in one transaction; an exception undoes them all."""
        with self._writing.begin() as connection:
            return work(connection)

    async def healthy(self) -> bool:
        """Whether the database takes a row within :data:`HEALTH_SECONDS`, and no damaged page was found."""
        if self._is_damaged:
            return False
        try:
            await asyncio.wait_for(self.write(_probe), HEALTH_SECONDS)
        except (SQLAlchemyError, asyncio.TimeoutError) as error:
            _log.warning("database_unhealthy", error=type(error).__name__)
            return False
        return True

    def examine_sync(self) -> None:
        """Check the pages of an SQLite file for damage by the disk; takes a second for 100 MB.

        Raises:
            StorageError: a page is damaged; :meth:`healthy` is false from then on.
        """
        if self.engine.dialect.name != "sqlite":
            return  # PostgreSQL has checksums of its own
        try:
            found = self.read_sync(lambda connection: connection.execute(text("PRAGMA quick_check(1)")).scalar())
        except SQLAlchemyError as error:
            found = str(getattr(error, "orig", None) or error)
        if found != "ok":
            self._is_damaged = True
            raise StorageError(
                f"La base de données {self.engine.url.database} est abîmée ({found}). Arrêter le serveur, garder ce "
                "fichier de côté, remettre la dernière sauvegarde (docs/exploiter.md, § Sauvegarder, remettre)."
            )

    async def examine(self) -> None:
        """As :meth:`examine_sync`, off the event loop; damage is logged."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._readers, self.examine_sync)
        except StorageError as error:
            _log.error("database_damaged", problem=str(error))

    async def settle(self) -> None:
        """Empty SQLite's write-ahead log after an erasure: it still has what was erased."""
        if self.engine.dialect.name == "sqlite":
            await asyncio.get_running_loop().run_in_executor(self._writers, self.settle_sync)

    def settle_sync(self) -> None:
        """As :meth:`settle`, blocking. If a reader of another process holds it up, the next call does it."""
        if self.engine.dialect.name != "sqlite":
            return
        if self._checkpoint("TRUNCATE"):
            _log.warning("write_ahead_log_not_emptied")

    def _checkpoint(self, mode: str) -> bool:
        """Move the write-ahead log into the file; returns whether a reader held that up."""
        raw = self.engine.raw_connection()
        try:
            busy, _, _ = raw.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()
        finally:
            raw.close()
        return bool(busy)

    def close(self) -> None:
        """Close the connections, once running statements have ended."""
        self._readers.shutdown()
        self._writers.shutdown()
        self.engine.dispose()
        if self._at_once:
            self._at_once.dispose()


class _Locked(Exception):  # noqa: N818
    """A statement to run at once would have had to wait for a lock."""


def _at_once(engine: Engine, work: Callable[[Connection], Result]) -> Result:
    try:
        with engine.begin() as connection:
            return work(connection)
    except OperationalError as error:
        if is_locked(error):
            raise _Locked from error
        raise


def _probe(connection: Connection) -> None:
    """Write a row: a full disk, a standby or damaged pages prevent that, but not reading."""
    row = {"name": _PROBE, "last": now()}
    if not connection.execute(tasks.update().where(tasks.c.name == _PROBE).values(row)).rowcount:
        insert_once(connection, tasks, **row)
