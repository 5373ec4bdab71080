"""The first tables of treatments.

Revision ID: 0003
Revises: 0002
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from diary.db import Id, Thousandths, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TREATMENTS_CHECKS = {
    "dose_unit_known": "dose_unit IN ('mg', 'mg/kg')",
    "drug_known": "drug IN ('ketamine', 'esketamine', 'other')",
    "route_known": "route IN ('iv', 'im', 'sc', 'nasal', 'sublingual', 'oral', 'other')",
    "status_known": "status IN ('planned', 'done', 'cancelled')",
    "dose_has_unit": "(dose IS NULL) = (dose_unit IS NULL)",
    "billed_range": "billed BETWEEN 0 AND 1000000000",
    "cost_has_currency": "currency IS NOT NULL OR (billed IS NULL AND insurer_share IS NULL AND paid IS NULL AND reimbursed IS NULL)",
    "dose_range": "dose BETWEEN 1 AND 2000000",
    "insurer_share_range": "insurer_share BETWEEN 0 AND 1000000000",
    "companion_length": "length(companion) <= 200",
    "currency_length": "length(currency) = 3",
    "drug_other_length": "length(drug_other) <= 100",
    "place_length": "length(place) <= 200",
    "starts_zone_length": "length(starts_zone) <= 64",
    "words_length": "length(words) <= 10000",
    "length_minutes_range": "length_minutes BETWEEN 0 AND 240",
    "paid_range": "paid BETWEEN 0 AND 1000000000",
    "reimbursed_range": "reimbursed BETWEEN 0 AND 1000000000",
    "series_length_range": "series_length BETWEEN 1 AND 999",
    "series_order": "series_number <= series_length",
    "series_number_range": "series_number BETWEEN 1 AND 999",
    "weight_kg_range": "weight_kg BETWEEN 20000 AND 400000",
}


def upgrade() -> None:
    """Make them."""
    _treatments()
    _treatment_vitals()
    _treatment_versions()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("treatment_versions")
    op.drop_table("treatment_vitals")
    op.drop_table("treatments")


def _checks(table: str, checks: dict[str, str]) -> Iterator[sa.CheckConstraint]:
    for name, rule in checks.items():
        yield sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _treatments() -> None:
    op.create_table(
        "treatments",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("recorded_by", Id(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("starts_at_utc", UtcDateTime(), nullable=False),
        sa.Column("starts_zone", sa.Text(), nullable=False),
        sa.Column("starts_wall", sa.Text(), nullable=False),
        sa.Column("length_minutes", sa.Integer(), nullable=True),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("drug", sa.Text(), nullable=False),
        sa.Column("drug_other", sa.Text(), nullable=True),
        sa.Column("dose", Thousandths(), nullable=True),
        sa.Column("dose_unit", sa.Text(), nullable=True),
        sa.Column("weight_kg", Thousandths(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("companion", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("series_number", sa.Integer(), nullable=True),
        sa.Column("series_length", sa.Integer(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("billed", sa.Integer(), nullable=True),
        sa.Column("insurer_share", sa.Integer(), nullable=True),
        sa.Column("paid", sa.Integer(), nullable=True),
        sa.Column("reimbursed", sa.Integer(), nullable=True),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.Column("updated_at_utc", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_checks("treatments", TREATMENTS_CHECKS),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["users.id"], name=op.f("fk_treatments_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_treatments")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_treatments_patient_id_starts_at_utc"),
        "treatments",
        ["patient_id", "starts_at_utc"],
        unique=False,
    )


def _treatment_vitals() -> None:
    op.create_table(
        "treatment_vitals",
        sa.Column("id", Id(), nullable=False),
        sa.Column("treatment_id", Id(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("taken_at_utc", UtcDateTime(), nullable=True),
        sa.Column("taken_wall", sa.Text(), nullable=True),
        sa.Column("systolic", sa.Integer(), nullable=True),
        sa.Column("diastolic", sa.Integer(), nullable=True),
        sa.Column("pulse", sa.Integer(), nullable=True),
        sa.Column("spo2", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "phase IN ('before', 'during', 'leaving')", name=op.f("ck_treatment_vitals_phase_known")
        ),
        sa.CheckConstraint(
            "(systolic IS NULL) = (diastolic IS NULL)",
            name=op.f("ck_treatment_vitals_both_pressures"),
        ),
        sa.CheckConstraint(
            "(taken_at_utc IS NULL) = (taken_wall IS NULL)",
            name=op.f("ck_treatment_vitals_both_times"),
        ),
        sa.CheckConstraint(
            "diastolic BETWEEN 20 AND 200", name=op.f("ck_treatment_vitals_diastolic_range")
        ),
        sa.CheckConstraint(
            "pulse BETWEEN 20 AND 300", name=op.f("ck_treatment_vitals_pulse_range")
        ),
        sa.CheckConstraint("spo2 BETWEEN 50 AND 100", name=op.f("ck_treatment_vitals_spo2_range")),
        sa.CheckConstraint("systolic > diastolic", name=op.f("ck_treatment_vitals_pressure")),
        sa.CheckConstraint(
            "systolic BETWEEN 40 AND 300", name=op.f("ck_treatment_vitals_systolic_range")
        ),
        sa.CheckConstraint(
            "systolic IS NOT NULL OR pulse IS NOT NULL OR spo2 IS NOT NULL",
            name=op.f("ck_treatment_vitals_some_value"),
        ),
        sa.ForeignKeyConstraint(
            ["treatment_id"],
            ["treatments.id"],
            name=op.f("fk_treatment_vitals_treatment_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_treatment_vitals")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_treatment_vitals_treatment_id"), "treatment_vitals", ["treatment_id"], unique=False
    )


def _treatment_versions() -> None:
    op.create_table(
        "treatment_versions",
        sa.Column("treatment_id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replaced_at_utc", UtcDateTime(), nullable=False),
        sa.Column("replaced_by", Id(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["treatment_id"],
            ["treatments.id"],
            name=op.f("fk_treatment_versions_treatment_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("treatment_id", "version", name=op.f("pk_treatment_versions")),
        sqlite_strict=True,
    )
