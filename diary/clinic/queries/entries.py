"""An entry's row as the doctor's pages need it."""

from datetime import timedelta

from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.clinic.rules import DateRange, EntrySummary
from diary.domain import conversions
from diary.domain.entries import EntrySource, is_from_memory
from diary.domain.side_effects import label
from diary.entries.models import Entry
from diary.entries.queries import between_days


def load_entries(session: Session, diary: OpenDiary, span: DateRange) -> list[EntrySummary]:
    """The entries of the span and of the day after it, which its last session may need."""
    rows = between_days(session, diary, span.since, span.until + timedelta(days=1))
    return [summarize_entry(row, diary) for row in rows]


def summarize_entry(entry: Entry, diary: OpenDiary) -> EntrySummary:
    """What an entry says, with the patient's own words only where she shares them."""
    shares = diary.sees_notes
    return EntrySummary(
        id=entry.id,
        at=entry.effective_at_utc,
        wall=entry.wall,
        zone=entry.effective_zone,
        anxiety=entry.anxiety,
        mood=entry.mood,
        systolic=entry.systolic,
        diastolic=entry.diastolic,
        spo2=entry.spo2,
        side_effects=tuple((row.code, row.severity) for row in entry.side_effects),
        named=tuple(
            (label(row.code, row.other_name if shares else None), row.severity)
            for row in entry.side_effects
        ),
        none_reported=entry.none_reported,
        note=entry.note if shares else None,
        medication=entry.medication,
        medication_note=entry.medication_note if shares else None,
        marks=tuple(_marks(entry)),
        converted=entry.converted is not None,
    )


def _marks(entry: Entry) -> list[str]:
    marks = ["edited"] if entry.edited else []
    if is_from_memory(entry.effective_at_utc, entry.recorded_at_utc):
        marks.append("from memory")
    if entry.source == EntrySource.IMPORTED:
        marks.append("from a file")
    marks += [each.mark for each in conversions.from_json(entry.converted)]
    if entry.arrival is not None:
        marks.append("sent later")
    return marks
