"""The doctor's pages: my patients, joining by a code, one follow-up, visits."""

from datetime import datetime, time
from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary import clock
from diary.access.actions import accept_invitation, note_look
from diary.access.queries import open_diary, patient_of, shared_with
from diary.access.rules import OpenDiary
from diary.charts import queries as charts
from diary.charts.pages import ChartView, chart_views
from diary.charts.rules import STYLE_HASHES, Mark
from diary.charts.rules.ranges import LEAD
from diary.clinic import actions
from diary.clinic.forms import JoinForm, SpanForm, VisitForm
from diary.clinic.pages import follow_up as pages
from diary.clinic.pages.patients import grouped, matching
from diary.clinic.queries.entries import entries_of
from diary.clinic.queries.patients import recent_entries, recent_sessions
from diary.clinic.queries.sessions import every_session
from diary.clinic.queries.visits import own_visit, visit_days, visits
from diary.clinic.rules import Span, span
from diary.web.gate import Role, only, viewer
from diary.web.times import diary_day, wall_of
from diary.web.work import session, writing

bp = Blueprint("clinic", __name__)
NOON = time(12)


@bp.get("/patients")
@only(Role.DOCTOR)
def patients() -> ResponseReturnValue:
    """Everybody who shares with this doctor now; each is told that they were looked at."""
    search = request.args.get("search", "")[:100]
    with writing() as own:
        everybody = shared_with(own, viewer())
        shown = matching(everybody, search)
        actions.note_list(own, viewer(), shown)
    now = clock.now()
    groups = grouped(
        shown,
        recent_entries(session(), shown, now),
        recent_sessions(session(), shown, now),
        now,
    )
    return render_template(
        "clinic/patients.html", groups=groups, count=len(everybody), search=search
    )


@bp.get("/patients/join")
@only(Role.DOCTOR)
def join() -> ResponseReturnValue:
    """Where the code of a patient is typed, or scanned."""
    return render_template("clinic/join.html", form=JoinForm())


@bp.post("/patients/join")
@only(Role.DOCTOR)
def use_code() -> ResponseReturnValue:
    """Open the diary that the code is for."""
    form = JoinForm()
    if not form.validate():
        return render_template("clinic/join.html", form=form), 422
    patient_id = accept_invitation(session(), viewer(), form.code.value or "")
    if patient_id is None:
        form.code.errors = ["This code does not open a diary. Ask your patient for a new one."]
        return render_template("clinic/join.html", form=form), 422
    flash("This diary is now open to you.")
    return redirect(url_for("clinic.follow_up", patient_id=patient_id), 303)


@bp.get("/patients/<uuid:patient_id>")
@only(Role.DOCTOR)
def follow_up(patient_id: UUID) -> ResponseReturnValue:
    """One patient on one page, since the last visit or for the dates asked for."""
    diary = _look(patient_id, "follow-up")
    form = SpanForm(request.args)
    status = 200 if form.validate() else 422
    today = diary_day(wall_of(clock.now(), diary.zone), diary.day_boundary)
    days = span(visit_days(session(), diary), today, form.since.value, form.until.value)
    page = pages.follow_up(
        diary, days, entries_of(session(), diary, days), every_session(session(), diary)
    )
    answer = render_template(
        "clinic/follow_up.html",
        form=form,
        page=page,
        views=_charts(diary, days),
        patient=patient_of(session(), diary),
        diary=diary,
        visits=visits(session(), diary),
    )
    return answer, status


@bp.get("/patients/<uuid:patient_id>/visits/new")
@only(Role.DOCTOR)
def new_visit(patient_id: UUID) -> ResponseReturnValue:
    """The form for one follow-up appointment."""
    diary = _look(patient_id, "visit form")
    return _visit_form(diary, VisitForm(held_on=clock.today(viewer().zone)))


@bp.post("/patients/<uuid:patient_id>/visits/new")
@only(Role.DOCTOR)
def add_visit(patient_id: UUID) -> ResponseReturnValue:
    """Keep it."""
    diary, form = _open(patient_id), VisitForm()
    words = _said(form)
    if words is None:
        return _visit_form(diary, form), 422
    actions.add_visit(session(), diary, words)
    return _visit_kept(diary)


@bp.get("/patients/<uuid:patient_id>/visits/<uuid:visit_id>")
@only(Role.DOCTOR)
def visit(patient_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Edit a visit of one's own."""
    diary = _look(patient_id, "visit form")
    found = own_visit(session(), diary, visit_id)
    if found is None:
        abort(404)
    form = VisitForm(
        held_on=found.day, note=found.note, plan=found.plan, next_meeting=found.next_day
    )
    return _visit_form(diary, form, visit_id)


@bp.post("/patients/<uuid:patient_id>/visits/<uuid:visit_id>")
@only(Role.DOCTOR)
def edit_visit(patient_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Keep the change, and what was there before."""
    diary, form = _open(patient_id), VisitForm()
    if own_visit(session(), diary, visit_id) is None:
        abort(404)
    words = _said(form)
    if words is None:
        return _visit_form(diary, form, visit_id), 422
    actions.edit_visit(session(), diary, visit_id, words)
    return _visit_kept(diary)


@bp.get("/visits")
@only(Role.PATIENT)
def my_visits() -> ResponseReturnValue:
    """The patient's own visits: dates and plans, without the doctor's note."""
    diary = _open(viewer().user_id)
    return render_template("clinic/my_visits.html", visits=visits(session(), diary))


def _look(patient_id: UUID, page: str) -> OpenDiary:
    """Open a diary and note the look, for good, before anything is read.

    Whoever may not read it, or where the look cannot be noted, sees nothing.
    """
    with writing() as own:
        diary = open_diary(own, viewer(), patient_id)
        if diary is not None:
            note_look(own, diary, page)
    if diary is None:
        abort(404)
    return diary


def _charts(diary: OpenDiary, days: Span) -> tuple[ChartView, ...]:
    """The charts of the span; rows from a while before it show what a session started from."""
    rows = charts.load(session(), diary, days.since - LEAD, days.until)
    held = [
        Mark("visit", datetime.combine(day, NOON), "Visit") for day in visit_days(session(), diary)
    ]
    g.style_hashes = STYLE_HASHES
    sessions = [
        one for one in rows.sessions if diary_day(one.wall, diary.day_boundary) <= days.until
    ]
    return chart_views(
        rows.checkins, sessions, [*rows.marks, *held], days.until, detail=True, since=days.since
    )


def _open(patient_id: UUID) -> OpenDiary:
    """Open a diary within this request's own transaction."""
    diary = open_diary(session(), viewer(), patient_id)
    if diary is None:
        abort(404)
    return diary


def _said(form: VisitForm) -> actions.VisitWords | None:
    """What the form says, or nothing where it has a fault."""
    if not form.validate() or form.fault(clock.today(viewer().zone)):
        return None
    return actions.VisitWords(
        form.held_on.value, form.note.value, form.plan.value, form.next_meeting.value
    )


def _visit_form(diary: OpenDiary, form: VisitForm, visit_id: UUID | None = None) -> str:
    return render_template(
        "clinic/visit.html",
        form=form,
        patient=patient_of(session(), diary),
        diary=diary,
        visit_id=visit_id,
    )


def _visit_kept(diary: OpenDiary) -> ResponseReturnValue:
    flash("The visit is saved.")
    return redirect(url_for("clinic.follow_up", patient_id=diary.patient_id), 303)
