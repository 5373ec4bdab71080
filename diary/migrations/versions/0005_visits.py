"""The first tables of visits.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from diary.db import Id, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    _visits()
    _visit_versions()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("visit_versions")
    op.drop_table("visits")


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("doctor_id", Id(), nullable=False),
        sa.Column("held_on", sa.Text(), nullable=False),
        sa.Column("next_meeting", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.Column("edited_at_utc", UtcDateTime(), nullable=True),
        sa.CheckConstraint("length(held_on) <= 10", name=op.f("ck_visits_held_on_length")),
        sa.CheckConstraint(
            "length(next_meeting) <= 10", name=op.f("ck_visits_next_meeting_length")
        ),
        sa.CheckConstraint("length(note) <= 10000", name=op.f("ck_visits_note_length")),
        sa.CheckConstraint("length(plan) <= 10000", name=op.f("ck_visits_plan_length")),
        sa.ForeignKeyConstraint(["doctor_id"], ["users.id"], name=op.f("fk_visits_doctor_id")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["users.id"], name=op.f("fk_visits_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_visits_patient_id_held_on"), "visits", ["patient_id", "held_on"], unique=False
    )


def _visit_versions() -> None:
    op.create_table(
        "visit_versions",
        sa.Column("id", Id(), nullable=False),
        sa.Column("visit_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Text(), nullable=False),
        sa.Column("next_meeting", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("replaced_at_utc", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_visit_versions_visit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_versions")),
        sa.UniqueConstraint("visit_id", "number", name=op.f("uq_visit_versions_visit_id_number")),
        sqlite_strict=True,
    )
