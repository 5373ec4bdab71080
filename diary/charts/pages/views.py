"""The charts of one diary, ready for the macro `chart(view)`."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup
from plotly.offline import get_plotlyjs_version

from diary.charts import figures
from diary.charts.figures import Figure
from diary.charts.pages import tables
from diary.charts.rules import ChartEntry, ChartTable, ChartTreatment, DateWindow, Mark, sentences
from diary.charts.rules.days import window_of
from diary.charts.rules.effects import effects
from diary.charts.rules.levels import levels_of, reasons_of
from diary.charts.rules.relief import ReliefAnalysis
from diary.charts.rules.session_curves import AFTER_HOURS, BEFORE_HOURS, changes, in_order, trails
from diary.charts.rules.vital_signs import collect_vital_signs
from diary.charts.rules.words import count_sessions
from diary.domain.scores import Score
from diary.relief.phrases import Audience
from diary.relief.sentences import build_sentences, find_chance_sentence

PLOTLY_VERSION: str = get_plotlyjs_version()


@dataclass(frozen=True, slots=True)
class ChartView:
    """One chart. Without a `figure_json` there is nothing to draw: the reading says why."""

    id: str
    title: str
    reading: str
    figure_json: Markup | None = None
    table: ChartTable | None = None
    height: int = 0  # px, so that the page can keep the room free
    note: str = ""

    @property
    def aria_label(self) -> str:
        return f"Chart: {self.title}. {self.reading}"

    @property
    def wide(self) -> bool:
        return self.id in ("timeline", "after-sessions", "by-session")

    @property
    def plotly_version(self) -> str:
        return PLOTLY_VERSION


def chart_views(
    entries: Sequence[ChartEntry],
    sessions: Sequence[ChartTreatment],
    marks: Sequence[Mark],
    relief: ReliefAnalysis,
    today: date,
    *,
    detail: bool,
    since: date | None = None,
) -> tuple[ChartView, ...]:
    """All charts for the days from `since` to today. Rows before `since` may be passed too: the
    timeline leaves them out, and the charts by session need those around the first session.
    `relief` speaks of the sessions in these days.
    """
    ordered = in_order(sessions)
    window = window_of(entries, ordered, today, since)
    shown_sessions = tuple(s for s in ordered if window.holds(s.day))
    views = [_timeline(entries, shown_sessions, marks, window, today, detail)]
    if entries or shown_sessions:
        views += _by_session(entries, ordered, shown_sessions, relief, detail)
    return tuple(views)


def _timeline(
    entries: Sequence[ChartEntry],
    shown_sessions: Sequence[ChartTreatment],
    marks: Sequence[Mark],
    window: DateWindow,
    today: date,
    detail: bool,
) -> ChartView:
    inside = sorted((c for c in entries if window.holds(c.day)), key=lambda c: c.at)
    noted = [m for m in marks if window.holds(m.day)]
    title = "Anxiety and mood over time"
    if not entries and not shown_sessions:
        reading = "No entries yet. After the first one, this page shows it as a chart."
        return ChartView("timeline", title, reading)
    last = max((c.day for c in entries), default=None)
    reading = sentences.timeline_reading(inside, shown_sessions, window, today, last)
    if not inside:
        return ChartView("timeline", title, reading)
    if not any(c.has_score for c in inside):
        table = tables.timeline_table(inside, shown_sessions, noted)
        return ChartView("timeline", title, reading, table=table)
    spec = figures.timeline(inside, shown_sessions, noted, window, detail=detail)
    table = tables.timeline_table(inside, shown_sessions, noted)
    note = (
        "Pale bars: lowest to highest of a day with several entries. "
        "A day with a session is drawn in two parts, before and after it. "
        "Gaps: more than 48 hours without an entry."
    )
    if any(trace["meta"] == "session ticks" for trace in spec["data"]):
        note += (
            " Sessions that lie close together share a dotted line; "
            "each has a short stroke at the top."
        )
    return _view("timeline", title, reading, spec, table, note)


def _by_session(
    entries: Sequence[ChartEntry],
    ordered: Sequence[ChartTreatment],
    shown_sessions: Sequence[ChartTreatment],
    relief: ReliefAnalysis,
    detail: bool,
) -> list[ChartView]:
    title = _overlay_title(detail)
    if not shown_sessions:
        reading = "No sessions in these days. Once one is recorded, entries are shown around it."
        return [ChartView("after-sessions", title, reading)]
    return [
        _overlay(entries, ordered, shown_sessions, relief, detail),
        _levels(shown_sessions, relief, detail),
        *_effects(entries, ordered, shown_sessions, detail),
        *_vitals(shown_sessions, detail),
    ]


def _overlay(
    entries: Sequence[ChartEntry],
    ordered: Sequence[ChartTreatment],
    shown_sessions: Sequence[ChartTreatment],
    relief: ReliefAnalysis,
    detail: bool,
) -> ChartView:
    """Cut by all sessions, those outside the window too. Shown for those inside it."""
    treatment_ids = {s.treatment_id for s in shown_sessions}
    anxiety, mood = (
        [
            t
            for t in changes(trails(entries, ordered, score), relief.of(score))
            if t.session.treatment_id in treatment_ids
        ]
        for score in Score
    )
    title, spoken = _overlay_title(detail), _list_paragraphs(relief, detail)
    short = [row for row in levels_of(shown_sessions, relief) if not row.has_base]
    if not any(t.points for t in (*anxiety, *mood)):
        reading = "A change can be drawn once there are entries on 5 days before and some after."
        if short and detail:
            reading += f" {count_sessions(len(short))} left out: {reasons_of(short)}."
        return ChartView("after-sessions", title, "\n\n".join([*spoken, reading]))
    counted = sentences.overlay_reading(anxiety, mood, _in_reach(entries, shown_sessions), short)
    courses = {score: relief.of(score).course for score in Score}
    spec = figures.overlay(anxiety, mood, courses, detail=detail)
    note = (
        "A line ends at the next session. Hollow dots: the first 2 hours. "
        "The time near the start is stretched."
    )
    table = tables.overlay_table({Score.ANXIETY: anxiety, Score.MOOD: mood}, courses)
    return _view("after-sessions", title, "\n\n".join([*spoken, counted]), spec, table, note)


def _list_paragraphs(relief: ReliefAnalysis, detail: bool) -> list[str]:
    """The patient's words on what followed, a paragraph for each score.

    The doctor's stand at the head of the page.
    """
    if detail:
        return []
    lines = [
        " ".join(s.text for s in build_sentences(relief.of(score), score, Audience.ANA))
        for score in Score
    ]
    return [*lines, find_chance_sentence(Audience.ANA)]


def _levels(
    shown_sessions: Sequence[ChartTreatment], relief: ReliefAnalysis, detail: bool
) -> ChartView:
    rows = levels_of(shown_sessions, relief)
    title = "Session by session"
    reading = sentences.levels_reading(rows)
    if not any(row.measured for row in rows):
        return ChartView("by-session", title, reading, table=tables.levels_table(rows))
    spec = figures.levels(rows, detail=detail)
    return _view("by-session", title, reading, spec, tables.levels_table(rows))


def _overlay_title(detail: bool) -> str:
    return "After the sessions" if detail else "After your sessions"


def _in_reach(entries: Sequence[ChartEntry], shown_sessions: Sequence[ChartTreatment]) -> int:
    """Entries from 24 h before one of these sessions to 14 days after, each counted once."""
    starts = [session.at for session in shown_sessions]
    before, after = timedelta(hours=BEFORE_HOURS), timedelta(hours=AFTER_HOURS)
    return sum(
        bisect_left(starts, c.at - after) < bisect_right(starts, c.at + before)
        for c in entries
        if c.has_score
    )


def _effects(
    entries: Sequence[ChartEntry],
    ordered: Sequence[ChartTreatment],
    shown_sessions: Sequence[ChartTreatment],
    detail: bool,
) -> list[ChartView]:
    counted = effects(entries, ordered, {s.treatment_id for s in shown_sessions})
    title = "Side effects after sessions"
    reading = sentences.effects_reading(counted)
    if not counted.total.reported:
        return [ChartView("side-effects", title, reading, table=tables.hours_table(counted))]
    by_hours = figures.by_hours(counted.by_hours, detail=detail)
    views = [_view("side-effects", title, reading, by_hours, tables.hours_table(counted))]
    views.append(
        _view(
            "side-effects-by-session",
            "Side effects, session by session",
            sentences.sessions_reading(counted),
            figures.by_session(counted.by_session, detail=detail),
            tables.sessions_table(counted),
        )
    )
    if detail:
        answered = sum(1 for _, t in counted.by_session if t.answered)
        views.append(
            _view(
                "side-effects-by-kind",
                "Which side effects",
                sentences.kinds_reading(counted),
                figures.by_kind(counted.by_kind, answered),
                tables.kinds_table(counted),
            )
        )
    return views


def _vitals(shown_sessions: Sequence[ChartTreatment], detail: bool) -> list[ChartView]:
    rows = collect_vital_signs(shown_sessions)
    if not rows:
        return []
    spec = figures.vitals(rows, detail=detail)
    title = "Blood pressure and pulse in sessions"
    note = "Upward triangles: upper (systolic) value. Downward: lower (diastolic). Squares: pulse."
    reading = sentences.vitals_reading(rows)
    return [_view("vitals", title, reading, spec, tables.vitals_table(rows), note)]


def _view(
    name: str, title: str, reading: str, spec: Figure, table: ChartTable, note: str = ""
) -> ChartView:
    # Safe as markup: `as_json` writes every <, > and & as an escape.
    text = Markup(figures.as_json(spec))  # noqa: S704  # nosec B704
    return ChartView(name, title, reading, text, table, spec["layout"]["height"], note)
