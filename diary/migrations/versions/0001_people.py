"""The first tables of people.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from diary.db import Bool, Id, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = ("default",)
depends_on = None


def upgrade() -> None:
    """Make them."""
    _clinics()
    _users()
    _invitations()
    _sign_ins()
    _password_resets()
    _audit_events()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("audit_events")
    op.drop_table("password_resets")
    op.drop_table("sign_ins")
    op.drop_table("invitations")
    op.drop_table("users")
    op.drop_table("clinics")


def _clinics() -> None:
    op.create_table(
        "clinics",
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_clinics_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinics")),
        sa.UniqueConstraint("name", name=op.f("uq_clinics_name")),
        sqlite_strict=True,
    )


def _users() -> None:
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


def _invitations() -> None:
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


def _sign_ins() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("id", Id(), nullable=False),
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.Column("expires_at_utc", UtcDateTime(), nullable=False),
        sa.Column("ended_at_utc", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_sign_ins_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_sign_ins_user_id"), "sign_ins", ["user_id"], unique=False)


def _password_resets() -> None:
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
    op.create_index(
        op.f("ix_password_resets_user_id"), "password_resets", ["user_id"], unique=False
    )


def _audit_events() -> None:
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at_utc", UtcDateTime(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("actor_id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=True),
        sa.Column("object_id", Id(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.CheckConstraint("length(detail) <= 200", name=op.f("ck_audit_events_detail_length")),
        sa.CheckConstraint("length(event) <= 60", name=op.f("ck_audit_events_event_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_audit_events_patient_id_at_utc"),
        "audit_events",
        ["patient_id", "at_utc"],
        unique=False,
    )
