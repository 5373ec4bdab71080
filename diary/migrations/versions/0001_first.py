"""The tables of the first release.

Nothing here is imported from the models: they change, and this step stays what it was.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from diary.db import Bool, Id, Thousandths, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Each table after those that it refers to
TABLES = (
    "clinics",
    "users",
    "invitations",
    "profile_versions",
    "sign_ins",
    "known_devices",
    "password_resets",
    "email_changes",
    "throttles",
    "code_apps",
    "recovery_codes",
    "half_sign_ins",
    "passkeys",
    "passkey_questions",
    "pins",
    "audit_events",
    "audit_places",
    "care_links",
    "care_invitations",
    "treatments",
    "treatment_versions",
    "treatment_vitals",
    "entries",
    "entry_side_effects",
    "entry_versions",
    "entry_check_ins",
    "entry_arrivals",
    "visits",
    "visit_versions",
    "visit_questions",
    "safety_plans",
    "safety_contacts",
    "safety_plan_versions",
    "reminder_settings",
    "reminder_calendars",
    "reminder_devices",
    "reminder_messages",
    "reminder_turns",
    "uploads",
    "sync_receipts",
    "agreements",
    "erasures",
    "erasure_receipts",
)
# What a link of the audit's chain covers, and the only change that an event allows: being chained
SAME = ("id", "at_utc", "event", "actor_id", "patient_id", "object_id", "detail", "place_id")
SEALS = "OLD.position IS NULL AND NEW.position IS NOT NULL AND NEW.link IS NOT NULL"


def upgrade() -> None:
    """Create every table, then forbid changes of the audit."""
    _create_people()
    _create_signing_in()
    _create_second_factors()
    _create_audit()
    _create_access()
    _create_treatments()
    _create_entries()
    _create_visits()
    _create_safety_plan()
    _create_reminders()
    _create_files()
    _create_rights()
    if op.get_bind().dialect.name == "postgresql":
        _forbid_on_postgresql()
    else:
        _forbid_on_sqlite()


def downgrade() -> None:
    """Drop every table, with its triggers."""
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_events_guard()")


def _create_people() -> None:
    op.create_table(
        "clinics",
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_clinics_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinics")),
        sa.UniqueConstraint("name", name=op.f("uq_clinics_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "users",
        sa.Column("id", Id(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("born_on", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("day_boundary", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("clinic_id", Id(), nullable=True),
        sa.Column("is_demo", Bool(), nullable=False),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.Column("disabled_at_utc", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "language IN ('en-GB', 'en-US', 'en-IE', 'en-AU', 'en-CA')",
            name=op.f("ck_users_language_known"),
        ),
        sa.CheckConstraint(
            "role IN ('patient', 'doctor', 'admin')", name=op.f("ck_users_role_known")
        ),
        sa.CheckConstraint("theme IN ('auto', 'light', 'dark')", name=op.f("ck_users_theme_known")),
        sa.CheckConstraint(
            "day_boundary BETWEEN 0 AND 12", name=op.f("ck_users_day_boundary_range")
        ),
        sa.CheckConstraint("length(email) <= 254", name=op.f("ck_users_email_length")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_users_name_length")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_users_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sqlite_strict=True,
    )
    op.create_table(
        "invitations",
        sa.Column("id", Id(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("clinic_id", Id(), nullable=True),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.Column("expires_at_utc", UtcDateTime(), nullable=False),
        sa.Column("used_at_utc", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "role IN ('patient', 'doctor', 'admin')", name=op.f("ck_invitations_role_known")
        ),
        sa.CheckConstraint("length(email) <= 254", name=op.f("ck_invitations_email_length")),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_invitations_clinic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
        sqlite_strict=True,
    )
    op.create_table(
        "profile_versions",
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replaced_at_utc", UtcDateTime(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_profile_versions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "version", name=op.f("pk_profile_versions")),
        sqlite_strict=True,
    )


def _create_signing_in() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("id", Id(), nullable=False),
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.Column("expires_at_utc", UtcDateTime(), nullable=False),
        sa.Column("ended_at_utc", UtcDateTime(), nullable=True),
        sa.Column("proved_at_utc", UtcDateTime(), nullable=True),
        sa.Column("last_used_at_utc", UtcDateTime(), nullable=True),
        sa.Column("device_name", sa.Text(), server_default="A browser", nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_sign_ins_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_sign_ins_user_id"), "sign_ins", ["user_id"])
    op.create_table(
        "known_devices",
        sa.Column("id", Id(), nullable=False),
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_known_devices_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_devices")),
        sa.UniqueConstraint(
            "user_id", "token_hash", name=op.f("uq_known_devices_user_id_token_hash")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "password_resets",
        sa.Column("id", Id(), nullable=False),
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.Column("expires_at_utc", UtcDateTime(), nullable=False),
        sa.Column("used_at_utc", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_password_resets_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_resets")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_resets_token_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_password_resets_user_id"), "password_resets", ["user_id"])
    op.create_table(
        "email_changes",
        sa.Column("id", Id(), nullable=False),
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.Column("expires_at_utc", UtcDateTime(), nullable=False),
        sa.Column("used_at_utc", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_email_changes_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_changes")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_email_changes_token_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_email_changes_user_id"), "email_changes", ["user_id"])
    op.create_table(
        "throttles",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("full_until_utc", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttles")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_throttles_full_until_utc"), "throttles", ["full_until_utc"])


def _create_second_factors() -> None:
    op.create_table(
        "code_apps",
        sa.Column("id", Id(), nullable=False),
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.Column("confirmed_at_utc", UtcDateTime(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_code_apps_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_apps")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_code_apps_user_id"), "code_apps", ["user_id"])
    op.create_table(
        "recovery_codes",
        sa.Column("id", Id(), nullable=False),
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.Column("used_at_utc", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_recovery_codes_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("user_id", "head", name=op.f("uq_recovery_codes_user_id_head")),
        sqlite_strict=True,
    )
    op.create_table(
        "half_sign_ins",
        sa.Column("id", Id(), nullable=False),
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("expires_at_utc", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_half_sign_ins_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_half_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_half_sign_ins_token_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_half_sign_ins_user_id"), "half_sign_ins", ["user_id"])
    op.create_table(
        "passkeys",
        sa.Column("id", Id(), nullable=False),
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credential_id", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column(
            "sign_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.Column("last_used_at_utc", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_passkeys_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_passkeys_user_id"), "passkeys", ["user_id"])
    op.create_table(
        "passkey_questions",
        sa.Column("id", Id(), nullable=False),
        sa.Column("user_id", Id(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("challenge", sa.Text(), nullable=False),
        sa.Column("expires_at_utc", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('add', 'sign_in', 'prove')",
            name=op.f("ck_passkey_questions_purpose_known"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_passkey_questions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey_questions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_passkey_questions_token_hash")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_passkey_questions_expires_at_utc"), "passkey_questions", ["expires_at_utc"]
    )
    op.create_index(op.f("ix_passkey_questions_user_id"), "passkey_questions", ["user_id"])
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
            ["sign_in_id"], ["sign_ins.id"], name=op.f("fk_pins_sign_in_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sign_in_id", name=op.f("pk_pins")),
        sqlite_strict=True,
    )


def _create_audit() -> None:
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at_utc", UtcDateTime(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("actor_id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=True),
        sa.Column("object_id", Id(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("place_id", Id(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.CheckConstraint("length(detail) <= 200", name=op.f("ck_audit_events_detail_length")),
        sa.CheckConstraint("length(event) <= 60", name=op.f("ck_audit_events_event_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_audit_events_actor_id_at_utc"), "audit_events", ["actor_id", "at_utc"])
    op.create_index(
        op.f("ix_audit_events_patient_id_at_utc"), "audit_events", ["patient_id", "at_utc"]
    )
    op.create_index(op.f("ix_audit_events_position"), "audit_events", ["position"], unique=True)
    op.create_table(
        "audit_places",
        sa.Column("id", Id(), nullable=False),
        sa.Column("actor_id", Id(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_places")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_audit_places_actor_id"), "audit_places", ["actor_id"])


def _create_access() -> None:
    op.create_table(
        "care_links",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("doctor_id", Id(), nullable=False),
        sa.Column("notes", Bool(), nullable=False),
        sa.Column("costs", Bool(), nullable=False),
        sa.Column("started_at_utc", UtcDateTime(), nullable=False),
        sa.Column("ends_on", sa.Text(), nullable=True),
        sa.Column("ends_at_utc", UtcDateTime(), nullable=True),
        sa.Column("revoked_at_utc", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["doctor_id"], ["users.id"], name=op.f("fk_care_links_doctor_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["users.id"], name=op.f("fk_care_links_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_links")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_care_links_doctor_id"), "care_links", ["doctor_id"])
    op.create_index(op.f("ix_care_links_patient_id"), "care_links", ["patient_id"])
    op.create_table(
        "care_invitations",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("notes", Bool(), nullable=False),
        sa.Column("costs", Bool(), nullable=False),
        sa.Column("ends_on", sa.Text(), nullable=True),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.Column("expires_at_utc", UtcDateTime(), nullable=False),
        sa.Column("used_at_utc", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["users.id"],
            name=op.f("fk_care_invitations_patient_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_invitations")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_care_invitations_code_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_care_invitations_patient_id"), "care_invitations", ["patient_id"])


def _create_treatments() -> None:
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
        sa.Column("merged_into_id", Id(), nullable=True),
        sa.Column("is_separate", Bool(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "dose_unit IN ('mg', 'mg/kg')", name=op.f("ck_treatments_dose_unit_known")
        ),
        sa.CheckConstraint(
            "drug IN ('ketamine', 'esketamine', 'other')", name=op.f("ck_treatments_drug_known")
        ),
        sa.CheckConstraint(
            "route IN ('iv', 'im', 'sc', 'nasal', 'sublingual', 'oral', 'other')",
            name=op.f("ck_treatments_route_known"),
        ),
        sa.CheckConstraint(
            "status IN ('planned', 'done', 'cancelled')", name=op.f("ck_treatments_status_known")
        ),
        sa.CheckConstraint(
            "(dose IS NULL) = (dose_unit IS NULL)", name=op.f("ck_treatments_dose_has_unit")
        ),
        sa.CheckConstraint(
            "billed BETWEEN 0 AND 1000000000", name=op.f("ck_treatments_billed_range")
        ),
        sa.CheckConstraint(
            "currency IS NOT NULL OR (billed IS NULL AND insurer_share IS NULL AND paid IS NULL AND reimbursed IS NULL)",
            name=op.f("ck_treatments_cost_has_currency"),
        ),
        sa.CheckConstraint("dose BETWEEN 1 AND 2000000", name=op.f("ck_treatments_dose_range")),
        sa.CheckConstraint(
            "insurer_share BETWEEN 0 AND 1000000000", name=op.f("ck_treatments_insurer_share_range")
        ),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_treatments_currency_length")),
        sa.CheckConstraint(
            "length(starts_zone) <= 64", name=op.f("ck_treatments_starts_zone_length")
        ),
        sa.CheckConstraint(
            "length_minutes BETWEEN 0 AND 240", name=op.f("ck_treatments_length_minutes_range")
        ),
        sa.CheckConstraint("paid BETWEEN 0 AND 1000000000", name=op.f("ck_treatments_paid_range")),
        sa.CheckConstraint(
            "reimbursed BETWEEN 0 AND 1000000000", name=op.f("ck_treatments_reimbursed_range")
        ),
        sa.CheckConstraint(
            "series_length BETWEEN 1 AND 999", name=op.f("ck_treatments_series_length_range")
        ),
        sa.CheckConstraint(
            "series_number <= series_length", name=op.f("ck_treatments_series_order")
        ),
        sa.CheckConstraint(
            "series_number BETWEEN 1 AND 999", name=op.f("ck_treatments_series_number_range")
        ),
        sa.CheckConstraint(
            "weight_kg BETWEEN 20000 AND 400000", name=op.f("ck_treatments_weight_kg_range")
        ),
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
    )
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
    op.create_index(op.f("ix_treatment_vitals_treatment_id"), "treatment_vitals", ["treatment_id"])


def _create_entries() -> None:
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
        sa.Column("sleep_hours", Thousandths(), nullable=True),
        sa.Column("systolic", sa.Integer(), nullable=True),
        sa.Column("diastolic", sa.Integer(), nullable=True),
        sa.Column("pulse", sa.Integer(), nullable=True),
        sa.Column("spo2", sa.Integer(), nullable=True),
        sa.Column("medication", sa.Text(), nullable=True),
        sa.Column("medication_note", sa.Text(), nullable=True),
        sa.Column("converted", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at_utc", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "medication IN ('taken', 'skipped', 'changed')",
            name=op.f("ck_entries_medication_known"),
        ),
        sa.CheckConstraint("source IN ('typed', 'imported')", name=op.f("ck_entries_source_known")),
        sa.CheckConstraint("anxiety BETWEEN 0 AND 10", name=op.f("ck_entries_anxiety_range")),
        sa.CheckConstraint("diastolic BETWEEN 20 AND 200", name=op.f("ck_entries_diastolic_range")),
        sa.CheckConstraint(
            "length(effective_zone) <= 64", name=op.f("ck_entries_effective_zone_length")
        ),
        sa.CheckConstraint("mood BETWEEN 0 AND 10", name=op.f("ck_entries_mood_range")),
        sa.CheckConstraint("pulse BETWEEN 20 AND 300", name=op.f("ck_entries_pulse_range")),
        sa.CheckConstraint(
            "sleep_hours BETWEEN 0 AND 24000", name=op.f("ck_entries_sleep_hours_range")
        ),
        sa.CheckConstraint("spo2 BETWEEN 50 AND 100", name=op.f("ck_entries_spo2_range")),
        sa.CheckConstraint("systolic BETWEEN 40 AND 300", name=op.f("ck_entries_systolic_range")),
        sa.CheckConstraint(
            "systolic IS NULL OR diastolic IS NULL OR systolic > diastolic",
            name=op.f("ck_entries_pressure"),
        ),
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
    )
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
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_side_effects_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "code", name=op.f("pk_entry_side_effects")),
        sqlite_strict=True,
    )
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
        sa.Column(
            "clock_off_seconds", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_arrivals_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry_arrivals")),
        sqlite_strict=True,
    )


def _create_visits() -> None:
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
        sa.ForeignKeyConstraint(["doctor_id"], ["users.id"], name=op.f("fk_visits_doctor_id")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["users.id"], name=op.f("fk_visits_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_visits_patient_id_held_on"), "visits", ["patient_id", "held_on"])
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
    op.create_table(
        "visit_questions",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at_utc", UtcDateTime(), nullable=False),
        sa.Column("settled_at_utc", UtcDateTime(), nullable=True),
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


def _create_safety_plan() -> None:
    op.create_table(
        "safety_plans",
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("updated_at_utc", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["users.id"],
            name=op.f("fk_safety_plans_patient_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_safety_plans")),
        sqlite_strict=True,
    )
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
    op.create_table(
        "safety_plan_versions",
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replaced_at_utc", UtcDateTime(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["users.id"],
            name=op.f("fk_safety_plan_versions_patient_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", "version", name=op.f("pk_safety_plan_versions")),
        sqlite_strict=True,
    )


def _create_reminders() -> None:
    op.create_table(
        "reminder_settings",
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("daily_at", sa.Text(), nullable=True),
        sa.Column("check_ins", Bool(), nullable=False),
        sa.Column("quiet_from", sa.Text(), nullable=False),
        sa.Column("quiet_until", sa.Text(), nullable=False),
        sa.Column("by_mail", Bool(), nullable=False),
        sa.Column("updated_at_utc", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "length(daily_at) <= 5", name=op.f("ck_reminder_settings_daily_at_length")
        ),
        sa.CheckConstraint(
            "length(quiet_from) <= 5", name=op.f("ck_reminder_settings_quiet_from_length")
        ),
        sa.CheckConstraint(
            "length(quiet_until) <= 5", name=op.f("ck_reminder_settings_quiet_until_length")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["users.id"],
            name=op.f("fk_reminder_settings_patient_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_reminder_settings")),
        sqlite_strict=True,
    )
    op.create_table(
        "reminder_calendars",
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_at_utc", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["users.id"],
            name=op.f("fk_reminder_calendars_patient_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_reminder_calendars")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_reminder_calendars_token_hash")),
        sqlite_strict=True,
    )
    op.create_table(
        "reminder_devices",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("sign_in_id", Id(), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("endpoint_hash", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at_utc", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(name) <= 100", name=op.f("ck_reminder_devices_name_length")),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["users.id"],
            name=op.f("fk_reminder_devices_patient_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sign_in_id"],
            ["sign_ins.id"],
            name=op.f("fk_reminder_devices_sign_in_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_devices")),
        sa.UniqueConstraint("endpoint_hash", name=op.f("uq_reminder_devices_endpoint_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_reminder_devices_patient_id"), "reminder_devices", ["patient_id"])
    op.create_table(
        "reminder_messages",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("free_at_utc", UtcDateTime(), nullable=False),
        sa.Column("until_utc", UtcDateTime(), nullable=False),
        sa.Column("changed_at_utc", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('claimed', 'sending', 'sent', 'waiting', 'given up', 'unknown')",
            name=op.f("ck_reminder_messages_state_known"),
        ),
        sa.CheckConstraint("length(slot) <= 100", name=op.f("ck_reminder_messages_slot_length")),
        sa.CheckConstraint("length(way) <= 40", name=op.f("ck_reminder_messages_way_length")),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["users.id"],
            name=op.f("fk_reminder_messages_patient_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_messages")),
        sa.UniqueConstraint(
            "patient_id", "slot", "way", name=op.f("uq_reminder_messages_patient_id_slot_way")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_reminder_messages_until_utc"), "reminder_messages", ["until_utc"])
    op.create_table(
        "reminder_turns",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("worker", Id(), nullable=False),
        sa.Column("until_utc", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_reminder_turns")),
        sqlite_strict=True,
    )


def _create_files() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
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
    op.create_index(op.f("ix_uploads_patient_id"), "uploads", ["patient_id"])
    op.create_table(
        "sync_receipts",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("object_id", Id(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("received_at_utc", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('stored', 'already there', 'changed elsewhere', 'refused')",
            name=op.f("ck_sync_receipts_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["users.id"],
            name=op.f("fk_sync_receipts_patient_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_receipts")),
        sqlite_strict=True,
    )


def _create_rights() -> None:
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
    op.create_table(
        "erasures",
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("asked_at_utc", UtcDateTime(), nullable=False),
        sa.Column("due_at_utc", UtcDateTime(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["users.id"], name=op.f("fk_erasures_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_erasures_token_hash")),
        sqlite_strict=True,
    )
    op.create_table(
        "erasure_receipts",
        sa.Column("id", Id(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("asked_at_utc", UtcDateTime(), nullable=False),
        sa.Column("erased_at_utc", UtcDateTime(), nullable=False),
        sa.Column("scrubbed_at_utc", UtcDateTime(), nullable=True),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_receipts")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_erasure_receipts_token_hash")),
        sqlite_strict=True,
    )


def _forbid_on_sqlite() -> None:
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in SAME)
    op.execute(
        f"CREATE TRIGGER audit_events_fixed BEFORE UPDATE ON audit_events"
        f" WHEN NOT ({SEALS} AND {same})"
        " BEGIN SELECT RAISE(ABORT, 'what happened is never changed'); END"
    )
    op.execute(
        "CREATE TRIGGER audit_events_kept BEFORE DELETE ON audit_events"
        " BEGIN SELECT RAISE(ABORT, 'what happened is never deleted'); END"
    )
    # INSERT OR REPLACE deletes without asking the trigger above
    op.execute(
        "CREATE TRIGGER audit_events_new BEFORE INSERT ON audit_events"
        " WHEN EXISTS (SELECT 1 FROM audit_events WHERE id = NEW.id)"
        " BEGIN SELECT RAISE(ABORT, 'what happened is never replaced'); END"
    )


def _forbid_on_postgresql() -> None:
    same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in SAME)
    op.execute(
        "CREATE FUNCTION audit_events_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP = 'UPDATE' AND {SEALS} AND {same} THEN RETURN NEW; END IF;"
        " RAISE EXCEPTION 'what happened is never changed or deleted'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_events_fixed BEFORE UPDATE OR DELETE ON audit_events"
        " FOR EACH ROW EXECUTE FUNCTION audit_events_guard()"
    )
    op.execute(
        "CREATE TRIGGER audit_events_kept BEFORE TRUNCATE ON audit_events"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_events_guard()"
    )
