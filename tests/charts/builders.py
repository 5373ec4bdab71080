"""Diaries made by rule for the tests of the charts: no chance, no clock, no database."""

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID

from diary.charts.pages import ChartView, chart_views
from diary.charts.rules import ChartEntry, ChartTreatment, Mark
from diary.charts.rules.relief import ReliefAnalysis, analyse_scores
from diary.domain.entries import EntryScores
from diary.domain.treatments import Drug, Route
from diary.domain.vital_signs import MeasurementPhase, VitalSigns
from tests.treatments.builders import build_treatment

TODAY = date(2026, 11, 21)
ROUTES = (("IV", "IV 40 mg"), ("nasal", "Nasal spray 56 mg"), ("oral", "Lozenge 100 mg"))


def chart_entry(
    at: datetime,
    anxiety: int | None = 5,
    mood: int | None = 5,
    effects: tuple[tuple[str, str, str], ...] = (),
    none: bool = False,
    number: int = 0,
) -> ChartEntry:
    """An entry whose wall clock is UTC; its day ends at 04:00."""
    wall = at.astimezone(UTC).replace(tzinfo=None)
    day = (wall - timedelta(hours=4)).date()
    return ChartEntry(UUID(int=number), at, wall, day, anxiety, mood, effects, none)


def session(
    number: int, at: datetime, label: str = "IV 40 mg", vitals: tuple[VitalSigns, ...] = ()
) -> ChartTreatment:
    """A session whose wall clock is UTC. It began on the date of that clock."""
    wall = at.astimezone(UTC).replace(tzinfo=None)
    treatment = build_treatment(
        id=UUID(int=1000 + number),
        starts_at_utc=at,
        wall=wall,
        vitals=vitals,
        **labelled(label),
    )
    return ChartTreatment(number, wall.date(), treatment)


def labelled(label: str) -> dict[str, Any]:
    """The fields of a treatment whose label is this one."""
    other = {"route": Route.OTHER, "drug": Drug.OTHER, "drug_other": label}
    return {**other, "dose": None, "dose_unit": None}


def relief_of(
    chart_entries: Sequence[ChartEntry],
    sessions: Sequence[ChartTreatment],
    today: date = TODAY,
    since: date | None = None,
) -> ReliefAnalysis:
    """The analysis at the end of a day, of the sessions in the days asked for."""
    logged = [EntryScores(c.at, c.day, c.anxiety, c.mood) for c in chart_entries]
    told = {s.number for s in sessions if since is None or s.day >= since}
    now = datetime.combine(today, time(23, 59), tzinfo=UTC)
    return analyse_scores(logged, sessions, now, session_numbers=told)


def views_of(
    chart_entries: Sequence[ChartEntry],
    sessions: Sequence[ChartTreatment] = (),
    marks: Sequence[Mark] = (),
    *,
    detail: bool = False,
    today: date = TODAY,
    since: date | None = None,
) -> tuple[ChartView, ...]:
    """All charts of a diary."""
    relief = relief_of(chart_entries, sessions, today, since)
    return chart_views(chart_entries, sessions, marks, relief, today, detail=detail, since=since)


def week_before(start: datetime, anxiety: int = 5, mood: int = 5) -> list[ChartEntry]:
    """An entry on each of the seven days before a session."""
    return [chart_entry(start - timedelta(days=day), anxiety, mood) for day in range(1, 8)]


def utc(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def vitals_of(start: datetime, timed: bool = True) -> tuple[VitalSigns, ...]:
    steps: tuple[tuple[Literal["before", "during", "leaving"], int, int], ...] = (
        ("before", -10, 122),
        ("during", 20, 141),
        ("during", 40, 148),
        ("leaving", 110, 128),
    )
    return tuple(
        VitalSigns(
            id=UUID(int=2000 + minutes),
            phase=MeasurementPhase(phase),
            at=at if timed else None,
            systolic=top,
            diastolic=top - 45,
            pulse=top // 2,
            spo2=97,
        )
        for phase, minutes, top in steps
        for at in [start + timedelta(minutes=minutes)]
    )


def diary(
    days: int = 240, count: int = 5, per_day: int = 1, today: date = TODAY
) -> tuple[tuple[ChartEntry, ...], tuple[ChartTreatment, ...], tuple[Mark, ...]]:
    """`days` of entries up to today with `count` sessions, holes of several days between."""
    first = today - timedelta(days=days - 1)
    gap = days / (count + 1) if count else days
    starts = [
        datetime.combine(first + timedelta(days=round(gap * (n + 1))), time(10), tzinfo=UTC)
        for n in range(count)
    ]
    sessions = tuple(
        session(n + 1, start, ROUTES[n % 3][1], vitals_of(start, timed=n % 4 != 3))
        for n, start in enumerate(starts)
    )
    chart_entries = tuple(
        _entry(first + timedelta(days=day), part, per_day, starts)
        for day in range(days)
        if day % 29 not in (11, 12, 13)
        for part in range(per_day)
    )
    after = tuple(_after(start, hours) for start in starts for hours in (1, 3, 26))
    marks = (
        Mark("medication", datetime.combine(first + timedelta(days=days // 3), time(9)), "Dose up"),
        Mark("visit", datetime.combine(first + timedelta(days=days // 2), time(15)), "Visit"),
    )
    return tuple(sorted(chart_entries + after, key=lambda c: c.at)), sessions, marks


def _entry(day: date, part: int, per_day: int, starts: list[datetime]) -> ChartEntry:
    at = datetime.combine(day, time(8 + part * 12 // per_day, 17), tzinfo=UTC)
    since = min(((at - s).total_seconds() / 86400 for s in starts if s <= at), default=99.0)
    relief = 4 * math.exp(-since / 5)
    wave = (
        math.sin(day.toordinal() / 11) * 1.1 + (day.toordinal() * 7919 + part * 31) % 17 / 6 - 1.4
    )
    anxiety = round(min(10, max(0, 6.8 + wave - relief)))
    mood = round(min(10, max(0, 3.4 - wave * 0.8 + relief)))
    return chart_entry(at, anxiety, mood)


def _after(start: datetime, hours: int) -> ChartEntry:
    at = start + timedelta(hours=hours, minutes=7)
    kinds = (("dizziness", "dizziness", "moderate"), ("nausea", "nausea", "mild"))
    if hours == 1:
        severe = ("dissociation", "feeling detached or unreal", "severe")
        return chart_entry(at, 5, 5, (*kinds, severe))
    return chart_entry(at, 3, 7, kinds[:1] if hours == 3 else (), none=hours > 3)
