"""The first tables of `sync`: what phones have sent."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, Text

from diary.db import Id, UtcDateTime
from diary.migrations.first.tables import FIRST

Table(
    "sync_receipts",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("patient_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("object_id", Id, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("received_at_utc", UtcDateTime, nullable=False),
    CheckConstraint(
        "outcome IN ('stored', 'already there', 'changed elsewhere', 'refused')", "outcome_known"
    ),
    sqlite_strict=True,
)
