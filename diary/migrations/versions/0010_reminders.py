"""Reminders: what is wanted, by which way, and what was sent.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from diary.db import Bool, Id, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _settings()
    _devices()
    _calendars()
    _messages()
    op.create_table(
        "reminder_turns",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("worker", Id(), nullable=False),
        sa.Column("until_utc", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_reminder_turns")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("reminder_turns")
    op.drop_table("reminder_messages")
    op.drop_table("reminder_calendars")
    op.drop_table("reminder_devices")
    op.drop_table("reminder_settings")


def _of_patient(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_patient_id")
    return sa.ForeignKeyConstraint(["patient_id"], ["users.id"], name=name, ondelete="CASCADE")


def _at_most(table: str, column: str, characters: int) -> sa.CheckConstraint:
    name = op.f(f"ck_{table}_{column}_length")
    return sa.CheckConstraint(f"length({column}) <= {characters}", name=name)


def _settings() -> None:
    op.create_table(
        "reminder_settings",
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("daily_at", sa.Text(), nullable=True),
        sa.Column("check_ins", Bool(), nullable=False),
        sa.Column("quiet_from", sa.Text(), nullable=False),
        sa.Column("quiet_until", sa.Text(), nullable=False),
        sa.Column("by_mail", Bool(), nullable=False),
        sa.Column("updated_at_utc", UtcDateTime(), nullable=False),
        *(
            _at_most("reminder_settings", name, 5)
            for name in ("daily_at", "quiet_from", "quiet_until")
        ),
        _of_patient("reminder_settings"),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_reminder_settings")),
        sqlite_strict=True,
    )


def _devices() -> None:
    op.create_table(
        "reminder_devices",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("sign_in_id", Id(), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at_utc", UtcDateTime(), nullable=False),
        _at_most("reminder_devices", "endpoint", 2000),
        _at_most("reminder_devices", "name", 100),
        _of_patient("reminder_devices"),
        sa.ForeignKeyConstraint(
            ["sign_in_id"],
            ["sign_ins.id"],
            name=op.f("fk_reminder_devices_sign_in_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_devices")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_reminder_devices_endpoint")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_reminder_devices_patient_id"), "reminder_devices", ["patient_id"])


def _calendars() -> None:
    op.create_table(
        "reminder_calendars",
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_at_utc", UtcDateTime(), nullable=False),
        _of_patient("reminder_calendars"),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_reminder_calendars")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_reminder_calendars_token_hash")),
        sqlite_strict=True,
    )


def _messages() -> None:
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
            "state IN ('claimed', 'sending', 'sent', 'waiting', 'given up')",
            name=op.f("ck_reminder_messages_state_known"),
        ),
        _at_most("reminder_messages", "slot", 100),
        _at_most("reminder_messages", "way", 40),
        _of_patient("reminder_messages"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_messages")),
        sa.UniqueConstraint(
            "patient_id", "slot", "way", name=op.f("uq_reminder_messages_patient_id_slot_way")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_reminder_messages_until_utc"), "reminder_messages", ["until_utc"])
