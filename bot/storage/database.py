"""The database: SQLite by default, PostgreSQL by address; its statements run in threads, off the event loop."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import structlog
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool, QueuePool

from bot.process.settings import Settings
from bot.storage.errors import StorageError

Result = TypeVar("Result")

THREADS = 8
"""Statements of one process at a time, and connections it holds at most."""

HEALTH_SECONDS = 2.0
"""Longer than this without an answer is not healthy."""

_WAIT_SECONDS = 5
"""How long a statement waits for a lock, or a connection to be made."""

_STATEMENT_SECONDS = 10
_WRITES = "aiguilleur_writes"
_log = structlog.get_logger()


class Database:
    """A migrated database. `read` and `write` are for the server; `now_read` and `now_write` block, for commands."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(**{_WRITES: True})
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
        from bot.storage.upgrade import migrate

        url = address(settings.database_url)
        migrate(url)
        return cls(engine(url))

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """Run statements that change nothing, in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.now_read, work)

    async def write(self, work: Callable[[Connection], Result]) -> Result:
        """Run statements in one transaction, in a thread; an exception undoes them all."""
        return await asyncio.get_running_loop().run_in_executor(self._writers, self.now_write, work)

    def now_read(self, work: Callable[[Connection], Result]) -> Result:
        """Run statements that change nothing."""
        with self.engine.connect() as connection:
            return work(connection)

    def now_write(self, work: Callable[[Connection], Result]) -> Result:
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
            await asyncio.get_running_loop().run_in_executor(self._writers, self.now_settle)

    def now_settle(self) -> None:
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
        """Let go of the connections, once the statements that run have ended."""
        self._readers.shutdown()
        self._writers.shutdown()
        self.engine.dispose()


def address(written: str) -> URL:
    """An operator's address of a database, with the driver that is installed.

    Raises:
        StorageError: it is none, or of a database that is not supported.
    """
    try:
        url = make_url(written)
        if url.drivername == "postgres":
            url = url.set(drivername="postgresql")
        name = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError) as error:
        raise StorageError(f"DATABASE_URL : cette adresse de base de données n'est pas lisible. {_FORMS}") from error
    if name not in ("sqlite", "postgresql"):
        raise StorageError(f"DATABASE_URL : « {name} » n'est pas pris en charge. {_FORMS}")
    return url.set(drivername="postgresql+psycopg2") if name == "postgresql" else url


_FORMS = "Écrire postgresql://utilisateur:motdepasse@hote:5432/base, ou sqlite:////chemin/du/fichier.db."


def engine(url: URL, *, migrating: bool = False) -> Engine:
    """SQLAlchemy's engine. One that migrates waits long for its turn, and pools nothing."""
    pool: dict[str, Any] = {"poolclass": NullPool} if migrating else {"poolclass": QueuePool, "pool_size": THREADS}
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, pool, wait=60 if migrating else _WAIT_SECONDS)
    options = f"-c lock_timeout={60 if migrating else _WAIT_SECONDS}s"
    if not migrating:
        # A turn takes milliseconds; a connection that hangs in the middle of one must not keep its locks.
        options += f" -c statement_timeout={_STATEMENT_SECONDS}s -c idle_in_transaction_session_timeout=60s"
    arguments = {
        "connect_timeout": _WAIT_SECONDS,
        "options": options,
        "application_name": "aiguilleur",
        # A server that vanishes from the network says nothing: its threads must not wait for it for hours.
        "keepalives_idle": _STATEMENT_SECONDS,
        "keepalives_interval": _WAIT_SECONDS,
        "keepalives_count": 2,
        "tcp_user_timeout": (_STATEMENT_SECONDS + _WAIT_SECONDS) * 1000,
    }
    # Asked before use: after a restart of the server the first turn gets a connection that works.
    return create_engine(
        url, future=True, hide_parameters=True, pool_pre_ping=not migrating, connect_args=arguments, **pool
    )


def _sqlite(url: URL, pool: dict[str, Any], wait: int) -> Engine:
    if url.database:
        with suppress(OSError):  # SQLite then says that it cannot open the file
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    arguments = {"check_same_thread": False, "timeout": wait}
    made = create_engine(url, future=True, hide_parameters=True, connect_args=arguments, **pool)

    @event.listens_for(made, "connect")  # type: ignore[untyped-decorator]
    def _connected(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's "begin", below, says when a transaction begins.
        _write_ahead(connection, wait)
        # NORMAL: safe against a crash of the process. What is deleted is overwritten with zeros.
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA secure_delete=ON")

    @event.listens_for(made, "begin")  # type: ignore[untyped-decorator]
    def _begun(connection: Connection) -> None:
        # A transaction that will write takes its place at once: it could not later, where another wrote meanwhile.
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return made


def _write_ahead(connection: sqlite3.Connection, wait: int) -> None:
    """Turn on the write-ahead log: readers do not wait for the writer. SQLite itself waits for no one here."""
    end = time.monotonic() + wait
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.02)


def _ask(connection: Connection) -> None:
    connection.execute(text("SELECT version_num FROM alembic_version")).first()
