"""What a profile and a safety plan said before they were changed.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

from diary.db import Id, UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _versions("profile_versions", "user_id")
    _versions("safety_plan_versions", "patient_id")


def downgrade() -> None:
    """Drop them."""
    op.drop_table("safety_plan_versions")
    op.drop_table("profile_versions")


def _versions(table: str, owner: str) -> None:
    op.create_table(
        table,
        sa.Column(owner, Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replaced_at_utc", UtcDateTime(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            [owner], ["users.id"], name=op.f(f"fk_{table}_{owner}"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(owner, "version", name=op.f(f"pk_{table}")),
        sqlite_strict=True,
    )
