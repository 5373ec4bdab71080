"""Where the scores of an imported entry came from, when its file had another scale.

Revision ID: 0025
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; entries that are there were not converted."""
    op.add_column("entries", sa.Column("converted", sa.Text(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("entries", "converted")
