"""What entries say about the daily medication."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.clinic.rules import EntrySummary


@dataclass(frozen=True)
class MedicationChange:
    """One change or skipped dose. `words` are the patient's own."""

    wall: datetime
    what: str
    words: str | None


@dataclass(frozen=True)
class MedicationSummary:
    """Changes and skipped doses, newest first. Entries that say "as usual" are only counted."""

    changes: tuple[MedicationChange, ...]
    taken_count: int
    last_taken: MedicationChange | None


def summarize_medication(entries: Sequence[EntrySummary]) -> MedicationSummary:
    """Summarize the medication. The entries are in order of time."""
    changes = [
        MedicationChange(entry.wall, entry.medication, entry.medication_note)
        for entry in entries
        if entry.medication
    ]
    as_usual = [change for change in changes if change.what == "taken"]
    others = [change for change in reversed(changes) if change.what != "taken"]
    return MedicationSummary(tuple(others), len(as_usual), as_usual[-1] if as_usual else None)
