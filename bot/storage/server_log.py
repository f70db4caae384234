"""PostgreSQL's own log: its statements may contain messages, since psycopg2 writes values into them.

As no value is a bound parameter, `log_parameter_max_length` and `log_parameter_max_length_on_error` hold nothing back.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import structlog
from sqlalchemy import bindparam, text
from sqlalchemy.engine import URL, Connection

from bot.storage.engine import engine

_HARMLESS: Final = {
    # Logs the statement with each error, and with everything else logged meanwhile; with `fatal`, at a session's end.
    "log_min_error_statement": ("panic",),
    # Logs details of errors: the refused row, the statements of a deadlock, the statement of a process that died.
    "log_error_verbosity": ("terse",),
    # csvlog and jsonlog get the details whatever the verbosity.
    "log_destination": ("stderr", "syslog", "eventlog"),
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
    "log_min_duration_sample": ("-1",),
    "log_transaction_sample_rate": ("0",),
    # Settings of libraries, which PostgreSQL knows only if these are loaded.
    "auto_explain.log_min_duration": ("-1",),
    "pgaudit.log": ("none", "ddl", "role"),
}
"""The values of each setting that keep messages out of the log; the first is the one to set."""

_OF_SERVER: Final = frozenset({"log_error_verbosity", "log_destination"})
"""Settings that must hold for the whole server.

Sessions of other roles find deadlocks too, and the server itself logs the death of a process.
"""

_UNSET: Final = {
    "global": "ALTER ROLE ALL RESET {setting}; ",
    "database": "ALTER DATABASE {database} RESET {setting}; ",
    "user": "ALTER ROLE {role} RESET {setting}; ",
    "database user": "ALTER ROLE {role} IN DATABASE {database} RESET {setting}; ",
}
"""SQL that undoes a setting, by its source in PostgreSQL's words; other sources hold for the whole server."""

_SETTINGS: Final = text(
    "SELECT name, setting, source, quote_ident(current_database()) AS database, quote_ident(session_user) AS role"
    " FROM pg_settings WHERE name IN :names ORDER BY name"
).bindparams(bindparam("names", [*_HARMLESS], expanding=True))

_log = structlog.get_logger()


class LoggedMessages(NamedTuple):
    """A setting that may let messages into PostgreSQL's log.

    Attributes:
        setting: name of the setting.
        value: its value in this session.
        source: where it was set, in PostgreSQL's words.
        command: SQL for a superuser to correct it.
    """

    setting: str
    value: str
    source: str
    command: str


def logged_messages(connection: Connection) -> list[LoggedMessages]:
    """The settings of this session that may let messages into the server's log; empty for SQLite, which has no log."""
    if connection.dialect.name != "postgresql":
        return []
    found = []
    for name, value, source, database, role in connection.execute(_SETTINGS):
        values = {part.strip().lower() for part in value.split(",")}
        unset = _UNSET.get(source, "").format(setting=name, database=database, role=role)
        if not values.issubset(_HARMLESS[name]) or (unset and name in _OF_SERVER):
            found.append(LoggedMessages(name, value, source, unset + _set(name, database)))
    return found


def logged_messages_of(url: URL) -> list[LoggedMessages]:
    """As :func:`logged_messages`, for the database of a URL."""
    made = engine(url, migrating=True)
    try:
        with made.connect() as connection:
            return logged_messages(connection)
    finally:
        made.dispose()


def warn_of_logged_messages(connection: Connection) -> None:
    """Warn the operator of each setting that may let messages into the server's log."""
    for found in logged_messages(connection):
        _log.warning("postgresql_logs_messages", **found._asdict())


def _set(name: str, database: str) -> str:
    value = _HARMLESS[name][0]
    if name in _OF_SERVER:
        return f"ALTER SYSTEM SET {name} = '{value}'; SELECT pg_reload_conf();"
    return f"ALTER DATABASE {database} SET {name} = '{value}';"
