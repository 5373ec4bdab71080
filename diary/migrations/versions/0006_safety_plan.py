"""The tables of a safety plan.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

from diary.db import Id, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    _safety_plans()
    _safety_contacts()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("safety_contacts")
    op.drop_table("safety_plans")


def _safety_plans() -> None:
    op.create_table(
        "safety_plans",
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("updated_at_utc", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(words) <= 4000", name=op.f("ck_safety_plans_words_length")),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["users.id"],
            name=op.f("fk_safety_plans_patient_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_safety_plans")),
        sqlite_strict=True,
    )


def _safety_contacts() -> None:
    op.create_table(
        "safety_contacts",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "position BETWEEN 1 AND 5", name=op.f("ck_safety_contacts_position_range")
        ),
        sa.CheckConstraint("length(name) <= 100", name=op.f("ck_safety_contacts_name_length")),
        sa.CheckConstraint("length(phone) <= 40", name=op.f("ck_safety_contacts_phone_length")),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["users.id"],
            name=op.f("fk_safety_contacts_patient_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_contacts")),
        sa.UniqueConstraint(
            "patient_id", "position", name=op.f("uq_safety_contacts_patient_id_position")
        ),
        sqlite_strict=True,
    )
