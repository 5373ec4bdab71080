"""What the pages of entries need, ready to print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from diary.entries.figures import Sparkline, daily, sparkline
from diary.entries.rules import conversions
from diary.entries.rules.check_ins import WORDS, Asked, CheckIn, Timing, timing
from diary.entries.rules.entry import EntryValues, Source, from_memory
from diary.entries.rules.side_effects import SideEffect, label
from diary.relief.limits import Flag, in_order, side_effect_flags, vital_flags
from diary.web.times import diary_day, wall_of

if TYPE_CHECKING:
    from diary.entries.models import Entry

MEDICATION = {"taken": "taken as usual", "skipped": "skipped", "changed": "changed"}


@dataclass(frozen=True)
class EntryLine:
    """One entry as a line of the history, in words."""

    entry_id: UUID
    wall: datetime
    zone: str | None
    anxiety: int | None
    mood: int | None
    effects: tuple[str, ...]
    none_reported: bool
    extras: tuple[str, ...]
    note: str | None
    marks: tuple[str, ...]
    check_in: str | None = None


@dataclass(frozen=True)
class DiaryDay:
    """One day of the diary with its entries, newest first."""

    day: date
    entries: tuple[EntryLine, ...]


@dataclass(frozen=True)
class SavedPage:
    """What is said after saving."""

    line: EntryLine
    flags: tuple[Flag, ...]
    picture: Sparkline | None
    next_wall: datetime | None
    next_words: str | None


@dataclass(frozen=True)
class DueNow:
    """The check-in that the form answers, in words; the window's end on the patient's wall."""

    words: str
    until: datetime


def due(asked: Asked | None, zone: str) -> DueNow | None:
    """A check-in for the form."""
    return None if asked is None else DueNow(asked.words, wall_of(asked.closes, zone))


def line(entry: Entry, home_zone: str) -> EntryLine:
    """An entry in words; its zone is named only where it is not the patient's own."""
    return EntryLine(
        entry_id=entry.id,
        wall=entry.wall,
        zone=entry.effective_zone if entry.effective_zone != home_zone else None,
        anxiety=entry.anxiety,
        mood=entry.mood,
        effects=tuple(
            f"{label(row.code, row.other_name)} ({row.severity})" for row in entry.side_effects
        ),
        none_reported=entry.none_reported,
        extras=tuple(_extras(entry)),
        note=entry.note,
        marks=tuple(_marks(entry)),
        check_in=_check_in(entry),
    )


def _marks(entry: Entry) -> Iterable[str]:
    """What a reader should know of how an entry came about."""
    if entry.edited:
        yield "edited"
    if from_memory(entry.effective_at_utc, entry.recorded_at_utc):
        yield "from memory"
    if entry.source == Source.IMPORTED:
        yield "from a file"
    yield from (each.words for each in conversions.read(entry.converted))
    if entry.arrival is not None:
        yield "sent later"
        if entry.arrival.clock_off_seconds is not None:
            yield "the phone’s clock was wrong, and is put right here"


def _check_in(entry: Entry) -> str | None:
    """The check-in that an entry answers: "2 hours after your session (late)"."""
    if entry.answers is None:
        return None
    name = CheckIn(entry.answers.check_in)
    when = timing(name, entry.answers.treatment.starts_at_utc, entry.effective_at_utc)
    return WORDS[name] if when is Timing.IN_TIME else f"{WORDS[name]} ({when.value})"


def _extras(entry: Entry) -> Iterable[str]:
    if entry.sleep_minutes is not None:
        yield f"Slept {entry.sleep_minutes / 60:g} hours"
    if entry.systolic is not None:
        yield f"Blood pressure {entry.systolic}/{entry.diastolic} mmHg"
    if entry.pulse is not None:
        yield f"Pulse {entry.pulse} a minute"
    if entry.spo2 is not None:
        yield f"Oxygen {entry.spo2} %"
    if entry.medication:
        more = f": {entry.medication_note}" if entry.medication_note else ""
        yield f"Medication {MEDICATION[entry.medication]}{more}"


def by_day(entries: Iterable[Entry], boundary: int, home_zone: str) -> list[DiaryDay]:
    """Entries grouped by the day of the diary, newest day and newest entry first."""
    days: dict[date, list[EntryLine]] = {}
    for entry in sorted(entries, key=lambda one: (one.wall, one.effective_at_utc), reverse=True):
        days.setdefault(diary_day(entry.wall, boundary), []).append(line(entry, home_zone))
    return [DiaryDay(day, tuple(lines)) for day, lines in days.items()]


def flags(entry: Entry, session_start: datetime | None) -> tuple[Flag, ...]:
    """Values of one entry beyond a published limit."""
    hours = None
    if session_start is not None and session_start <= entry.effective_at_utc:
        hours = (entry.effective_at_utc - session_start).total_seconds() / 3600
    pairs = [(row.code, row.severity) for row in entry.side_effects]
    return in_order(
        (
            *vital_flags(entry.systolic, entry.diastolic, entry.spo2),
            *side_effect_flags(pairs, hours),
        )
    )


def saved(
    entry: Entry,
    recent: Iterable[Entry],
    session_start: datetime | None,
    following: Asked | None,
    home: tuple[str, int, datetime],
) -> SavedPage:
    """The page after saving; ``home`` is the patient's zone, the hour at which her day ends, and
    this instant.
    """
    zone, boundary, now = home
    days = daily((diary_day(one.wall, boundary), one.anxiety, one.mood) for one in recent)
    marks = [diary_day(wall_of(session_start, zone), boundary)] if session_start else []
    return SavedPage(
        line=line(entry, zone),
        flags=flags(entry, session_start),
        picture=sparkline(days, diary_day(wall_of(now, zone), boundary), marks, span=14, width=320),
        next_wall=wall_of(following.target, zone) if following else None,
        next_words=following.words if following else None,
    )


def form_data(entry: Entry) -> dict[str, object]:
    """What the form shows when an entry is edited."""
    shown: dict[str, object] = {
        name: getattr(entry, name)
        for name in ("note", "systolic", "diastolic", "pulse", "spo2", "medication")
    }
    told = {row.code: row for row in entry.side_effects}
    shown |= {f"effect_{code}": row.severity for code, row in told.items()}
    other = told.get(SideEffect.OTHER.value)
    return shown | {
        "entry_id": str(entry.id),
        "anxiety": entry.anxiety,
        "mood": entry.mood,
        "none_reported": entry.none_reported,
        "other_name": other.other_name if other else None,
        "sleep_hours": None if entry.sleep_minutes is None else entry.sleep_minutes / 60,
        "medication_note": entry.medication_note,
        "at": entry.wall,
        "when": "pick",
        "here": entry.effective_zone,
    }


def unmoved(values: EntryValues, entry: Entry) -> EntryValues:
    """What an edit says, at the entry's own moment where the form still shows that minute.

    A form knows minutes; an untouched time must keep its seconds and its zone.
    """
    same_minute = abs(values.effective_at - entry.effective_at_utc) < timedelta(minutes=1)
    if same_minute and values.wall == entry.wall.replace(second=0, microsecond=0):
        return at_its_time(values, entry)
    return replace(values, source=entry.source)


def at_its_time(values: EntryValues, entry: Entry) -> EntryValues:
    """What an edit says of everything but the time, which stays the entry's own."""
    return replace(
        values,
        source=entry.source,
        wall=entry.wall,
        effective_at=entry.effective_at_utc,
        zone=entry.effective_zone,
    )
