"""What patients agreed to, in which version, and when.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

from diary.db import Id, UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "agreements",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.Column("agreed_at_utc", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at_utc", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["users.id"], name=op.f("fk_agreements_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_agreements_patient_id"), "agreements", ["patient_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("agreements")
