"""A session can be one with another, or said to be none of the others.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

from diary.db import Bool, Id

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every session there is stands by itself, and may still be asked about."""
    op.add_column("treatments", sa.Column("merged_into_id", Id(), nullable=True))
    op.add_column(
        "treatments",
        sa.Column("is_separate", Bool(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    """Forget it; a merged session stays cancelled."""
    op.drop_column("treatments", "is_separate")
    op.drop_column("treatments", "merged_into_id")
