"""Backups: every row of a database in one encrypted file, and back into an empty database of either kind.

Decrypted, a file is lines of JSON: the revision of the database, then for each table its name and columns, then its
rows. The server has only the public key: a thief of its backups cannot read them.
"""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Iterable
from datetime import datetime
from gzip import GzipFile
from itertools import islice
from pathlib import Path
from typing import Any, Final

import msgspec
import structlog
from sqlalchemy import DateTime, LargeBinary, MetaData, Table, func, inspect, select
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.process.settings import Settings
from bot.storage.encryption import decrypted, encrypted, public_keys
from bot.storage.engine import WRITES, address, engine
from bot.storage.errors import StorageError
from bot.storage.schema import metadata, now
from bot.storage.served_database import require_database
from bot.storage.server_log import warn_of_logged_messages
from bot.storage.upgrade import migrate, require_current, revision

_ROWS_AT_ONCE: Final = 1000
_DAY_SECONDS: Final = 24 * 3600

_log = structlog.get_logger()


class _Header(msgspec.Struct):
    """The first line: the revision of the tables."""

    revision: str
    made: datetime


class _TableStart(msgspec.Struct):
    """The line before the rows of a table."""

    table: str
    columns: list[str]


def back_up(settings: Settings, folder: Path) -> Path:
    """Write a new backup into a folder, and remove those there that are older than BACKUP_DAYS, or RETENTION_DAYS.

    A backup gets its name once it is complete. All its rows are from one moment; the server keeps running.

    Raises:
        SettingsError: BACKUP_RECIPIENT is missing or is no public key.
        StorageError: the database cannot be read, or the folder cannot be written to.
    """
    keys = public_keys(settings.backup_recipient)
    require_database(settings)
    url = address(settings.database_url)
    require_current(url)
    file = folder / f"aiguilleur-{now():%Y%m%dT%H%M%SZ}.age"
    partial = file.with_name(f"{file.name}.partiel")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
            with encrypted(target, keys) as lines:
                _dump(url, lines)
            target.flush()
            os.fsync(target.fileno())
        partial.replace(file)
        _remove_old(folder, min(settings.backup_days, settings.retention_days))
    except (OSError, SQLAlchemyError) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "orig", None) or error
        raise StorageError(
            f"La sauvegarde de {url!r} dans {folder} a échoué : {reason}. Il n'en reste rien. Vérifier que la base "
            "répond, que cet utilisateur peut écrire dans ce dossier et que le disque n'est pas plein."
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    _note(settings.last_backup)
    return file


def restore(settings: Settings, file: Path, keys: list[Any]) -> dict[str, int]:
    """Put the rows of a backup into the database of the settings, which is created if it does not exist.

    Args:
        settings: name the database.
        file: the backup, of this version or an earlier one.
        keys: secret keys, from :func:`bot.storage.encryption.secret_keys`.

    Returns:
        The number of rows by table.

    Raises:
        StorageError: the database is not empty, no key opens the backup, or it is damaged; then no row is written.
    """
    url = address(settings.database_url)
    made = engine(url, migrating=True)
    try:
        _require_empty(made)
        with decrypted(file, keys) as lines:
            header = msgspec.json.decode(lines.readline(), type=_Header)
            migrate(url, header.revision)
            with made.execution_options(**{WRITES: True}).begin() as connection:
                warn_of_logged_messages(connection)
                counts = _load(connection, lines)
    except SQLAlchemyError as error:
        reason = getattr(error, "orig", None) or error
        raise StorageError(
            f"La base de données {url!r} a refusé la sauvegarde ({reason}) : rien n'a été remis."
        ) from error
    finally:
        made.dispose()
    migrate(url)
    return counts


def _dump(url: URL, lines: GzipFile) -> None:
    made = engine(url, migrating=True)
    # One moment for all tables; a reader of SQLite has that by itself.
    options = {"isolation_level": "REPEATABLE READ"} if made.dialect.name == "postgresql" else {}
    encode = msgspec.json.Encoder().encode
    try:
        with made.connect().execution_options(stream_results=True, **options) as connection:
            lines.write(encode(_Header(str(revision(connection)), now())) + b"\n")
            for table in metadata.sorted_tables:
                lines.write(
                    encode(_TableStart(str(table.name), [str(column.name) for column in table.columns])) + b"\n"
                )
                for rows in connection.execute(select(table)).partitions(_ROWS_AT_ONCE):
                    lines.writelines(encode(list(row)) + b"\n" for row in rows)
    finally:
        made.dispose()


def _load(connection: Connection, lines: Iterable[bytes]) -> dict[str, int]:
    tables = MetaData()
    tables.reflect(connection)  # as they were at the backup's revision
    counts: dict[str, int] = {}
    columns: list[Any] = []
    remaining = iter(lines)
    while batch := list(islice(remaining, _ROWS_AT_ONCE)):
        rows: list[dict[str, Any]] = []
        for line in batch:
            if line.startswith(b"{"):
                _insert(connection, columns, rows, counts)
                start, rows = msgspec.json.decode(line, type=_TableStart), []
                columns = [tables.tables[start.table].columns[name] for name in start.columns]
                counts[start.table] = 0
            else:
                values = zip(columns, msgspec.json.decode(line), strict=True)
                rows.append({column.name: _value(column, value) for column, value in values})
        _insert(connection, columns, rows, counts)
    for name in counts:
        _count_on(connection, tables.tables[name])
    return counts


def _insert(connection: Connection, columns: list[Any], rows: list[dict[str, Any]], counts: dict[str, int]) -> None:
    if rows:
        connection.execute(columns[0].table.insert(), rows)
        counts[columns[0].table.name] += len(rows)


def _value(column: Any, value: Any) -> Any:
    """A value of a type that JSON does not know."""
    if isinstance(value, str) and isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    if isinstance(value, str) and isinstance(column.type, DateTime):
        return msgspec.convert(value, datetime)
    return value


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after the last one; SQLite does so by itself."""
    if connection.dialect.name == "postgresql" and "id" in table.columns:
        sequence = connection.execute(select(func.pg_get_serial_sequence(table.name, "id"))).scalar()
        if sequence:
            connection.execute(select(func.setval(sequence, func.max(table.columns.id))).select_from(table))


def _require_empty(made: Engine) -> None:
    with made.connect() as connection:
        there = set(inspect(connection).get_table_names())
        filled = [
            table.name
            for table in metadata.sorted_tables
            if table.name in there and connection.execute(select(*table.primary_key.columns).limit(1)).first()
        ]
    if filled:
        raise StorageError(
            f"La base de données {made.url!r} n'est pas vide ({', '.join(filled)}) : rien n'a été remis. Arrêter le "
            "serveur, puis mettre de côté le fichier SQLite (avec ses -wal et -shm), ou créer une base PostgreSQL vide."
        )


def _remove_old(folder: Path, days: int) -> None:
    """Remove old backups, and remains of unfinished ones."""
    oldest = time.time() - days * _DAY_SECONDS
    for backup in folder.glob("aiguilleur-*.age*"):
        if backup.stat().st_mtime < oldest:
            backup.unlink()


def _note(file: Path) -> None:
    """Note the time of the backup; if the folder cannot be written to, only the note is lost."""
    beside = file.with_name(f"{file.name}.partiel")
    try:
        beside.write_text(f"{now().isoformat(timespec='seconds')}\n", encoding="utf-8")
        beside.replace(file)
    except OSError as error:
        _log.warning("backup_not_noted", folder=str(file.parent), error=error.strerror)
