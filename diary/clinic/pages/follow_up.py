"""One patient's follow-up: the numbers of the span, its sessions, and what stands out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest

from diary.access.rules import OpenDiary
from diary.charts.rules.relief import Relief
from diary.clinic.pages.medication import Medication, medication
from diary.clinic.pages.relief import ReliefPart, relief_part
from diary.clinic.pages.relief_cells import Columns, columns_of
from diary.clinic.rules import Beyond, Given, Reading, Span, Told, beyond_limits
from diary.entries.rules.side_effects import Severity

AFTER = timedelta(hours=24)
NEWEST_ENTRIES = 60
PHASES = {"before": "before", "during": "during", "leaving": "when leaving"}


@dataclass(frozen=True)
class Pressure:
    """The highest blood pressure, with when it was taken."""

    systolic: int
    diastolic: int
    day: date
    phase: str


@dataclass(frozen=True)
class SessionRow:
    """One session of the table; `worst` is empty where no entry followed it within a day."""

    number: int
    given: Given
    day: date  # of the diary
    worst: tuple[tuple[str, str], ...] | None  # (severity, labels)
    highest: Pressure | None
    relief: tuple[Columns, ...] = ()


@dataclass(frozen=True)
class Note:
    """The patient's own words."""

    at: datetime
    wall: datetime
    zone: str | None
    about: str
    words: str


@dataclass(frozen=True)
class FollowUp:
    """Everything on the page but the charts and the visits."""

    span: Span
    days_logged: int
    entries: int
    last_wall: datetime | None
    relief: ReliefPart
    sessions: tuple[SessionRow, ...]
    next_session: Given | None
    highest: Pressure | None
    beyond: tuple[Beyond, ...]
    medication: Medication
    notes: tuple[Note, ...]
    newest: tuple[Told, ...]
    edited: int
    from_memory: int
    converted: int


@dataclass(frozen=True)
class Analysed:
    """The sessions of the span, and the sessions that are spoken of: the same, or all up to it."""

    inside: Relief
    spoken: Relief


def follow_up(
    diary: OpenDiary,
    span: Span,
    entries: Sequence[Told],
    given: Sequence[Given],
    analysed: Analysed,
) -> FollowUp:
    """The page of one span; `entries` are those of its days and of the day after its last session.

    `given` is every session ever, so that each keeps its number.
    """
    inside = [one for one in entries if span.holds(diary.day_of(one.wall))]
    rows = _session_rows(diary, span, entries, given, analysed)
    held = [row.given for row in rows]
    return FollowUp(
        span=span,
        days_logged=len({diary.day_of(one.wall) for one in inside}),
        entries=len(inside),
        last_wall=inside[-1].wall if inside else None,
        relief=relief_part(analysed.spoken, analysed.spoken is not analysed.inside),
        sessions=tuple(reversed(rows)),
        next_session=next((one for one in given if one.planned), None),
        highest=_highest([row.highest for row in rows] + [_of_entry(one, diary) for one in inside]),
        beyond=tuple(_beyond(inside, given, held)),
        medication=medication(inside),
        notes=tuple(_notes(inside, held)),
        newest=tuple(inside[: -NEWEST_ENTRIES - 1 : -1]),
        edited=sum("edited" in one.marks for one in inside),
        from_memory=sum("from memory" in one.marks for one in inside),
        converted=sum(one.converted for one in inside),
    )


def numbers_of(diary: OpenDiary, span: Span, given: Sequence[Given]) -> frozenset[int]:
    """The numbers of the sessions of a span; `given` is every session ever."""
    done = (one for one in given if not one.planned)
    return frozenset(
        number for number, one in enumerate(done, start=1) if span.holds(diary.day_of(one.wall))
    )


def _session_rows(
    diary: OpenDiary,
    span: Span,
    entries: Sequence[Told],
    given: Sequence[Given],
    analysed: Analysed,
) -> list[SessionRow]:
    inside = numbers_of(diary, span, given)
    done = [one for one in given if not one.planned]
    found = []
    for number, (one, following) in enumerate(
        zip_longest(done, (one.at for one in done[1:])), start=1
    ):
        if number not in inside:
            continue
        end = min(one.at + AFTER, following or one.at + AFTER)
        after = [entry for entry in entries if one.at <= entry.at < end]
        readings = [_of_reading(one, each, diary) for each in one.readings]
        highest = _highest([*readings, *(_of_entry(entry, diary) for entry in after)])
        relief = columns_of(analysed.inside, analysed.spoken, number)
        day = diary.day_of(one.wall)
        found.append(SessionRow(number, one, day, _worst(after), highest, relief))
    return found


def _worst(after: Sequence[Told]) -> tuple[tuple[str, str], ...] | None:
    """Each side effect at its worst, the severest first; nothing where nobody was asked."""
    if not any(entry.named or entry.none_reported for entry in after):
        return None
    ranks = list(Severity)
    worst: dict[str, Severity] = {}
    for name, word in (pair for entry in after for pair in entry.named):
        severity = Severity(word)
        worst[name] = max(severity, worst.get(name, severity), key=ranks.index)
    return tuple(
        (severity.value, ", ".join(sorted(name for name in worst if worst[name] is severity)))
        for severity in reversed(ranks)
        if severity in worst.values()
    )


def _of_reading(session: Given, reading: Reading, diary: OpenDiary) -> Pressure | None:
    if reading.systolic is None or reading.diastolic is None:
        return None
    phase = PHASES[reading.phase]
    day = diary.day_of(session.wall)
    return Pressure(reading.systolic, reading.diastolic, day, phase)


def _of_entry(entry: Told, diary: OpenDiary) -> Pressure | None:
    if entry.systolic is None or entry.diastolic is None:
        return None
    day = diary.day_of(entry.wall)
    return Pressure(entry.systolic, entry.diastolic, day, "in an entry")


def _highest(found: Iterable[Pressure | None]) -> Pressure | None:
    there = [one for one in found if one is not None]
    return max(there, key=lambda one: (one.systolic, one.diastolic), default=None)


def _beyond(
    inside: Iterable[Told], given: Sequence[Given], held: Sequence[Given]
) -> Iterable[Beyond]:
    """Values of the span; a side effect is timed from whichever session came before it."""
    ids = {one.id for one in held}
    for each in beyond_limits(inside, given):
        if each.treatment_id is None or each.treatment_id in ids:
            yield each


def _notes(inside: Iterable[Told], held: Iterable[Given]) -> list[Note]:
    """Newest first; queries have left out words that are not shared."""
    found = [Note(one.at, one.wall, one.zone, "entry", one.note) for one in inside if one.note]
    found += [Note(one.at, one.wall, one.zone, "session", one.words) for one in held if one.words]
    return sorted(found, key=lambda note: note.wall, reverse=True)
