"""What was said about the daily medication."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.clinic.rules import Told


@dataclass(frozen=True)
class Change:
    """One time that it was changed or skipped; `words` are the patient's own."""

    wall: datetime
    what: str
    words: str | None


@dataclass(frozen=True)
class Medication:
    """Changes and skipped doses one by one, newest first; taken as usual only counted."""

    changes: tuple[Change, ...]
    taken: int
    last_taken: Change | None


def medication(entries: Sequence[Told]) -> Medication:
    """From entries in order of time."""
    said = [
        Change(one.wall, one.medication, one.medication_note) for one in entries if one.medication
    ]
    taken = [one for one in said if one.what == "taken"]
    changes = [one for one in reversed(said) if one.what != "taken"]
    return Medication(tuple(changes), len(taken), taken[-1] if taken else None)
