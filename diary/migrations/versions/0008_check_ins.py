"""Which check-in an entry answers, and how an entry that was saved on a phone arrived.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

from diary.db import Id, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "entry_check_ins",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("treatment_id", Id(), nullable=False),
        sa.Column("check_in", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "check_in IN ('before', '2h', '4h', '24h', '72h', '7d')",
            name=op.f("ck_entry_check_ins_check_in_known"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_check_ins_entry_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["treatment_id"],
            ["treatments.id"],
            name=op.f("fk_entry_check_ins_treatment_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry_check_ins")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_entry_check_ins_treatment_id"), "entry_check_ins", ["treatment_id"])
    op.create_table(
        "entry_arrivals",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("received_at_utc", UtcDateTime(), nullable=False),
        sa.Column("clock_off_seconds", sa.BigInteger().with_variant(sa.Integer(), "sqlite")),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_arrivals_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry_arrivals")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("entry_arrivals")
    op.drop_table("entry_check_ins")
