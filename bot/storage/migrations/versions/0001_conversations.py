"""Conversations, with the channel and a version; takes over the table from before migrations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.errors import StorageError

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_EARLIER = {"id", "state", "updated"}


def upgrade() -> None:
    """Make the table, and move the conversations of the earlier one, which only the REST channel had, into it."""
    earlier = _earlier_table()
    if earlier:
        op.rename_table("conversations", "conversations_earlier")
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_updated", "conversations", ["updated"])
    if earlier:
        op.execute(
            "INSERT INTO conversations (id, channel, state, updated, version) "
            "SELECT id, 'rest', state, updated, 1 FROM conversations_earlier"
        )
        op.drop_table("conversations_earlier")


def downgrade() -> None:
    """Restore the table from before migrations, with its conversations."""
    op.create_table(
        "conversations_earlier",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("updated", sa.DateTime, nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("id", name="pk_conversations_earlier"),
    )
    op.execute("INSERT INTO conversations_earlier (id, state, updated) SELECT id, state, updated FROM conversations")
    op.drop_table("conversations")
    op.rename_table("conversations_earlier", "conversations")


def _earlier_table() -> bool:
    inspected = sa.inspect(op.get_bind())
    if not inspected.has_table("conversations"):
        return False
    columns = {column["name"] for column in inspected.get_columns("conversations")}
    if columns != _EARLIER:
        raise StorageError(
            "La base de données a déjà une table « conversations » qui n'est pas celle d'Aiguilleur "
            f"(colonnes : {', '.join(sorted(columns))}). Rien n'y a été changé. "
            "Donner à Aiguilleur une base à lui (DATABASE_URL)."
        )
    return True
