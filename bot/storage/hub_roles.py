"""A PostgreSQL role for each hub, which can read and delete only what was asked on its own pages."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Table

from bot.storage.schema import feedback, unanswered

_HIDDEN: Final = frozenset({"conversation", "channel", "digest", "trace"})
"""Columns that tell whose a row is; the inbox needs none of them."""


def role_name(hub: str) -> str:
    """The role of a hub, by its id."""
    return f"hub_{hub.replace('-', '_')}"


def role_sql(hub: str) -> str:
    """The SQL that creates the role of a hub; the database's owner runs it once, and again after a migration.

    Args:
        hub: its id: a-z, 0-9 and hyphens.
    """
    role = role_name(hub)
    lines = [
        f"DO $$ BEGIN CREATE ROLE {role} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;",
        f"GRANT USAGE ON SCHEMA public TO {role};",
        f"GRANT SELECT ON alembic_version TO {role};",
    ]
    for table in (unanswered, feedback):
        lines += _table_sql(table, hub, role)
    return "\n".join(("BEGIN;", *lines, "COMMIT;"))


def _table_sql(table: Table, hub: str, role: str) -> list[str]:
    columns = ", ".join(column.name for column in table.columns if column.name not in _HIDDEN)
    return [
        f"GRANT SELECT ({columns}), DELETE ON {table.name} TO {role};",
        # It does not apply to the table's owner, whose role the server uses.
        f"ALTER TABLE {table.name} ENABLE ROW LEVEL SECURITY;",
        f"DROP POLICY IF EXISTS {role} ON {table.name};",
        f"CREATE POLICY {role} ON {table.name} TO {role} USING (hub = '{hub}');",
    ]
