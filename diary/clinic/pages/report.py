"""The follow-up on one page: from what the follow-up page shows to the words of the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date

from diary.charts.rules import Checkin, Score, Session, Window
from diary.charts.rules.effects import effects
from diary.charts.rules.relief import Relief
from diary.charts.rules.sentences import effects_reading, timeline_reading
from diary.charts.rules.session_curves import changes, in_order, trails
from diary.charts.rules.words import count, sessions
from diary.clinic import figures
from diary.clinic.pages.follow_up import FollowUp, SessionRow
from diary.clinic.pages.relief_cells import Cell, Columns
from diary.clinic.rules.report import (
    MOST_NOTES,
    MOST_QUESTIONS,
    MOST_SESSIONS,
    Chart,
    Report,
    shortened,
)
from diary.domain.calendar import same_clock

HEADS = ("#", "Date", "Route and dose", "Before", "+2 h", "+24 h", "+72 h", "+7 d", "Began",
         "Lasted", "Side effects", "Highest BP")  # fmt: skip


@dataclass(frozen=True)
class Who:
    """Whose report it is, how dates are written in it, and the mark of its files."""

    name: str
    born_on: date | None
    locale: str
    mark: str = ""
    zone: str = "UTC"  # the reader's


@dataclass(frozen=True)
class Drawn:
    """What the charts are made of."""

    checkins: Sequence[Checkin]
    sessions: Sequence[Session]
    relief: Relief


def report(
    page: FollowUp,
    drawn: Drawn,
    who: Who,
    made: datetime,
    sections: frozenset[str],
    questions: Sequence[str] = (),
) -> Report:
    """The sections that are on; the head, the sentences and the foot are always there."""
    day = _Days(who.locale)
    window = Window(page.span.since, page.span.until)
    rows = page.sessions if "sessions" in sections else ()
    notes = page.notes if "notes" in sections else ()
    return Report(
        name=who.name,
        born=day.of(who.born_on) if who.born_on else "on a day not given",
        dates=f"{day.of(page.span.since)} – {day.of(page.span.until)}",
        logged=f"{page.days_logged} of {count(page.span.days, 'day', 'days')} logged",
        made=day.of(made.date()),
        mark=who.mark,
        reading=tuple(
            ("●" if part.score is Score.ANXIETY else "◆", _said(page, part.sentences))
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
        questions=tuple(shortened(words) for words in questions[:MOST_QUESTIONS])
        if "questions" in sections
        else (),
        notes=tuple(f"{day.of(n.wall.date())}: {shortened(n.words)}" for n in notes[:MOST_NOTES]),
        more_notes=_more(len(notes) - MOST_NOTES, "more note"),
    )


class _Days:
    def __init__(self, locale: str) -> None:
        self._locale = locale

    def of(self, day: date) -> str:
        return format_date(day, "d MMM y", locale=self._locale)


def _said(page: FollowUp, sentences: Sequence[str]) -> str:
    over = page.relief.over_all
    return " ".join([f"Over all {over} sessions up to here:"] * (over is not None) + [*sentences])


def _more(number: int, what: str) -> str:
    if number <= 0:
        return ""
    return f"{count(number, what, f'{what}s')} not shown."


def _numbers(page: FollowUp, day: _Days) -> tuple[tuple[str, str], ...]:
    top = page.highest
    pressure = (
        (f"{top.systolic}/{top.diastolic}", f"highest blood pressure, {day.of(top.day)}")
        if top
        else ("–", "highest blood pressure: none noted")
    )
    return (*((each.value, each.label) for each in page.relief.stats), pressure)


def _timeline(drawn: Drawn, window: Window) -> Chart | None:
    inside = [c for c in drawn.checkins if window.holds(c.day)]
    held = [s for s in drawn.sessions if window.holds(s.day)]
    if not inside:
        return None
    words = timeline_reading(inside, held, window, window.end)
    title = "Anxiety and mood over time, sessions numbered"
    return Chart(title, figures.timeline(inside, held, window, words), words)


def _after(drawn: Drawn, window: Window) -> tuple[Chart, ...]:
    found = []
    ordered = in_order(drawn.sessions)
    wanted = {s.number for s in ordered if window.holds(s.day)}
    for score in Score:
        outcome = drawn.relief.of(score)
        lines = [
            trail
            for trail in changes(trails(drawn.checkins, ordered, score), outcome)
            if trail.session.number in wanted and trail.points
        ]
        if lines:
            words = f"{score.capitalize()} after {sessions(len(lines))} as the change from before."
            picture = figures.after_sessions(lines, outcome.course, score, words)
            found.append(Chart("After the sessions", picture, words))
    return tuple(found)


def _effects(drawn: Drawn, window: Window) -> Chart | None:
    held = {s.treatment_id for s in drawn.sessions if window.holds(s.day)}
    found = effects(drawn.checkins, drawn.sessions, held)
    if not found.by_kind:
        return None
    asked = sum(1 for _, tally in found.by_session if tally.answered)
    words = effects_reading(found)
    title = "Side effects, sessions in which they were reported"
    return Chart(title, figures.effects_bars(found.by_kind, asked, words), words)


def _row(row: SessionRow, day: _Days, zone: str) -> tuple[str, ...]:
    top = row.highest
    return (
        str(row.number),
        _began(row, day, zone),
        row.given.label,
        _pair(row.relief, "before"),
        *(_changes(row.relief, at) for at in range(4)),
        _pair(row.relief, "began"),
        _pair(row.relief, "lasted"),
        _worst(row),
        f"{top.systolic}/{top.diastolic}" if top else "–",
    )


def _began(row: SessionRow, day: _Days, zone: str) -> str:
    """The day of the diary, and what its date alone would hide."""
    given = row.given
    late = given.wall.date() != row.day
    away = given.zone is not None and not same_clock(given.at, given.zone, zone)
    return (
        day.of(row.day)
        + "\n(after midnight)" * late
        + f"\n({(given.zone or '').replace('_', ' ')})" * away
    )


def _pair(columns: Sequence[Columns], name: str) -> str:
    cells: list[tuple[str, Cell]] = [(c.symbol, getattr(c, name)) for c in columns]
    if all(cell.words == "–" for _, cell in cells):
        return "–"
    return "\n".join(f"{symbol} {cell.words}" for symbol, cell in cells)


def _changes(columns: Sequence[Columns], at: int) -> str:
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
    told = page.medication
    found = [
        f"{one.what} on {day.of(one.wall.date())}"
        + (f": {shortened(one.words, 80)}" if one.words else "")
        for one in told.changes[:5]
    ]
    if told.taken:
        found.append(f"taken as usual: noted {count(told.taken, 'time', 'times')}")
    return tuple(found)
