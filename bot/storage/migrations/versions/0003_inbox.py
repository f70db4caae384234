"""The inbox of a channel, and the messages sent in answer to each message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_HASH = sa.String(64)
_MOMENT = sa.DateTime(timezone=True)
_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "inbox",
        sa.Column("id", _NUMBER, nullable=False, autoincrement=False),
        sa.Column("queue", _HASH),
        sa.Column("payload", sa.LargeBinary),
        sa.Column("sent", sa.JSON, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("received", _MOMENT, nullable=False),
        sa.Column("due", _MOMENT),
        sa.Column("holder", sa.String(32)),
        sa.Column("until", _MOMENT),
        sa.Column("done", _MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
    )
    undone, held = sa.text("done IS NULL"), sa.text("holder IS NOT NULL")
    op.create_index("ix_inbox_queue_id", "inbox", ["queue", "id"], sqlite_where=undone, postgresql_where=undone)
    op.create_index("ix_inbox_queue", "inbox", ["queue"], unique=True, sqlite_where=held, postgresql_where=held)
    op.create_index("ix_inbox_received", "inbox", ["received"])
    op.create_table(
        "deliveries",
        sa.Column("message", _HASH, nullable=False),
        sa.Column("conversation", _HASH, nullable=False),
        sa.Column("sent", sa.JSON, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("message", name="pk_deliveries"),
    )
    op.create_index("ix_deliveries_at", "deliveries", ["at"])
    op.create_index("ix_deliveries_conversation", "deliveries", ["conversation"])


def downgrade() -> None:
    """Drop the tables, and what they hold."""
    for table in ("deliveries", "inbox"):
        op.drop_table(table)
