"""The first tables of `imports`: files that wait to be added."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from diary.db import Id, UtcDateTime
from diary.migrations.first.tables import FIRST

Table(
    "uploads",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("patient_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("created_at_utc", UtcDateTime, nullable=False),
    Column("content", Text),
    Column("finished_at_utc", UtcDateTime),
    Column("added", Integer),
    Column("already", Integer),
    Column("differing", Integer),
    Column("refused", Integer),
    CheckConstraint("kind IN ('entries', 'treatments')", "kind_known"),
    Index(None, "patient_id"),
    sqlite_strict=True,
)
