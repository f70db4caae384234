"""Statements with different SQLAlchemy forms for SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection


def insert(connection: Connection, table: Table) -> Any:
    """An INSERT that can have an ON CONFLICT clause."""
    made = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return made(table)


def insert_once(connection: Connection, table: Table, **values: Any) -> bool:
    """Insert a row; False if its key already exists."""
    statement = insert(connection, table).values(**values).on_conflict_do_nothing()
    return bool(connection.execute(statement).rowcount == 1)
