"""The questions that a patient has for the next visit.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from diary.db import Id, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "visit_questions",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at_utc", UtcDateTime(), nullable=False),
        sa.Column("settled_at_utc", UtcDateTime(), nullable=True),
        sa.CheckConstraint("length(words) <= 500", name=op.f("ck_visit_questions_words_length")),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["users.id"],
            name=op.f("fk_visit_questions_patient_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_questions")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_visit_questions_patient_id_asked_at_utc"),
        "visit_questions",
        ["patient_id", "asked_at_utc"],
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("visit_questions")
