"""One patient's follow-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from diary import clock
from diary.access.opening import read_diary
from diary.access.queries import patient_of
from diary.access.rules import OpenDiary
from diary.charts import queries as charts
from diary.charts.pages import ChartView, chart_views
from diary.charts.rules import STYLE_HASHES, Mark, Session
from diary.charts.rules.ranges import LEAD
from diary.clinic.forms import SpanForm
from diary.clinic.pages import follow_up as pages
from diary.clinic.queries.entries import entries_of
from diary.clinic.queries.news import news
from diary.clinic.queries.questions import open_questions
from diary.clinic.queries.treatments import every_session
from diary.clinic.queries.visits import visit_days, visits
from diary.clinic.routes.blueprint import bp
from diary.clinic.rules import Given, Span, choose_range
from diary.transactions import transaction
from diary.web.guards import Role, only, viewer

NOON = time(12)


@dataclass(frozen=True)
class Looked:
    """One diary over one span: the words and numbers, and the rows that charts are made of."""

    span: Span
    page: pages.FollowUp
    analysed: pages.Analysed
    rows: charts.Rows


@bp.get("/patients/<uuid:patient_id>")
@only(Role.DOCTOR)
def follow_up(patient_id: UUID) -> ResponseReturnValue:
    """One patient on one page, since the last visit or for the dates asked for."""
    diary = read_diary(patient_id, "follow-up")
    form = SpanForm(request.args)
    status = 200 if form.accepts(today_of(diary)) else 422
    found = looked_at(diary, *form.dates)
    answer = render_template(
        "clinic/follow_up.html",
        form=form,
        page=found.page,
        views=_charts(diary, found),
        patient=patient_of(transaction(), diary),
        diary=diary,
        visits=visits(transaction(), diary),
        questions=open_questions(transaction(), diary),
        news=news(transaction(), diary, clock.now(), viewer().zone),
        now=clock.now(),
    )
    return answer, status


def today_of(diary: OpenDiary) -> date:
    """The day that it is in this diary."""
    return diary.today(clock.now())


def looked_at(diary: OpenDiary, since: date | None, until: date | None) -> Looked:
    """Everything of one diary for the dates asked for, else since the last visit."""
    days = choose_range(visit_days(transaction(), diary), today_of(diary), since, until)
    given = every_session(transaction(), diary)
    analysed = _analysed(diary, days, given)
    page = pages.follow_up(diary, days, entries_of(transaction(), diary, days), given, analysed)
    # rows from a while before it show what a session started from
    rows = charts.load(transaction(), diary, days.since - LEAD, days.until)
    return Looked(days, page, analysed, rows)


def _analysed(diary: OpenDiary, days: Span, given: Sequence[Given]) -> pages.Analysed:
    """The sessions of these days; where they are too few for a pattern, it is told over all."""
    now, told = clock.now(), pages.numbers_of(diary, days, given)
    inside = charts.relief(transaction(), diary, now, session_numbers=told, until=days.until)
    if not inside.too_few:
        return pages.Analysed(inside, inside)
    every = charts.relief(transaction(), diary, now, until=days.until)
    return pages.Analysed(inside, inside if every.too_few else every)


def _charts(diary: OpenDiary, found: Looked) -> tuple[ChartView, ...]:
    """The charts of the span."""
    held = [
        Mark("visit", datetime.combine(day, NOON), "Visit")
        for day in visit_days(transaction(), diary)
    ]
    g.style_hashes = STYLE_HASHES
    return chart_views(
        found.rows.checkins,
        sessions_until(found),
        [*found.rows.marks, *held],
        found.analysed.inside,
        found.span.until,
        detail=True,
        since=found.span.since,
    )


def sessions_until(found: Looked) -> list[Session]:
    """The sessions up to the end of the span."""
    return [one for one in found.rows.sessions if one.day <= found.span.until]
