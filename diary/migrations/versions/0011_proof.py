"""When somebody last showed that it is herself.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from diary.db import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the time."""
    op.add_column("sign_ins", sa.Column("proved_at_utc", UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("sign_ins", "proved_at_utc")
