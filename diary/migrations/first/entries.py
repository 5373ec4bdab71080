"""The first tables of `entries`: entries, what belongs to them and their earlier versions."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from diary.db import Bool, Id, Thousandths, UtcDateTime
from diary.migrations.first.tables import FIRST

Table(
    "entries",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("patient_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("effective_at_utc", UtcDateTime, nullable=False),
    Column("effective_zone", Text, nullable=False),
    Column("effective_wall", Text, nullable=False),
    Column("recorded_at_utc", UtcDateTime, nullable=False),
    Column("anxiety", Integer),
    Column("mood", Integer),
    Column("none_reported", Bool, nullable=False),
    Column("note", Text),
    Column("sleep_hours", Thousandths),
    Column("systolic", Integer),
    Column("diastolic", Integer),
    Column("pulse", Integer),
    Column("spo2", Integer),
    Column("medication", Text),
    Column("medication_note", Text),
    Column("converted", Text),
    Column("source", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("deleted_at_utc", UtcDateTime),
    CheckConstraint("anxiety BETWEEN 0 AND 10", "anxiety_range"),
    CheckConstraint("diastolic BETWEEN 20 AND 200", "diastolic_range"),
    CheckConstraint("length(effective_zone) <= 64", "effective_zone_length"),
    CheckConstraint("medication IN ('taken', 'skipped', 'changed')", "medication_known"),
    CheckConstraint("mood BETWEEN 0 AND 10", "mood_range"),
    CheckConstraint("systolic IS NULL OR diastolic IS NULL OR systolic > diastolic", "pressure"),
    CheckConstraint("pulse BETWEEN 20 AND 300", "pulse_range"),
    CheckConstraint("sleep_hours BETWEEN 0 AND 24000", "sleep_hours_range"),
    CheckConstraint("source IN ('typed', 'imported')", "source_known"),
    CheckConstraint("spo2 BETWEEN 50 AND 100", "spo2_range"),
    CheckConstraint("systolic BETWEEN 40 AND 300", "systolic_range"),
    Index(None, "patient_id", "effective_at_utc"),
    sqlite_strict=True,
)
Table(
    "entry_side_effects",
    FIRST,
    Column("entry_id", Id, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("severity", Text, nullable=False),
    Column("other_name", Text),
    CheckConstraint(
        "code IN ("
        "'dizziness', 'nausea', 'vomiting', 'disorientation', 'confusion', "
        "'dissociation', 'sleepiness', 'headache', 'blurred_vision', "
        "'faster_heartbeat', 'raised_blood_pressure', 'secretions', "
        "'session_anxiety', 'urinary', 'memory', 'other'"
        ")",
        "code_known",
    ),
    CheckConstraint("severity IN ('mild', 'moderate', 'severe')", "severity_known"),
    sqlite_strict=True,
)
Table(
    "entry_versions",
    FIRST,
    Column("entry_id", Id, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("replaced_at_utc", UtcDateTime, nullable=False),
    Column("replaced_by", Id, nullable=False),
    Column("snapshot", Text, nullable=False),
    sqlite_strict=True,
)
Table(
    "entry_check_ins",
    FIRST,
    Column("entry_id", Id, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("treatment_id", Id, ForeignKey("treatments.id", ondelete="CASCADE"), nullable=False),
    Column("check_in", Text, nullable=False),
    CheckConstraint("check_in IN ('before', '2h', '4h', '24h', '72h', '7d')", "check_in_known"),
    Index(None, "treatment_id"),
    sqlite_strict=True,
)
Table(
    "entry_arrivals",
    FIRST,
    Column("entry_id", Id, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("received_at_utc", UtcDateTime, nullable=False),
    Column("clock_off_seconds", BigInteger().with_variant(Integer(), "sqlite")),
    sqlite_strict=True,
)
