"""What PostgreSQL may write into its own log: statements, and with them messages, which psycopg2 writes into them.

As no value is a bound parameter, `log_parameter_max_length` and `log_parameter_max_length_on_error` hold nothing back.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import structlog
from sqlalchemy import bindparam, text
from sqlalchemy.engine import URL, Connection

from bot.storage.engine import engine

_HARMLESS: Final = {
    # The statement of each error, and of all else that is logged while it runs; with `fatal`, of a session's end.
    "log_min_error_statement": ("panic",),
    # The details of errors: the row that was refused, the statements of a deadlock, that of a process that died.
    "log_error_verbosity": ("terse",),
    # Into csvlog and jsonlog the details go whatever the verbosity.
    "log_destination": ("stderr", "syslog", "eventlog"),
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
    "log_min_duration_sample": ("-1",),
    "log_transaction_sample_rate": ("0",),
    # Of libraries; PostgreSQL knows these settings where they are loaded.
    "auto_explain.log_min_duration": ("-1",),
    "pgaudit.log": ("none", "ddl", "role"),
}
"""The values with which a setting lets no message into the log; the first is the one to set."""

_OF_SERVER: Final = frozenset({"log_error_verbosity", "log_destination"})
"""Settings that have to hold for the whole server.

Deadlocks are also found by sessions of other roles, and the death of a process is logged by the server itself.
"""

_UNSET: Final = {
    "global": "ALTER ROLE ALL RESET {setting}; ",
    "database": "ALTER DATABASE {database} RESET {setting}; ",
    "user": "ALTER ROLE {role} RESET {setting}; ",
    "database user": "ALTER ROLE {role} IN DATABASE {database} RESET {setting}; ",
}
"""What undoes a setting, by its source in PostgreSQL's words; the others hold for the whole server."""

_SETTINGS: Final = text(
    "SELECT name, setting, source, quote_ident(current_database()) AS database, quote_ident(session_user) AS role"
    " FROM pg_settings WHERE name IN :names ORDER BY name"
).bindparams(bindparam("names", [*_HARMLESS], expanding=True))

_log = structlog.get_logger()


class LoggedMessages(NamedTuple):
    """A setting by which messages may get into PostgreSQL's log.

    value: as it holds for this session.
    source: where that was set, in PostgreSQL's words.
    command: the SQL by which a superuser mends it.
    """

    setting: str
    value: str
    source: str
    command: str


def logged_messages(connection: Connection) -> list[LoggedMessages]:
    """The settings of this session by which messages may get into the server's log; of SQLite, which has none, none."""
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
    """As :func:`logged_messages`, of the database of a URL."""
    made = engine(url, migrating=True)
    try:
        with made.connect() as connection:
            return logged_messages(connection)
    finally:
        made.dispose()


def warn_of_logged_messages(connection: Connection) -> None:
    """Tell the operator of each setting by which messages may get into the server's log."""
    for found in logged_messages(connection):
        _log.warning("postgresql_logs_messages", **found._asdict())


def _set(name: str, database: str) -> str:
    value = _HARMLESS[name][0]
    if name in _OF_SERVER:
        return f"ALTER SYSTEM SET {name} = '{value}'; SELECT pg_reload_conf();"
    return f"ALTER DATABASE {database} SET {name} = '{value}';"
