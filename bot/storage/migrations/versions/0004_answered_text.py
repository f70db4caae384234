"""The text answered by the sent messages, to distinguish an edit of the text from other changes of the message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; the text of messages answered before is not known."""
    op.add_column("deliveries", sa.Column("answered", sa.String(64)))


def downgrade() -> None:
    """Drop the column."""
    with op.batch_alter_table("deliveries") as table:
        table.drop_column("answered")
