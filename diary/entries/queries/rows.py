"""From the row of an entry to the domain's values."""

from datetime import timedelta

from diary.domain import conversions
from diary.domain.entries import (
    AnsweredCheckIn,
    Arrival,
    Entry,
    EntryDraft,
    SideEffectReport,
)
from diary.entries.models import EntryArrival, EntryCheckIn, EntryRow

# what a row and a draft name alike
SHARED_FIELDS = (
    "anxiety",
    "mood",
    "none_reported",
    "note",
    "sleep_hours",
    "systolic",
    "diastolic",
    "pulse",
    "spo2",
    "medication",
    "medication_note",
    "source",
)


def to_draft(row: EntryRow) -> EntryDraft:
    """What an entry says now."""
    return EntryDraft(
        effective_at=row.effective_at_utc,
        zone=row.effective_zone,
        wall=row.wall,
        side_effects=_side_effects(row),
        **{name: getattr(row, name) for name in SHARED_FIELDS},
    )


def to_entry(row: EntryRow) -> Entry:
    """The entry of a row. Its check-in and arrival are read if they were not loaded with it."""
    return Entry(
        id=row.id,
        effective_at=row.effective_at_utc,
        zone=row.effective_zone,
        wall=row.wall,
        side_effects=_side_effects(row),
        recorded_at=row.recorded_at_utc,
        version=row.version,
        deleted_at=row.deleted_at_utc,
        is_converted=row.converted is not None,
        conversions=conversions.from_json(row.converted) if row.converted else (),
        answers=_answers(row.answers),
        arrival=_arrival(row.arrival),
        **{name: getattr(row, name) for name in SHARED_FIELDS},
    )


def _side_effects(row: EntryRow) -> tuple[SideEffectReport, ...]:
    return tuple(
        SideEffectReport(effect.code, effect.severity, effect.other_name)
        for effect in sorted(row.side_effects, key=lambda effect: effect.code)
    )


def _answers(row: EntryCheckIn | None) -> AnsweredCheckIn | None:
    if row is None:
        return None
    return AnsweredCheckIn(row.check_in, row.treatment_id, row.treatment.starts_at_utc)


def _arrival(row: EntryArrival | None) -> Arrival | None:
    if row is None:
        return None
    seconds = row.clock_off_seconds
    clock_off = None if seconds is None else timedelta(seconds=seconds)
    return Arrival(row.received_at_utc, clock_off)
