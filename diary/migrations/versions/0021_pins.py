"""A PIN that opens one sign-in after it was locked.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

from diary.db import Id, UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "pins",
        sa.Column("sign_in_id", Id(), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("used_at_utc", UtcDateTime(), nullable=False),
        sa.Column("locked_at_utc", UtcDateTime(), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 0 AND 60", name=op.f("ck_pins_minutes_range")),
        sa.CheckConstraint("wrong BETWEEN 0 AND 5", name=op.f("ck_pins_wrong_range")),
        sa.ForeignKeyConstraint(
            ["sign_in_id"],
            ["sign_ins.id"],
            name=op.f("fk_pins_sign_in_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sign_in_id", name=op.f("pk_pins")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("pins")
