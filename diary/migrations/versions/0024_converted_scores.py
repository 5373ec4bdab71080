"""Where the scores of an imported entry came from, when its file had another scale.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; entries that are there were not converted."""
    op.add_column("entries", sa.Column("converted", sa.Text(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("entries", "converted")
