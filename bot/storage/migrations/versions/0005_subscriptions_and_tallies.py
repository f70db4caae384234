"""Subscriptions to changes, and the changes announced; places of groups; tallies of events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_HASH = sa.String(64)
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "subscriptions",
        sa.Column("chat", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("conversation", _HASH, nullable=False),
        sa.Column("codes", sa.JSON, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("seen", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("chat", name="pk_subscriptions"),
    )
    op.create_index("ix_subscriptions_conversation", "subscriptions", ["conversation"], unique=True)
    op.create_index("ix_subscriptions_seen", "subscriptions", ["seen"])
    op.create_table(
        "announced",
        sa.Column("change", sa.String(128), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("change", name="pk_announced"),
    )
    op.create_table(
        "group_places",
        sa.Column("conversation", _HASH, nullable=False),
        sa.Column("codes", sa.JSON, nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("used", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("conversation", name="pk_group_places"),
    )
    op.create_index("ix_group_places_used", "group_places", ["used"])
    op.create_table(
        "tallies",
        sa.Column("day", _MOMENT, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", "channel", "name", name="pk_tallies"),
    )


def downgrade() -> None:
    """Drop the tables, and what they hold."""
    for table in ("tallies", "group_places", "announced", "subscriptions"):
        op.drop_table(table)
