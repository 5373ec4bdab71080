"""The first tables of `access`: care links and care invitations."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from diary.db import Bool, Id, UtcDateTime
from diary.migrations.first.tables import FIRST

Table(
    "care_links",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("patient_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("doctor_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("notes", Bool, nullable=False),
    Column("costs", Bool, nullable=False),
    Column("started_at_utc", UtcDateTime, nullable=False),
    Column("ends_on", Text),
    Column("ends_at_utc", UtcDateTime),
    Column("revoked_at_utc", UtcDateTime),
    Index(None, "doctor_id"),
    Index(None, "patient_id"),
    sqlite_strict=True,
)
Table(
    "care_invitations",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("patient_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("code_hash", Text, nullable=False, unique=True),
    Column("notes", Bool, nullable=False),
    Column("costs", Bool, nullable=False),
    Column("ends_on", Text),
    Column("created_at_utc", UtcDateTime, nullable=False),
    Column("expires_at_utc", UtcDateTime, nullable=False),
    Column("used_at_utc", UtcDateTime),
    Index(None, "patient_id"),
    sqlite_strict=True,
)
