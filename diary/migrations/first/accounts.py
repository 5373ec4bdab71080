"""The first tables of `accounts`: clinics, people, invitations, earlier profiles, erasures."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text

from diary.db import Bool, Id, UtcDateTime
from diary.migrations.first.tables import FIRST

Table(
    "clinics",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    CheckConstraint("length(name) <= 200", "name_length"),
    sqlite_strict=True,
)
Table(
    "users",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("email", Text, nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("born_on", Text),
    Column("zone", Text, nullable=False),
    Column("day_boundary", Integer, nullable=False),
    Column("language", Text, nullable=False),
    Column("theme", Text, nullable=False),
    Column("country", Text),
    Column("clinic_id", Id, ForeignKey("clinics.id")),
    Column("is_demo", Bool, nullable=False),
    Column("created_at_utc", UtcDateTime, nullable=False),
    Column("disabled_at_utc", UtcDateTime),
    CheckConstraint("day_boundary BETWEEN 0 AND 12", "day_boundary_range"),
    CheckConstraint("length(email) <= 254", "email_length"),
    CheckConstraint("language IN ('en-GB', 'en-US', 'en-IE', 'en-AU', 'en-CA')", "language_known"),
    CheckConstraint("length(name) <= 200", "name_length"),
    CheckConstraint("role IN ('patient', 'doctor', 'admin')", "role_known"),
    CheckConstraint("theme IN ('auto', 'light', 'dark')", "theme_known"),
    sqlite_strict=True,
)
Table(
    "invitations",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("clinic_id", Id, ForeignKey("clinics.id")),
    Column("created_at_utc", UtcDateTime, nullable=False),
    Column("expires_at_utc", UtcDateTime, nullable=False),
    Column("used_at_utc", UtcDateTime),
    CheckConstraint("length(email) <= 254", "email_length"),
    CheckConstraint("role IN ('patient', 'doctor', 'admin')", "role_known"),
    sqlite_strict=True,
)
Table(
    "profile_versions",
    FIRST,
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("replaced_at_utc", UtcDateTime, nullable=False),
    Column("snapshot", Text, nullable=False),
    sqlite_strict=True,
)
Table(
    "erasures",
    FIRST,
    Column("patient_id", Id, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("requested_at_utc", UtcDateTime, nullable=False),
    Column("due_at_utc", UtcDateTime, nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    sqlite_strict=True,
)
