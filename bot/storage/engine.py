"""Engines of SQLAlchemy for the two databases: SQLite by default, PostgreSQL by address."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import NullPool, QueuePool, StaticPool

from bot.storage.errors import StorageError

THREADS: Final = 8
"""Most statements a process runs at a time, and connections it holds."""

WRITES: Final = "aiguilleur_writes"
"""Execution option of connections whose transactions write."""

_WAIT_SECONDS: Final = 5
"""How long a statement waits for a lock, or for a connection."""

_MIGRATION_WAIT_SECONDS: Final = 60
_STATEMENT_SECONDS: Final = 10


def address(written: str) -> URL:
    """The URL of a database address as operators write it, with the driver that is installed.

    Raises:
        StorageError: it is not an address, or its database is not supported.
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
    """An engine on the database of a URL. `migrating`: it waits long for locks, and pools no connections."""
    pool: dict[str, Any] = {"poolclass": NullPool} if migrating else {"poolclass": QueuePool, "pool_size": THREADS}
    wait = _MIGRATION_WAIT_SECONDS if migrating else _WAIT_SECONDS
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, pool, wait)
    options = f"-c lock_timeout={wait}s"
    if not migrating:
        # A turn takes milliseconds; a connection that hangs during one must not keep its locks.
        options += f" -c statement_timeout={_STATEMENT_SECONDS}s -c idle_in_transaction_session_timeout=60s"
    arguments = {
        "connect_timeout": _WAIT_SECONDS,
        "options": options,
        "application_name": "aiguilleur",
        # A server that vanishes from the network does not close its connections: threads must not wait for hours.
        "keepalives_idle": _STATEMENT_SECONDS,
        "keepalives_interval": _WAIT_SECONDS,
        "keepalives_count": 2,
        "tcp_user_timeout": (_STATEMENT_SECONDS + _WAIT_SECONDS) * 1000,
    }
    # Connections are tested before use, so that the first turn after a restart of the server gets one that works.
    return create_engine(
        url, future=True, hide_parameters=True, pool_pre_ping=not migrating, connect_args=arguments, **pool
    )


def engine_at_once(url: URL) -> Engine:
    """An engine on an SQLite file for one thread that must not wait: its one connection fails on a lock.

    It does not empty the write-ahead log either, since that waits for the disk.
    """
    made = _sqlite(url, {"poolclass": StaticPool}, wait=0)

    @event.listens_for(made, "connect")  # type: ignore[untyped-decorator]
    def _connected(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute("PRAGMA wal_autocheckpoint=0")

    return made


def is_locked(error: OperationalError) -> bool:
    """Whether a statement failed because SQLite would have had to wait for a lock."""
    return isinstance(error.orig, sqlite3.OperationalError) and "locked" in str(error.orig)


def _sqlite(url: URL, pool: dict[str, Any], wait: int) -> Engine:
    if url.database:
        with suppress(OSError):  # SQLite then reports that it cannot open the file
            path = Path(url.database)
            path.parent.mkdir(parents=True, exist_ok=True)
            # Readable by its owner only; files that SQLite writes beside it take the same mode.
            path.touch(mode=0o600)
            path.chmod(0o600)
    arguments = {"check_same_thread": False, "timeout": wait}
    made = create_engine(url, future=True, hide_parameters=True, connect_args=arguments, **pool)

    @event.listens_for(made, "connect")  # type: ignore[untyped-decorator]
    def _connected(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's "begin", below, says when a transaction begins.
        _write_ahead(connection, wait)
        # NORMAL is safe against a crash of the process. Deleted data is overwritten with zeros.
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA secure_delete=ON")

    @event.listens_for(made, "begin")  # type: ignore[untyped-decorator]
    def _begun(connection: Connection) -> None:
        # A transaction that will write takes the lock at once: later it could not, if another wrote meanwhile.
        writes = connection.get_execution_options().get(WRITES)
        # By SQLAlchemy, so that errors are those that the other code knows.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return made


def _write_ahead(connection: sqlite3.Connection, wait: int) -> None:
    """Turn on the write-ahead log: readers do not wait for the writer. SQLite itself does not wait for locks here."""
    end = time.monotonic() + wait
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.02)
