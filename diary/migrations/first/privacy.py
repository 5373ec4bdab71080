"""The first tables of `privacy`: consents and erasure receipts."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from diary.db import Id, UtcDateTime
from diary.migrations.first.tables import FIRST

Table(
    "erasure_receipts",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("requested_at_utc", UtcDateTime, nullable=False),
    Column("erased_at_utc", UtcDateTime, nullable=False),
    Column("scrubbed_at_utc", UtcDateTime),
    Column("counts", Text, nullable=False),
    sqlite_strict=True,
)
Table(
    "consents",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("patient_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("checksum", Text, nullable=False),
    Column("agreed_at_utc", UtcDateTime, nullable=False),
    Column("withdrawn_at_utc", UtcDateTime),
    Index(None, "patient_id"),
    sqlite_strict=True,
)
