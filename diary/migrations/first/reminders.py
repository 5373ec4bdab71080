"""The first tables of `reminders`: a patient's choices, devices and calendar, and what was sent."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from diary.db import Bool, Id, UtcDateTime
from diary.migrations.first.tables import FIRST

Table(
    "reminder_settings",
    FIRST,
    Column("patient_id", Id, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("daily_at", Text),
    Column("check_ins", Bool, nullable=False),
    Column("quiet_from", Text, nullable=False),
    Column("quiet_until", Text, nullable=False),
    Column("by_mail", Bool, nullable=False),
    Column("updated_at_utc", UtcDateTime, nullable=False),
    CheckConstraint("length(daily_at) <= 5", "daily_at_length"),
    CheckConstraint("length(quiet_from) <= 5", "quiet_from_length"),
    CheckConstraint("length(quiet_until) <= 5", "quiet_until_length"),
    sqlite_strict=True,
)
Table(
    "reminder_devices",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("patient_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("sign_in_id", Id, ForeignKey("sign_ins.id", ondelete="CASCADE"), nullable=False),
    Column("endpoint", Text, nullable=False),
    Column("endpoint_hash", Text, nullable=False, unique=True),
    Column("public_key", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("added_at_utc", UtcDateTime, nullable=False),
    CheckConstraint("length(name) <= 100", "name_length"),
    Index(None, "patient_id"),
    sqlite_strict=True,
)
Table(
    "reminder_calendars",
    FIRST,
    Column("patient_id", Id, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("created_at_utc", UtcDateTime, nullable=False),
    sqlite_strict=True,
)
Table(
    "reminder_messages",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("patient_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("slot", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_attempt_at_utc", UtcDateTime, nullable=False),
    Column("expires_at_utc", UtcDateTime, nullable=False),
    Column("changed_at_utc", UtcDateTime, nullable=False),
    CheckConstraint("length(channel) <= 40", "channel_length"),
    CheckConstraint("length(slot) <= 100", "slot_length"),
    CheckConstraint(
        "state IN ('claimed', 'sending', 'sent', 'waiting', 'given up', 'unknown')", "state_known"
    ),
    UniqueConstraint("patient_id", "slot", "channel"),
    Index(None, "expires_at_utc"),
    sqlite_strict=True,
)
Table(
    "reminder_leases",
    FIRST,
    Column("name", Text, primary_key=True),
    Column("worker", Id, nullable=False),
    Column("expires_at_utc", UtcDateTime, nullable=False),
    sqlite_strict=True,
)
