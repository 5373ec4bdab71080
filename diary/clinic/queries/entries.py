"""Entries as the clinician's pages need them."""

from diary.access.rules import OpenDiary
from diary.clinic.rules import EntrySummary
from diary.domain.entries import Entry, list_marks
from diary.domain.side_effects import label


def summarize_entry(entry: Entry, diary: OpenDiary) -> EntrySummary:
    """Summarize an entry, with the patient's own words only if they share them."""
    shares = diary.sees_notes
    return EntrySummary(
        id=entry.id,
        at=entry.effective_at,
        wall=entry.wall,
        zone=entry.zone,
        anxiety=entry.anxiety,
        mood=entry.mood,
        systolic=entry.systolic,
        diastolic=entry.diastolic,
        spo2=entry.spo2,
        side_effects=tuple((each.code, each.severity) for each in entry.side_effects),
        named=tuple(
            (label(each.code, each.name if shares else None), each.severity)
            for each in entry.side_effects
        ),
        none_reported=entry.none_reported,
        note=entry.note if shares else None,
        medication=entry.medication,
        medication_note=entry.medication_note if shares else None,
        marks=tuple(list_marks(entry, for_owner=False)),
        converted=entry.is_converted,
    )
