"""The hub of a question or an opinion, and the keys that have written in the database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = ("unanswered", "feedback")


def upgrade() -> None:
    """Add the columns; the hub of earlier rows is not known. The first server that starts notes its key."""
    for table in TABLES:
        op.add_column(table, sa.Column("hub", sa.String(64)))
    op.create_table(
        "keys",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_keys"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("keys")
    for table in TABLES:
        with op.batch_alter_table(table) as changed:
            changed.drop_column("hub")
