"""An entry: what it may say, its limits, and when it counts as "from memory"."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from diary.domain.conversions import Conversion

LONGEST_NOTE = 10_000
FROM_MEMORY = timedelta(hours=4)
AFTER_SESSION = timedelta(hours=24)


class CheckIn(StrEnum):
    """The slots at which an entry is due, before a treatment session and after it."""

    BEFORE = "before"
    HOURS_2 = "2h"
    HOURS_4 = "4h"
    HOURS_24 = "24h"
    HOURS_72 = "72h"
    DAYS_7 = "7d"


class EntrySource(StrEnum):
    """How an entry came in."""

    TYPED = "typed"
    IMPORTED = "imported"


class MedicationStatus(StrEnum):
    """What happened with the daily medication."""

    TAKEN = "taken"
    SKIPPED = "skipped"
    CHANGED = "changed"


@dataclass(frozen=True)
class SideEffectReport:
    """One side effect; ``name`` is the patient's word for "other"."""

    code: str
    severity: str
    name: str | None = None


@dataclass(frozen=True)
class EntryDraft:
    """What a form or a file says of one moment.

    Blood pressure is in mmHg, pulse per minute, SpO2 in percent.
    ``effective_at`` is the instant at which it was true, ``wall`` the naive time on the
    patient's wall, ``zone`` an IANA name or an offset.
    """

    effective_at: datetime
    zone: str
    wall: datetime
    anxiety: int | None
    mood: int | None
    side_effects: tuple[SideEffectReport, ...] = ()
    none_reported: bool = False
    note: str | None = None
    sleep_hours: Decimal | None = None
    systolic: int | None = None
    diastolic: int | None = None
    pulse: int | None = None
    spo2: int | None = None
    medication: str | None = None
    medication_note: str | None = None
    source: str = EntrySource.TYPED.value


@dataclass(frozen=True)
class AnsweredCheckIn:
    """The check-in of a session that an entry answers."""

    check_in: CheckIn
    session_id: UUID
    starts_at: datetime | None = None  # of that session, where an entry was read with it


@dataclass(frozen=True)
class Arrival:
    """How an entry came that a phone kept for a while: when, and how far its clock was ahead."""

    received_at: datetime
    clock_off: timedelta | None = None


@dataclass(frozen=True)
class NewEntry:
    """An entry with the id that its maker gave it.

    ``recorded_at`` is when it was typed where that is not now; ``arrival`` how it came then.
    """

    entry_id: UUID
    values: EntryDraft
    answers: AnsweredCheckIn | None = None
    recorded_at: datetime | None = None
    arrival: Arrival | None = None


@dataclass(frozen=True, kw_only=True)
class Entry(EntryDraft):
    """An entry as the diary holds it: what it says, and what became of it since.

    ``recorded_at`` is the instant at which it was written. ``conversions`` are the scores that
    came from another scale. ``is_converted`` holds also where their origin cannot be read.
    """

    id: UUID
    recorded_at: datetime
    version: int
    deleted_at: datetime | None = None
    conversions: tuple[Conversion, ...] = ()
    is_converted: bool = False
    answers: AnsweredCheckIn | None = None
    arrival: Arrival | None = None

    @property
    def is_edited(self) -> bool:
        """Whether it said something else before."""
        return self.version > 1


@dataclass(frozen=True, slots=True)
class EntryScores:
    """The two scores of one entry, at an instant and on a day of the diary."""

    at: datetime
    day: date
    anxiety: int | None
    mood: int | None


@dataclass(frozen=True)
class EntrySummary:
    """What a clinician may read of an entry. Side effects are (code, severity).

    ``named`` has the words in place of the code. The patient's own words are None where they do
    not share them. The list of patients leaves out everything from ``named`` on.
    """

    id: UUID
    at: datetime
    wall: datetime
    anxiety: int | None
    mood: int | None
    systolic: int | None = None
    diastolic: int | None = None
    spo2: int | None = None
    side_effects: tuple[tuple[str, str], ...] = ()
    named: tuple[tuple[str, str], ...] = ()
    none_reported: bool = False
    note: str | None = None
    medication: str | None = None
    medication_note: str | None = None
    marks: tuple[str, ...] = ()  # edited, from memory, from a file
    converted: bool = False  # a score comes from another scale or from a word
    zone: str | None = None  # of `wall`


def to_hours_of_sleep(minutes: int) -> Decimal:
    """Hours as they were typed, from the minutes that older diaries kept: 440 is 7.33."""
    hours = (Decimal(minutes) / 60).quantize(Decimal("0.01"))
    return Decimal(f"{hours.normalize():f}")


def is_from_memory(effective_at: datetime, recorded_at: datetime) -> bool:
    """Whether the entry was written so long after that it is a recollection."""
    return recorded_at - effective_at > FROM_MEMORY


def list_marks(entry: Entry, *, for_owner: bool) -> Iterator[str]:
    """Yield what a reader should know of how an entry came about, in words.

    Only the owner of the diary reads the words of the file that a score came from.
    """
    if entry.is_edited:
        yield "edited"
    if is_from_memory(entry.effective_at, entry.recorded_at):
        yield "from memory"
    if entry.source == EntrySource.IMPORTED:
        yield "from a file"
    yield from (each.words if for_owner else each.mark for each in entry.conversions)
    if entry.arrival is not None:
        yield "sent later"
