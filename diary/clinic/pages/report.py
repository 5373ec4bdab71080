"""The one-page report, built from what the follow-up page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date

from diary.charts.rules import ChartEntry, ChartTreatment, DateWindow
from diary.charts.rules.effects import effects
from diary.charts.rules.relief import ReliefAnalysis
from diary.charts.rules.sentences import effects_reading, timeline_reading
from diary.charts.rules.session_curves import changes, in_order, trails
from diary.charts.rules.words import count_sessions, format_count
from diary.clinic import figures
from diary.clinic.pages.follow_up import FollowUp, SessionRow
from diary.clinic.pages.relief_cells import Cell, ReliefColumns
from diary.clinic.rules import format_route_and_dose
from diary.clinic.rules.report import (
    MOST_NOTES,
    MOST_QUESTIONS,
    MOST_SESSIONS,
    Chart,
    Report,
    shorten,
)
from diary.domain.calendar import same_clock
from diary.domain.scores import Score

HEADS = ("#", "Date", "Route and dose", "Before", "+2 h", "+24 h", "+72 h", "+7 d", "Began",
         "Lasted", "Side effects", "Highest BP")  # fmt: skip


@dataclass(frozen=True)
class ReportPatient:
    """The patient of a report, the format of its dates, and the mark of its files."""

    name: str
    born_on: date | None
    locale: str
    mark: str = ""
    zone: str = "UTC"  # the reader's


@dataclass(frozen=True)
class ChartInput:
    """The data of the charts."""

    entries: Sequence[ChartEntry]
    sessions: Sequence[ChartTreatment]
    relief: ReliefAnalysis


def build_report(
    page: FollowUp,
    drawn: ChartInput,
    who: ReportPatient,
    printed_at: datetime,
    sections: frozenset[str],
    questions: Sequence[str] = (),
) -> Report:
    """Build the report from the chosen sections. Head, sentences and foot are always there."""
    day = _Days(who.locale)
    window = DateWindow(page.span.since, page.span.until)
    rows = page.sessions if "sessions" in sections else ()
    notes = page.notes if "notes" in sections else ()
    return Report(
        name=who.name,
        born=day.of(who.born_on) if who.born_on else "on a day not given",
        dates=f"{day.of(page.span.since)} – {day.of(page.span.until)}",
        logged=f"{page.days_logged} of {format_count(page.span.days, 'day', 'days')} logged",
        printed_on=day.of(printed_at.date()),
        mark=who.mark,
        reading=tuple(
            ("●" if part.score is Score.ANXIETY else "◆", _join_sentences(page, part.sentences))
            for part in page.relief.spoken
        ),
        chance=page.relief.chance,
        numbers=_numbers(page, day) if "numbers" in sections else (),
        timeline=_timeline(drawn, window) if "timeline" in sections else None,
        after=_after(drawn, window) if "after" in sections else (),
        effects=_effects(drawn, window) if "effects" in sections else None,
        heads=HEADS,
        sessions=tuple(_row(row, day, who.zone) for row in rows[:MOST_SESSIONS]),
        more_sessions=_more(len(rows) - MOST_SESSIONS, "earlier session"),
        compared=tuple(f"{c.score.capitalize()}: {c.sentence}" for c in page.relief.compared)
        if "compared" in sections
        else (),
        medication=_medication(page, day) if "medication" in sections else (),
        questions=tuple(shorten(words) for words in questions[:MOST_QUESTIONS])
        if "questions" in sections
        else (),
        notes=tuple(f"{day.of(n.wall.date())}: {shorten(n.words)}" for n in notes[:MOST_NOTES]),
        more_notes=_more(len(notes) - MOST_NOTES, "more note"),
    )


class _Days:
    def __init__(self, locale: str) -> None:
        self._locale = locale

    def of(self, day: date) -> str:
        return format_date(day, "d MMM y", locale=self._locale)


def _join_sentences(page: FollowUp, sentences: Sequence[str]) -> str:
    session_count = page.relief.over_all
    return " ".join(
        [f"Over all {session_count} sessions up to here:"] * (session_count is not None)
        + [*sentences]
    )


def _more(number: int, what: str) -> str:
    if number <= 0:
        return ""
    return f"{format_count(number, what, f'{what}s')} not shown."


def _numbers(page: FollowUp, day: _Days) -> tuple[tuple[str, str], ...]:
    top = page.highest
    pressure = (
        (f"{top.systolic}/{top.diastolic}", f"highest blood pressure, {day.of(top.day)}")
        if top
        else ("–", "highest blood pressure: none noted")
    )
    return (*((each.value, each.label) for each in page.relief.stats), pressure)


def _timeline(drawn: ChartInput, window: DateWindow) -> Chart | None:
    inside = [c for c in drawn.entries if window.holds(c.day)]
    treatments = [s for s in drawn.sessions if window.holds(s.day)]
    if not inside:
        return None
    words = timeline_reading(inside, treatments, window, window.end)
    title = "Anxiety and mood over time, sessions numbered"
    return Chart(title, figures.draw_timeline(inside, treatments, window, words), words)


def _after(drawn: ChartInput, window: DateWindow) -> tuple[Chart, ...]:
    charts = []
    ordered = in_order(drawn.sessions)
    numbers = {s.number for s in ordered if window.holds(s.day)}
    for score in Score:
        outcome = drawn.relief.of(score)
        lines = [
            trail
            for trail in changes(trails(drawn.entries, ordered, score), outcome)
            if trail.session.number in numbers and trail.points
        ]
        if lines:
            after = count_sessions(len(lines))
            words = f"{score.capitalize()} after {after} as the change from before."
            picture = figures.draw_changes(lines, outcome.course, score, words)
            charts.append(Chart("After the sessions", picture, words))
    return tuple(charts)


def _effects(drawn: ChartInput, window: DateWindow) -> Chart | None:
    treatment_ids = {s.treatment_id for s in drawn.sessions if window.holds(s.day)}
    reported = effects(drawn.entries, drawn.sessions, treatment_ids)
    if not reported.by_kind:
        return None
    answered = sum(1 for _, tally in reported.by_session if tally.answered)
    words = effects_reading(reported)
    title = "Side effects, sessions in which they were reported"
    return Chart(title, figures.draw_effects(reported.by_kind, answered, words), words)


def _row(row: SessionRow, day: _Days, zone: str) -> tuple[str, ...]:
    top = row.highest
    return (
        str(row.number),
        _began(row, day, zone),
        format_route_and_dose(row.treatment),
        _pair(row.relief, "before"),
        *(_changes(row.relief, at) for at in range(4)),
        _pair(row.relief, "began"),
        _pair(row.relief, "lasted"),
        _worst(row),
        f"{top.systolic}/{top.diastolic}" if top else "–",
    )


def _began(row: SessionRow, day: _Days, zone: str) -> str:
    """Format the diary's day of a session, and what this date alone would hide."""
    treatment = row.treatment
    late = treatment.wall.date() != row.day
    away = not same_clock(treatment.starts_at_utc, treatment.zone, zone)
    return (
        day.of(row.day)
        + "\n(after midnight)" * late
        + f"\n({treatment.zone.replace('_', ' ')})" * away
    )


def _pair(columns: Sequence[ReliefColumns], name: str) -> str:
    cells: list[tuple[str, Cell]] = [(c.symbol, getattr(c, name)) for c in columns]
    if all(cell.words == "–" for _, cell in cells):
        return "–"
    return "\n".join(f"{symbol} {cell.words}" for symbol, cell in cells)


def _changes(columns: Sequence[ReliefColumns], at: int) -> str:
    cells = [(c.symbol, c.changes[at]) for c in columns]
    if all(cell.words == "–" for _, cell in cells):
        return "–"
    return "\n".join(
        f"{symbol} {cell.words}" + (f" ({cell.entries})" if cell.entries else "")
        for symbol, cell in cells
    )


def _worst(row: SessionRow) -> str:
    if row.worst is None:
        return "not said"
    if not row.worst:
        return "none reported"
    severity, names = row.worst[0]
    return f"{severity}: {names.lower()}"


def _medication(page: FollowUp, day: _Days) -> tuple[str, ...]:
    summary = page.medication
    lines = [
        f"{change.what} on {day.of(change.wall.date())}"
        + (f": {shorten(change.words, 80)}" if change.words else "")
        for change in summary.changes[:5]
    ]
    if summary.taken_count:
        lines.append(f"taken as usual: noted {format_count(summary.taken_count, 'time', 'times')}")
    return tuple(lines)
