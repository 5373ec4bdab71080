"""The first tables of `audit`: audit events, and the places they came from."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text

from diary.db import Id, UtcDateTime
from diary.migrations.first.tables import FIRST

Table(
    "audit_events",
    FIRST,
    Column("id", Integer, primary_key=True),
    Column("at_utc", UtcDateTime, nullable=False),
    Column("event", Text, nullable=False),
    Column("actor_id", Id, nullable=False),
    Column("patient_id", Id),
    Column("object_id", Id),
    Column("detail", Text),
    Column("place_id", Id),
    Column("position", Integer),
    Column("link", Text),
    CheckConstraint("length(detail) <= 200", "detail_length"),
    CheckConstraint("length(event) <= 60", "event_length"),
    Index(None, "actor_id", "at_utc"),
    Index(None, "patient_id", "at_utc"),
    Index(None, "position", unique=True),
    sqlite_strict=True,
)
Table(
    "audit_places",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("actor_id", Id, nullable=False),
    Column("address", Text, nullable=False),
    Index(None, "actor_id"),
    sqlite_strict=True,
)
