"""What a turn writes besides the conversation, receipts of erasures, and tasks that one process does for all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_HASH = sa.String(64)
_MOMENT = sa.DateTime(timezone=True)
_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "seen",
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("key", _HASH, nullable=False),
        sa.Column("conversation", _HASH),
        sa.Column("reply", sa.LargeBinary),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("channel", "key", name="pk_seen"),
    )
    op.create_table(
        "unanswered",
        sa.Column("id", _NUMBER, nullable=False, autoincrement=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("conversation", _HASH, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("question", sa.String(64)),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("digest", _HASH, nullable=False),
        sa.Column("intents", sa.JSON, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unanswered"),
        sa.UniqueConstraint("conversation", "kind", "digest", name="uq_unanswered_conversation_kind_digest"),
    )
    op.create_table(
        "feedback",
        sa.Column("id", _NUMBER, nullable=False, autoincrement=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("conversation", _HASH, nullable=False),
        sa.Column("question", sa.String(64)),
        sa.Column("outcome", sa.String(64)),
        sa.Column("trace", sa.String(32)),
        sa.Column("useful", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(64)),
        sa.Column("text", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
    )
    op.create_table(
        "receipts",
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("erased", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_receipts"),
    )
    op.create_table(
        "tasks",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("last", _MOMENT),
        sa.Column("until", _MOMENT),
        sa.PrimaryKeyConstraint("name", name="pk_tasks"),
    )
    for table in ("seen", "unanswered", "feedback", "receipts"):
        op.create_index(f"ix_{table}_at", table, ["at"])
    for table in ("seen", "feedback"):
        op.create_index(f"ix_{table}_conversation", table, ["conversation"])


def downgrade() -> None:
    """Drop the tables, and what they hold."""
    for table in ("tasks", "receipts", "feedback", "unanswered", "seen"):
        op.drop_table(table)
