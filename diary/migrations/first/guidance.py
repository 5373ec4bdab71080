"""The first tables of `guidance`: safety plans, their contacts and their earlier versions."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from diary.db import Id, UtcDateTime
from diary.migrations.first.tables import FIRST

Table(
    "safety_plans",
    FIRST,
    Column("patient_id", Id, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("words", Text),
    Column("updated_at_utc", UtcDateTime, nullable=False),
    sqlite_strict=True,
)
Table(
    "safety_contacts",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("patient_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("phone", Text, nullable=False),
    CheckConstraint("position BETWEEN 1 AND 5", "position_range"),
    UniqueConstraint("patient_id", "position"),
    sqlite_strict=True,
)
Table(
    "safety_plan_versions",
    FIRST,
    Column("patient_id", Id, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("replaced_at_utc", UtcDateTime, nullable=False),
    Column("snapshot", Text, nullable=False),
    sqlite_strict=True,
)
