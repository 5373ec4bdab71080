"""The first tables of `clinic`: visits, their earlier versions, and questions."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from diary.db import Id, UtcDateTime
from diary.migrations.first.tables import FIRST

Table(
    "visits",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("patient_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("doctor_id", Id, ForeignKey("users.id"), nullable=False),
    Column("held_on", Text, nullable=False),
    Column("next_meeting", Text),
    Column("note", Text),
    Column("plan", Text),
    Column("created_at_utc", UtcDateTime, nullable=False),
    Column("edited_at_utc", UtcDateTime),
    CheckConstraint("length(held_on) <= 10", "held_on_length"),
    CheckConstraint("length(next_meeting) <= 10", "next_meeting_length"),
    Index(None, "patient_id", "held_on"),
    sqlite_strict=True,
)
Table(
    "visit_versions",
    FIRST,
    Column("visit_id", Id, ForeignKey("visits.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("held_on", Text, nullable=False),
    Column("next_meeting", Text),
    Column("note", Text),
    Column("plan", Text),
    Column("replaced_at_utc", UtcDateTime, nullable=False),
    sqlite_strict=True,
)
Table(
    "visit_questions",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("patient_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("words", Text, nullable=False),
    Column("created_at_utc", UtcDateTime, nullable=False),
    Column("answered_at_utc", UtcDateTime),
    Index(None, "patient_id", "created_at_utc"),
    sqlite_strict=True,
)
