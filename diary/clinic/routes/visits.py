"""Adding and editing visits."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from diary import clock
from diary.access.opening import read_diary, write_diary
from diary.access.queries import load_patient
from diary.access.rules import OpenDiary
from diary.clinic import actions
from diary.clinic.forms import VisitForm
from diary.clinic.queries.visits import find_own_visit, list_visit_versions
from diary.clinic.routes.blueprint import bp
from diary.transactions import transaction
from diary.web.guards import Role, only, viewer

SAVED = "The visit is saved."
SAVED_ALREADY = "This visit was saved already. It is in the list once."


@bp.get("/patients/<uuid:patient_id>/visits/new")
@only(Role.DOCTOR)
def new_visit(patient_id: UUID) -> ResponseReturnValue:
    """Show the form for a visit."""
    diary = read_diary(patient_id, "visit form")
    return _visit_form(diary, VisitForm(held_on=clock.today(viewer().zone)))


@bp.post("/patients/<uuid:patient_id>/visits/new")
@only(Role.DOCTOR)
def add_visit(patient_id: UUID) -> ResponseReturnValue:
    """Store a visit."""
    diary, form = write_diary(patient_id), VisitForm()
    words = _read_form(form, diary)
    if words is None:
        return _visit_form(diary, form), 422
    is_repeated = actions.find_repeated_visit(transaction(), diary, words) is not None
    actions.add_visit(transaction(), diary, words)
    return _visit_kept(diary, SAVED_ALREADY if is_repeated else SAVED)


@bp.get("/patients/<uuid:patient_id>/visits/<uuid:visit_id>")
@only(Role.DOCTOR)
def visit(patient_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Show the form for editing a visit that this doctor wrote."""
    diary = read_diary(patient_id, "visit form")
    saved = find_own_visit(transaction(), diary, visit_id)
    if saved is None:
        abort(404)
    form = VisitForm(
        held_on=saved.held_on, note=saved.note, plan=saved.plan, next_meeting=saved.next_meeting
    )
    return _visit_form(diary, form, visit_id)


@bp.post("/patients/<uuid:patient_id>/visits/<uuid:visit_id>")
@only(Role.DOCTOR)
def edit_visit(patient_id: UUID, visit_id: UUID) -> ResponseReturnValue:
    """Store an edit and keep the earlier version."""
    diary, form = write_diary(patient_id), VisitForm()
    if find_own_visit(transaction(), diary, visit_id) is None:
        abort(404)
    words = _read_form(form, diary)
    if words is None:
        return _visit_form(diary, form, visit_id), 422
    actions.edit_visit(transaction(), diary, visit_id, words)
    return _visit_kept(diary, SAVED)


def _read_form(form: VisitForm, diary: OpenDiary) -> actions.VisitDraft | None:
    """Read a visit from the form. None if the form has a fault."""
    if not form.validate() or form.fault(clock.today(viewer().zone), diary.born_on):
        return None
    return actions.VisitDraft(
        form.held_on.value, form.note.value, form.plan.value, form.next_meeting.value
    )


def _visit_form(diary: OpenDiary, form: VisitForm, visit_id: UUID | None = None) -> str:
    return render_template(
        "clinic/visit.html",
        form=form,
        patient=load_patient(transaction(), diary),
        diary=diary,
        visit_id=visit_id,
        earlier=list_visit_versions(transaction(), diary, visit_id) if visit_id else [],
    )


def _visit_kept(diary: OpenDiary, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("clinic.follow_up", patient_id=diary.patient_id), 303)
