"""What the pages of entries need, ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from diary.access.rules import OpenDiary
from diary.domain.calendar import before_birth, fold_of
from diary.domain.entries import (
    Entry,
    EntryDraft,
    EntryScores,
    list_marks,
    to_hours_of_sleep,
)
from diary.domain.safety_limits import SafetyFlag, hours_since_session, safety_flags
from diary.domain.side_effects import SideEffect, label
from diary.domain.vital_signs import VITAL_SIGN_LIMITS
from diary.entries.figures import Sparkline, daily, sparkline
from diary.entries.forms.log import EntryFormContext
from diary.entries.rules.check_ins import WORDS, CheckInSlot, Timing, timing

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
    flags: tuple[SafetyFlag, ...]
    picture: Sparkline | None
    next_wall: datetime | None
    next_words: str | None


@dataclass(frozen=True)
class DueNow:
    """The check-in that the form answers, in words. The window's end on the patient's wall."""

    words: str
    until: datetime


def build_due(slot: CheckInSlot | None, diary: OpenDiary) -> DueNow | None:
    """A check-in for the form."""
    return None if slot is None else DueNow(slot.words, diary.wall_of(slot.closes))


def build_line(entry: Entry, home_zone: str) -> EntryLine:
    """An entry in words. Its zone is named only where it is not the patient's own."""
    return EntryLine(
        entry_id=entry.id,
        wall=entry.wall,
        zone=entry.zone if entry.zone != home_zone else None,
        anxiety=entry.anxiety,
        mood=entry.mood,
        effects=tuple(
            f"{label(each.code, each.name)} ({each.severity})" for each in entry.side_effects
        ),
        none_reported=entry.none_reported,
        extras=tuple(_extras(entry)),
        note=entry.note,
        marks=tuple(_marks(entry)),
        check_in=_check_in(entry),
    )


def _marks(entry: Entry) -> Iterable[str]:
    yield from list_marks(entry, for_owner=True)
    if entry.arrival is not None and entry.arrival.clock_off is not None:
        yield "the phone’s clock was wrong, and is put right here"


def _check_in(entry: Entry) -> str | None:
    """The check-in that an entry answers: "2 hours after your session (late)"."""
    if entry.answers is None:
        return None
    name, starts_at = entry.answers.check_in, entry.answers.starts_at
    when = Timing.IN_TIME if starts_at is None else timing(name, starts_at, entry.effective_at)
    return WORDS[name] if when is Timing.IN_TIME else f"{WORDS[name]} ({when.value})"


def _extras(entry: Entry | SimpleNamespace) -> Iterable[str]:
    if entry.sleep_hours is not None:
        yield f"Slept {entry.sleep_hours.normalize():f} hours"
    if entry.systolic is not None:
        yield f"Blood pressure {entry.systolic}/{entry.diastolic} mmHg"
    if entry.pulse is not None:
        yield f"Pulse {entry.pulse} a minute"
    if entry.spo2 is not None:
        yield f"Oxygen {entry.spo2} %"
    if entry.medication:
        more = f": {entry.medication_note}" if entry.medication_note else ""
        yield f"Medication {MEDICATION[entry.medication]}{more}"
    elif entry.medication_note:
        yield f"Medication: {entry.medication_note}"


@dataclass(frozen=True)
class EarlierVersion:
    """What an entry said before an edit, in words. ``until`` is when it was replaced."""

    until: datetime
    anxiety: int | None
    mood: int | None
    effects: tuple[str, ...]
    none_reported: bool
    extras: tuple[str, ...]
    note: str | None


def build_earlier_version(until: datetime, snapshot: Mapping[str, Any]) -> EarlierVersion:
    """The words of a snapshot. A value that cannot be read, as from an odd file, is left out."""
    names = ("anxiety", "mood", "note", *VITAL_SIGN_LIMITS, "medication", "medication_note")
    values = SimpleNamespace(**{name: snapshot.get(name) for name in names})
    values.sleep_hours = _sleep(snapshot)
    if values.medication not in list(MEDICATION):  # a file may hold a list here
        values.medication = None
    return EarlierVersion(
        until=until,
        anxiety=values.anxiety,
        mood=values.mood,
        effects=tuple(_effects_before(snapshot.get("side_effects"))),
        none_reported=snapshot.get("none_reported") is True,
        extras=tuple(_extras(values)),
        note=values.note,
    )


def _sleep(snapshot: Mapping[str, Any]) -> Decimal | None:
    """Hours of sleep. Versions from before the first release hold minutes."""
    minutes, hours = snapshot.get("sleep_minutes"), snapshot.get("sleep_hours")
    try:
        return to_hours_of_sleep(minutes) if isinstance(minutes, int) else Decimal(hours or "")
    except (InvalidOperation, TypeError, ValueError):
        return None


def _effects_before(rows: Any) -> Iterable[str]:
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and row.get("code") in [code.value for code in SideEffect]:
            yield f"{label(row['code'], row.get('name'))} ({row.get('severity')})"


def group_by_day(entries: Iterable[Entry], diary: OpenDiary) -> list[DiaryDay]:
    """Entries grouped by the day of the diary, newest day and newest entry first."""
    days: dict[date, list[EntryLine]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.wall, entry.effective_at), reverse=True):
        days.setdefault(diary.day_of(entry.wall), []).append(build_line(entry, diary.zone))
    return [DiaryDay(day, tuple(lines)) for day, lines in days.items()]


def find_flags(entry: Entry, session_starts: Iterable[datetime]) -> tuple[SafetyFlag, ...]:
    """Return the published limits that one entry exceeds."""
    return safety_flags(
        {"systolic": entry.systolic, "diastolic": entry.diastolic, "spo2": entry.spo2},
        [(each.code, each.severity) for each in entry.side_effects],
        hours_since_session(entry.effective_at, session_starts),
    )


def build_saved_page(
    entry: Entry,
    recent: Iterable[EntryScores],
    session_starts: Sequence[datetime],
    following: CheckInSlot | None,
    diary: OpenDiary,
    now: datetime,
) -> SavedPage:
    """Return the page after saving.

    ``session_starts`` holds the last start before the entry and the last of all.
    """
    latest = sorted(session_starts)[-1:]
    sessions = [(diary.day_of(diary.wall_of(start)), start) for start in latest]
    days = daily(
        ((each.at, each.day, each.anxiety, each.mood) for each in recent),
        sessions,
    )
    marks = [day for day, _ in sessions]
    return SavedPage(
        line=build_line(entry, diary.zone),
        flags=find_flags(entry, session_starts),
        picture=sparkline(days, diary.today(now), marks, span=14, width=320),
        next_wall=diary.wall_of(following.target) if following else None,
        next_words=following.words if following else None,
    )


def edit_place(entry: Entry, now: datetime, born_on: date | None) -> EntryFormContext:
    """Where an edit is read. An entry that is older than its patient may keep its time."""
    early = before_birth(entry.wall.date(), born_on)
    return EntryFormContext(entry.zone, now, None if early else born_on)


def form_data(entry: Entry) -> dict[str, object]:
    """What the form shows when an entry is edited."""
    fields: dict[str, object] = {
        name: getattr(entry, name)
        for name in ("note", "sleep_hours", *VITAL_SIGN_LIMITS, "medication")
    }
    reports = {row.code: row for row in entry.side_effects}
    fields |= {f"effect_{code}": row.severity for code, row in reports.items()}
    other = reports.get(SideEffect.OTHER.value)
    return fields | {
        "entry_id": str(entry.id),
        "anxiety": entry.anxiety,
        "mood": entry.mood,
        "none_reported": entry.none_reported,
        "other_name": other.name if other else None,
        "medication_note": entry.medication_note,
        "at": entry.wall,
        "fold": fold_of(entry.wall, entry.zone, entry.effective_at),
        "when": "pick",
        "here": entry.zone,
    }


def keep_unchanged_time(values: EntryDraft, entry: Entry) -> EntryDraft:
    """What an edit says, at the entry's own moment where the form still shows that minute.

    A form knows minutes. An untouched time must keep its seconds and its zone.
    """
    same_minute = abs(values.effective_at - entry.effective_at) < timedelta(minutes=1)
    if same_minute and values.wall == entry.wall.replace(second=0, microsecond=0):
        return keep_time(values, entry)
    return replace(values, source=entry.source)


def keep_time(values: EntryDraft, entry: Entry) -> EntryDraft:
    """What an edit says of everything but the time, which stays the entry's own."""
    return replace(
        values,
        source=entry.source,
        wall=entry.wall,
        effective_at=entry.effective_at,
        zone=entry.zone,
    )
