"""One session: look, edit, cancel, bring back."""

from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from diary import clock
from diary.access.opening import read_diary, write_diary
from diary.access.rules import OpenDiary
from diary.accounts.queries import find_names
from diary.domain.treatments import Treatment, TreatmentStatus
from diary.transactions import transaction
from diary.treatments import actions, pages, queries
from diary.treatments.forms import TreatmentForm
from diary.treatments.routes.blueprint import (
    BOTH,
    bp,
    find_recorder,
    load_surviving_treatment,
    load_treatment,
    page_url,
    template_context,
)
from diary.treatments.routes.treatments import build_form_context
from diary.web.guards import only

FRESH = timedelta(hours=24)  # as long as words on what to do now are of use


@bp.get("/sessions/<uuid:treatment_id>")
@bp.get("/patients/<uuid:patient_id>/sessions/<uuid:treatment_id>")
@only(*BOTH)
def show(treatment_id: UUID, patient_id: UUID | None = None) -> ResponseReturnValue:
    """Everything about a session, and what it said before."""
    diary = read_diary(patient_id, "session")
    treatment = load_treatment(diary, treatment_id)
    earlier = queries.list_earlier_versions(transaction(), diary, treatment_id)
    names = find_names(transaction(), {treatment.recorded_by, *(by for _, by, _ in earlier)})
    page = pages.build_treatment_page(treatment, names.get(treatment.recorded_by, "somebody"))
    before = [(at, names.get(by, "somebody"), values) for at, by, values in earlier]
    fresh = clock.now() - treatment.starts_at_utc < FRESH
    return render_template(
        "treatments/show.html",
        page=page,
        earlier=before,
        fresh=fresh,
        double=_find_duplicate(diary, treatment),
        survivor=load_surviving_treatment(diary, treatment_id),
        merged=[
            (each, find_recorder(each))
            for each in queries.list_merged(transaction(), diary, treatment.id)
        ],
        **template_context(diary),
    )


@bp.get("/sessions/<uuid:treatment_id>/saved")
@bp.get("/patients/<uuid:patient_id>/sessions/<uuid:treatment_id>/saved")
@only(*BOTH)
def saved(treatment_id: UUID, patient_id: UUID | None = None) -> ResponseReturnValue:
    """What was saved, what to do about a value beyond a limit, what to check for a slip."""
    diary = read_diary(patient_id, "session")
    treatment = load_surviving_treatment(diary, treatment_id)
    last = queries.find_last_done(transaction(), diary, treatment.starts_at_utc)
    if last is not None and last.id == treatment.id:
        last = None
    page = pages.build_treatment_page(treatment, "", last)
    return render_template(
        "treatments/saved.html",
        page=page,
        double=_find_duplicate(diary, treatment),
        **template_context(diary),
    )


@bp.get("/sessions/<uuid:treatment_id>/edit")
@bp.get("/patients/<uuid:patient_id>/sessions/<uuid:treatment_id>/edit")
@only(*BOTH)
def edit(treatment_id: UUID, patient_id: UUID | None = None) -> ResponseReturnValue:
    """The form with what the session says."""
    diary = read_diary(patient_id, "session form")
    treatment = load_treatment(diary, treatment_id)
    if treatment.status is TreatmentStatus.CANCELLED:
        return _ask_to_restore(diary, treatment)
    form = TreatmentForm(
        build_form_context(diary, treatment.zone), **pages.build_form_data(treatment)
    )
    return _form(diary, form, treatment)


@bp.post("/sessions/<uuid:treatment_id>/edit")
@bp.post("/patients/<uuid:patient_id>/sessions/<uuid:treatment_id>/edit")
@only(*BOTH)
def change(treatment_id: UUID, patient_id: UUID | None = None) -> ResponseReturnValue:
    """Keep the change, and what was there before."""
    diary = write_diary(patient_id)
    treatment = load_treatment(diary, treatment_id)
    if treatment.status is TreatmentStatus.CANCELLED:
        return _ask_to_restore(diary, treatment)
    form = TreatmentForm(build_form_context(diary, treatment.zone))
    if not form.validate():
        return _form(diary, form, treatment), 422
    details = pages.keep_start(form.details(), treatment)
    actions.edit_treatment(transaction(), diary, treatment_id, details)
    return redirect(page_url("saved", diary, treatment_id=treatment_id), 303)


@bp.post("/sessions/<uuid:treatment_id>/cancel")
@bp.post("/patients/<uuid:patient_id>/sessions/<uuid:treatment_id>/cancel")
@only(*BOTH)
def cancel(treatment_id: UUID, patient_id: UUID | None = None) -> ResponseReturnValue:
    """It does not take place. This can be undone."""
    diary = write_diary(patient_id)
    load_treatment(diary, treatment_id)
    actions.cancel_treatment(transaction(), diary, treatment_id)
    flash("The session is cancelled. You can undo this below.")
    return redirect(page_url("show", diary, treatment_id=treatment_id), 303)


@bp.post("/sessions/<uuid:treatment_id>/restore")
@bp.post("/patients/<uuid:patient_id>/sessions/<uuid:treatment_id>/restore")
@only(*BOTH)
def restore(treatment_id: UUID, patient_id: UUID | None = None) -> ResponseReturnValue:
    """Undo the cancelling."""
    diary = write_diary(patient_id)
    load_treatment(diary, treatment_id)
    actions.restore_treatment(transaction(), diary, treatment_id)
    flash("The session is back.")
    return redirect(page_url("show", diary, treatment_id=treatment_id), 303)


def _find_duplicate(diary: OpenDiary, treatment: Treatment) -> pages.DuplicateNotice | None:
    """Another record of what may be the same session, and who made it."""
    other = queries.find_duplicate(transaction(), diary, treatment)
    return None if other is None else pages.DuplicateNotice(other, find_recorder(other))


def _ask_to_restore(diary: OpenDiary, treatment: Treatment) -> ResponseReturnValue:
    flash("This session is cancelled. Undo that before you change it.", "warning")
    return redirect(page_url("show", diary, treatment_id=treatment.id), 303)


def _form(diary: OpenDiary, form: TreatmentForm, treatment: Treatment) -> str:
    return render_template(
        "treatments/edit.html", form=form, treatment=treatment, **template_context(diary)
    )
