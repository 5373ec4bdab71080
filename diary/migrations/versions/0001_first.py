"""The tables of the first release.

Revision ID: 0001_tables
Revises:
"""

from alembic import op

from diary.migrations.first import FIRST, add_guard, drop_guard

revision = "0001_tables"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table, then forbid changes of the audit."""
    FIRST.create_all(op.get_bind(), checkfirst=False)
    add_guard()


def downgrade() -> None:
    """Drop every table, with its triggers."""
    FIRST.drop_all(op.get_bind(), checkfirst=False)
    drop_guard()
