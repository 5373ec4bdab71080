"""The numbers of each chart as rows of words."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median

from diary.charts.rules import ChartEntry, ChartTable, ChartTreatment, Mark
from diary.charts.rules.days import DayStat, daily
from diary.charts.rules.effects import BINS, Effects
from diary.charts.rules.labels import long_date, session_date
from diary.charts.rules.levels import Levels
from diary.charts.rules.session_curves import Trail
from diary.charts.rules.vital_signs import TreatmentVitalSigns
from diary.charts.rules.words import format_number, format_signed_span, format_span
from diary.domain.scores import Score
from diary.relief import band
from diary.relief.outcome import TreatmentOutcome
from diary.relief.windows import WINDOWS, WindowChange
from diary.relief.wording import format_signed

NONE = "–"


def timeline_table(
    entries: Sequence[ChartEntry], sessions: Sequence[ChartTreatment], marks: Sequence[Mark]
) -> ChartTable:
    """One row for each day with an entry, a session or a mark, the newest first."""
    stats = {score: {s.day: s for s in daily(entries, score)} for score in Score}
    counts: dict[date, int] = defaultdict(int)
    events: dict[date, list[str]] = defaultdict(list)
    for entry in entries:
        counts[entry.day] += 1
    for session in sessions:
        events[session.day].append(f"Session {session.number}: {session.label}")
    for mark in marks:
        events[mark.day].append(mark.label)
    rows = tuple(
        (
            long_date(day),
            str(counts.get(day, 0)),
            *(_median(stats[score].get(day)) for score in Score),
            "; ".join(events.get(day, ())),
        )
        for day in sorted(counts.keys() | events.keys(), reverse=True)
    )
    columns = (
        "Day",
        "Entries",
        "Anxiety (lower is better)",
        "Mood (higher is better)",
        "Sessions and changes",
    )
    return ChartTable("Median of each day; in brackets its lowest and highest.", columns, rows)


def _median(stat: DayStat | None) -> str:
    if stat is None:
        return NONE
    if stat.low == stat.high:
        return format_number(stat.median)
    return f"{format_number(stat.median)} ({format_span(stat.low, stat.high)})"


def overlay_table(
    trails: Mapping[Score, Sequence[Trail]], courses: Mapping[Score, Sequence[band.CoursePoint]]
) -> ChartTable:
    """Each session's middle change in every step of the typical course, and that course."""
    columns = ("Session", "Score", *(_step(opens, closes) for opens, closes in band.STEPS))
    rows = [
        (_format_session(trail.session), score.capitalize(), *_cells(trail))
        for pair in zip(*trails.values(), strict=True)
        for score, trail in zip(trails, pair, strict=True)
    ]
    rows += [
        ("Median of the sessions", score.capitalize(), *_course_cells(course))
        for score, course in courses.items()
        if course
    ]
    return ChartTable(
        "Median change from before treatment, with the number of entries or the 95 % interval in "
        "brackets. Anxiety: below 0 is better. Mood: above 0 is better.",
        columns,
        tuple(rows),
    )


def _format_session(session: ChartTreatment) -> str:
    return f"Session {session.number}, {session_date(session)}, {session.label}"


def _step(opens: float, closes: float) -> str:
    if opens < 0:
        return "24 h before"
    if closes <= 60:
        return f"{opens:g}–{closes:g} h"
    return f"{format_number(round(opens / 24, 1))}–{format_number(round(closes / 24, 1))} days"


def _cells(trail: Trail) -> list[str]:
    cells = []
    for opens, closes in band.STEPS:
        values = [p.value for p in trail.points if opens <= p.hours < closes]
        cells.append(f"{format_signed(median(values))} ({len(values)})" if values else NONE)
    return cells


def _course_cells(course: Sequence[band.CoursePoint]) -> list[str]:
    points = {point.opens: point for point in course}
    return [
        f"{format_signed(p.median)} ({format_signed_span(p.band.low, p.band.high)})"
        if (p := points.get(opens))
        else NONE
        for opens, _ in band.STEPS
    ]


def levels_table(rows: Sequence[Levels]) -> ChartTable:
    """Each session in the five windows of the analysis."""
    columns = ("Session", "Score", "Before (days with entries)", "The week before",
               *(f"+{window.name[:-1]} {window.name[-1]}" for window in WINDOWS))  # fmt: skip
    cells = [
        (
            _format_session(row.session),
            score.capitalize(),
            _base(outcome),
            NONE if outcome.week_before.value is None else format_number(outcome.week_before.value),
            *(_window(change) for change in outcome.changes),
        )
        for row in rows
        for score, outcome in row.outcomes.items()
    ]
    return ChartTable(
        "Level before treatment and just before the session; then the change from before "
        "treatment, with the number of entries.",
        columns,
        tuple(cells),
    )


def _base(outcome: TreatmentOutcome) -> str:
    base = outcome.baseline
    if base.value is None:
        return f"not enough ({base.days} of {base.need} days)"
    return f"{format_number(base.value)} ({base.days} of {base.reach})"


def _window(change: WindowChange) -> str:
    if change.change is not None:
        return f"{format_signed(change.change)} ({change.entries})"
    if change.level is not None:
        return f"at {format_number(change.level)} ({change.entries})"
    return change.status.value


def hours_table(effects: Effects) -> ChartTable:
    columns = ("Since the session", "Mild", "Moderate", "Severe", "Entries that answered",
               "Did not answer")  # fmt: skip
    rows = tuple(
        (t.label, *map(str, (t.mild, t.moderate, t.severe, t.answered, t.silent)))
        for t in effects.by_hours
    )
    return ChartTable("Entries with a side effect, each at the worst it names.", columns, rows)


def sessions_table(effects: Effects) -> ChartTable:
    columns = ("Session", "Mild", "Moderate", "Severe", "Entries that answered")
    rows = tuple(
        (
            f"{s.number}, {session_date(s)}, {s.label}",
            *map(str, (t.mild, t.moderate, t.severe, t.answered)),
        )
        for s, t in effects.by_session
    )
    caption = f"Different side effects in the {BINS[-1][0].split('–')[1]} after, each at its worst."
    return ChartTable(caption, columns, rows)


def kinds_table(effects: Effects) -> ChartTable:
    rows = tuple((t.label, *map(str, (t.mild, t.moderate, t.severe))) for t in effects.by_kind)
    columns = ("Side effect", "Mild", "Moderate", "Severe")
    return ChartTable("Sessions in which it was reported, at its worst there.", columns, rows)


def vitals_table(rows: Sequence[TreatmentVitalSigns]) -> ChartTable:
    columns = ("Session", "When", "Blood pressure, mmHg", "Pulse a minute", "SpO2, %")
    cells = []
    for row in rows:
        for reading in row.readings:
            v = reading.vital_signs
            when: str = "before leaving" if v.phase == "leaving" else v.phase
            if reading.minutes is not None:
                when += f", minute {reading.minutes}".replace("-", "−")
            pressure = f"{_or_none(v.systolic)}/{_or_none(v.diastolic)}"
            cells.append(
                (
                    f"{row.session.number}, {session_date(row.session)}",
                    when,
                    NONE if v.systolic is None and v.diastolic is None else pressure,
                    _or_none(v.pulse),
                    _or_none(v.spo2),
                )
            )
    return ChartTable("Every reading, as entered.", columns, tuple(cells))


def _or_none(value: int | None) -> str:
    return NONE if value is None else str(value)
