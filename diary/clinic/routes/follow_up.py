"""One patient's follow-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from diary import clock
from diary.access.opening import read_diary
from diary.access.queries import load_patient
from diary.access.rules import OpenDiary
from diary.charts import queries as charts
from diary.charts.pages import ChartView, chart_views
from diary.charts.rules import STYLE_HASHES, ChartTreatment, Mark
from diary.clinic.forms import DateRangeForm
from diary.clinic.pages import follow_up as pages
from diary.clinic.queries.entries import summarize_entry
from diary.clinic.queries.follow_up import load_records
from diary.clinic.queries.news import find_news
from diary.clinic.queries.questions import list_open_questions
from diary.clinic.queries.visits import VisitRow, list_visits
from diary.clinic.routes.blueprint import bp
from diary.clinic.rules import DateRange, choose_range
from diary.domain.entries import EntryScores
from diary.domain.treatments import TreatmentStatus
from diary.request_state import request_state
from diary.transactions import transaction
from diary.web.guards import Role, only, viewer

NOON = time(12)


@dataclass(frozen=True)
class LoadedFollowUp:
    """One diary for some dates: words and numbers, and the rows for its charts."""

    span: DateRange
    page: pages.FollowUp
    analysed: pages.AnalysedSessions
    rows: charts.ChartRows
    visits: Sequence[VisitRow]


@bp.get("/patients/<uuid:patient_id>")
@only(Role.DOCTOR)
def follow_up(patient_id: UUID) -> ResponseReturnValue:
    """Show one patient on one page, since the last visit or for the requested dates."""
    diary = read_diary(patient_id, "follow-up")
    form = DateRangeForm(request.args)
    status = 200 if form.accepts(today_of(diary)) else 422
    loaded = load_follow_up(diary, *form.dates)
    answer = render_template(
        "clinic/follow_up.html",
        form=form,
        page=loaded.page,
        views=_charts(loaded),
        patient=load_patient(transaction(), diary),
        diary=diary,
        visits=loaded.visits,
        questions=list_open_questions(transaction(), diary),
        news=find_news(transaction(), diary, clock.now(), viewer().zone),
        now=clock.now(),
    )
    return answer, status


def today_of(diary: OpenDiary) -> date:
    """Today's date in this diary."""
    return diary.today(clock.now())


def load_follow_up(diary: OpenDiary, since: date | None, until: date | None) -> LoadedFollowUp:
    """Load one diary for the requested dates, or else since the last visit."""
    visits = list_visits(transaction(), diary)
    days = choose_range(_own_days(visits), today_of(diary), since, until)
    records = load_records(transaction(), diary, days)
    until_end = [entry for entry in records.entries if diary.day_of(entry.wall) <= days.until]
    done = [each for each in records.treatments if each.status is TreatmentStatus.DONE]
    rows = charts.build_rows(diary, until_end, done)
    numbers = pages.session_numbers(diary, days, records.treatments)
    analysed = _analysed(diary, days.until, rows.sessions, records.scores, numbers)
    last = days.until + timedelta(days=1)  # entries of this day may follow the last treatment
    entries = [
        summarize_entry(entry, diary)
        for entry in records.entries
        if days.since <= diary.day_of(entry.wall) <= last
    ]
    page = pages.build_follow_up(diary, days, entries, records.treatments, analysed)
    return LoadedFollowUp(days, page, analysed, rows, visits)


def _own_days(visits: Sequence[VisitRow]) -> list[date]:
    """The dates of the visits with this clinician, oldest first."""
    return sorted(visit.held_on for visit in visits if visit.is_mine)


def _analysed(
    diary: OpenDiary,
    until: date,
    sessions: Sequence[ChartTreatment],
    scores: Sequence[EntryScores],
    numbers: frozenset[int],
) -> pages.AnalysedSessions:
    """Analyse the sessions of these dates. Too few for a pattern means all sessions so far."""
    analyse = partial(charts.analyse, diary, sessions, scores, clock.now(), until=until)
    inside = analyse(session_numbers=numbers)
    if not inside.too_few:
        return pages.AnalysedSessions(inside, inside)
    every = analyse()
    return pages.AnalysedSessions(inside, inside if every.too_few else every)


def _charts(loaded: LoadedFollowUp) -> tuple[ChartView, ...]:
    """Draw the charts of the dates."""
    visit_marks = [
        Mark("visit", datetime.combine(day, NOON), "Visit") for day in _own_days(loaded.visits)
    ]
    request_state().style_hashes = STYLE_HASHES
    return chart_views(
        loaded.rows.entries,
        sessions_until(loaded),
        [*loaded.rows.marks, *visit_marks],
        loaded.analysed.inside,
        loaded.span.until,
        detail=True,
        since=loaded.span.since,
    )


def sessions_until(loaded: LoadedFollowUp) -> list[ChartTreatment]:
    """The sessions up to the last of the dates."""
    return [each for each in loaded.rows.sessions if each.day <= loaded.span.until]
