"""The numbers of each chart as rows of words."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from diary.charts.rules import Checkin, Mark, Score, Session, Table
from diary.charts.rules.days import DayStat, daily
from diary.charts.rules.effects import BINS, Effects
from diary.charts.rules.labels import long_date
from diary.charts.rules.measured import Measured
from diary.charts.rules.trails import Trail
from diary.charts.rules.words import number, span

NONE = "–"
# Columns of the overlay's table: the words and the hours they span, the upper end not included.
SPANS = (
    ("24 h before", -24.0, 0.0),
    ("0–2 h", 0.0, 2.0),
    ("2–4 h", 2.0, 4.0),
    ("4–24 h", 4.0, 24.0),
    ("1–3 days", 24.0, 72.0),
    ("3–7 days", 72.0, 168.0),
    ("7–14 days", 168.0, 336.1),
)


def timeline_table(
    checkins: Sequence[Checkin], sessions: Sequence[Session], marks: Sequence[Mark]
) -> Table:
    """One row for each day with an entry, a session or a mark, the newest first."""
    stats = {score: {s.day: s for s in daily(checkins, score)} for score in Score}
    entries: dict[date, int] = defaultdict(int)
    events: dict[date, list[str]] = defaultdict(list)
    for checkin in checkins:
        entries[checkin.day] += 1
    for session in sessions:
        events[session.wall.date()].append(f"Session {session.number}: {session.label}")
    for mark in marks:
        events[mark.day].append(mark.label)
    rows = tuple(
        (
            long_date(day),
            str(entries.get(day, 0)),
            *(_median(stats[score].get(day)) for score in Score),
            "; ".join(events.get(day, ())),
        )
        for day in sorted(entries.keys() | events.keys(), reverse=True)
    )
    columns = (
        "Day",
        "Entries",
        "Anxiety (lower is better)",
        "Mood (higher is better)",
        "Sessions and changes",
    )
    return Table("Median of each day; in brackets its lowest and highest.", columns, rows)


def _median(stat: DayStat | None) -> str:
    if stat is None:
        return NONE
    if stat.low == stat.high:
        return number(stat.median)
    return f"{number(stat.median)} ({span(stat.low, stat.high)})"


def overlay_table(anxiety: Sequence[Trail], mood: Sequence[Trail]) -> Table:
    columns = ("Session", "Score", *(words for words, _, _ in SPANS))
    rows = []
    for pair in zip(anxiety, mood, strict=True):
        for score, trail in zip(Score, pair, strict=True):
            session = trail.session
            name = f"{session.number}, {long_date(session.wall.date())}, {session.label}"
            name = f"Session {name}"
            rows.append((name, score.capitalize(), *_cells(trail)))
    return Table(
        "Lowest to highest score as entered; in brackets the number of entries. "
        "Anxiety: lower is better. Mood: higher is better.",
        columns,
        tuple(rows),
    )


def _cells(trail: Trail) -> list[str]:
    cells = []
    for _, low, high in SPANS:
        values = [p.value for p in trail.points if low <= p.hours < high]
        cells.append(f"{span(min(values), max(values))} ({len(values)})" if values else NONE)
    return cells


def hours_table(found: Effects) -> Table:
    columns = ("Since the session", "Mild", "Moderate", "Severe", "Entries that answered",
               "Did not answer")  # fmt: skip
    rows = tuple(
        (t.label, *map(str, (t.mild, t.moderate, t.severe, t.answered, t.silent)))
        for t in found.by_hours
    )
    return Table("Entries with a side effect, each at the worst it names.", columns, rows)


def sessions_table(found: Effects) -> Table:
    columns = ("Session", "Mild", "Moderate", "Severe", "Entries that answered")
    rows = tuple(
        (
            f"{s.number}, {long_date(s.wall.date())}, {s.label}",
            *map(str, (t.mild, t.moderate, t.severe, t.answered)),
        )
        for s, t in found.by_session
    )
    caption = f"Different side effects in the {BINS[-1][0].split('–')[1]} after, each at its worst."
    return Table(caption, columns, rows)


def kinds_table(found: Effects) -> Table:
    rows = tuple((t.label, *map(str, (t.mild, t.moderate, t.severe))) for t in found.by_kind)
    columns = ("Side effect", "Mild", "Moderate", "Severe")
    return Table("Sessions in which it was reported, at its worst there.", columns, rows)


def vitals_table(rows: Sequence[Measured]) -> Table:
    columns = ("Session", "When", "Blood pressure, mmHg", "Pulse a minute", "SpO2, %")
    cells = []
    for row in rows:
        for reading in row.readings:
            v = reading.vital
            when: str = "before leaving" if v.phase == "leaving" else v.phase
            if reading.minutes is not None:
                when += f", minute {reading.minutes}".replace("-", "−")
            pressure = f"{_or_none(v.systolic)}/{_or_none(v.diastolic)}"
            cells.append(
                (
                    f"{row.session.number}, {long_date(row.session.wall.date())}",
                    when,
                    NONE if v.systolic is None and v.diastolic is None else pressure,
                    _or_none(v.pulse),
                    _or_none(v.spo2),
                )
            )
    return Table("Every reading, as entered.", columns, tuple(cells))


def _or_none(value: int | None) -> str:
    return NONE if value is None else str(value)
