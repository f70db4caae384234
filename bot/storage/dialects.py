"""Statements of which SQLAlchemy has a form for SQLite and another for PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection


def insert(connection: Connection, table: Table) -> Any:
    """An INSERT that can say what to do ON CONFLICT."""
    made = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return made(table)


def insert_once(connection: Connection, table: Table, **values: Any) -> bool:
    """Insert a row unless its key is there already; whether it was inserted."""
    statement = insert(connection, table).values(**values).on_conflict_do_nothing()
    return bool(connection.execute(statement).rowcount == 1)
