"""The first tables of entries.

Revision ID: 0004
Revises: 0003
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from diary.db import Bool, Id, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ENTRIES_CHECKS = {
    "medication_known": "medication IN ('taken', 'skipped', 'changed')",
    "source_known": "source IN ('typed', 'imported')",
    "anxiety_range": "anxiety BETWEEN 0 AND 10",
    "some_score": "anxiety IS NOT NULL OR mood IS NOT NULL",
    "diastolic_range": "diastolic BETWEEN 20 AND 200",
    "effective_zone_length": "length(effective_zone) <= 64",
    "medication_note_length": "length(medication_note) <= 200",
    "note_length": "length(note) <= 10000",
    "mood_range": "mood BETWEEN 0 AND 10",
    "pulse_range": "pulse BETWEEN 20 AND 300",
    "sleep_minutes_range": "sleep_minutes BETWEEN 0 AND 1440",
    "spo2_range": "spo2 BETWEEN 50 AND 100",
    "systolic_range": "systolic BETWEEN 40 AND 300",
    "pressure": "systolic IS NULL OR diastolic IS NULL OR systolic > diastolic",
}


def upgrade() -> None:
    """Make them."""
    _entries()
    _entry_side_effects()
    _entry_versions()
    _uploads()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("uploads")
    op.drop_table("entry_versions")
    op.drop_table("entry_side_effects")
    op.drop_table("entries")


def _checks(table: str, checks: dict[str, str]) -> Iterator[sa.CheckConstraint]:
    for name, rule in checks.items():
        yield sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("effective_at_utc", UtcDateTime(), nullable=False),
        sa.Column("effective_zone", sa.Text(), nullable=False),
        sa.Column("effective_wall", sa.Text(), nullable=False),
        sa.Column("recorded_at_utc", UtcDateTime(), nullable=False),
        sa.Column("anxiety", sa.Integer(), nullable=True),
        sa.Column("mood", sa.Integer(), nullable=True),
        sa.Column("none_reported", Bool(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("sleep_minutes", sa.Integer(), nullable=True),
        sa.Column("systolic", sa.Integer(), nullable=True),
        sa.Column("diastolic", sa.Integer(), nullable=True),
        sa.Column("pulse", sa.Integer(), nullable=True),
        sa.Column("spo2", sa.Integer(), nullable=True),
        sa.Column("medication", sa.Text(), nullable=True),
        sa.Column("medication_note", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at_utc", UtcDateTime(), nullable=True),
        *_checks("entries", ENTRIES_CHECKS),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["users.id"], name=op.f("fk_entries_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_entries_patient_id_effective_at_utc"),
        "entries",
        ["patient_id", "effective_at_utc"],
        unique=False,
    )


def _entry_side_effects() -> None:
    op.create_table(
        "entry_side_effects",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("other_name", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "code IN ('dizziness', 'nausea', 'vomiting', 'disorientation', 'confusion', 'dissociation', 'sleepiness', 'headache', 'blurred_vision', 'faster_heartbeat', 'raised_blood_pressure', 'secretions', 'session_anxiety', 'urinary', 'memory', 'other')",
            name=op.f("ck_entry_side_effects_code_known"),
        ),
        sa.CheckConstraint(
            "severity IN ('mild', 'moderate', 'severe')",
            name=op.f("ck_entry_side_effects_severity_known"),
        ),
        sa.CheckConstraint(
            "length(other_name) <= 100", name=op.f("ck_entry_side_effects_other_name_length")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_side_effects_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "code", name=op.f("pk_entry_side_effects")),
        sqlite_strict=True,
    )


def _entry_versions() -> None:
    op.create_table(
        "entry_versions",
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replaced_at_utc", UtcDateTime(), nullable=False),
        sa.Column("replaced_by", Id(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_versions_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "version", name=op.f("pk_entry_versions")),
        sqlite_strict=True,
    )


def _uploads() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("finished_at_utc", UtcDateTime(), nullable=True),
        sa.Column("added", sa.Integer(), nullable=True),
        sa.Column("already", sa.Integer(), nullable=True),
        sa.Column("differing", sa.Integer(), nullable=True),
        sa.Column("refused", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('entries', 'treatments')", name=op.f("ck_uploads_kind_known")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["users.id"], name=op.f("fk_uploads_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_uploads_patient_id"), "uploads", ["patient_id"], unique=False)
