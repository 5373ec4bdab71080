"""The readings of a session: blood pressure, pulse, oxygen."""

from uuid import UUID, uuid4

from flask import abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from diary import clock
from diary.access.opening import read_diary, write_diary
from diary.access.rules import OpenDiary
from diary.domain.treatments import Treatment
from diary.domain.vital_signs import MOST_VITAL_SIGNS
from diary.transactions import transaction
from diary.treatments import actions, pages
from diary.treatments.forms import VitalSignsForm
from diary.treatments.routes.blueprint import (
    BOTH,
    bp,
    load_surviving_treatment,
    page_url,
    template_context,
)
from diary.web.guards import only


@bp.get("/sessions/<uuid:treatment_id>/vitals")
@bp.get("/patients/<uuid:patient_id>/sessions/<uuid:treatment_id>/vitals")
@only(*BOTH)
def vitals(treatment_id: UUID, patient_id: UUID | None = None) -> ResponseReturnValue:
    """Those that are there, and the form for one more."""
    diary = read_diary(patient_id, "session")
    treatment = load_surviving_treatment(diary, treatment_id)
    return _form(diary, treatment, VitalSignsForm(treatment, clock.now(), vitals_id=str(uuid4())))


@bp.post("/sessions/<uuid:treatment_id>/vitals")
@bp.post("/patients/<uuid:patient_id>/sessions/<uuid:treatment_id>/vitals")
@only(*BOTH)
def add_vitals(treatment_id: UUID, patient_id: UUID | None = None) -> ResponseReturnValue:
    """Add one, once, however often it is sent."""
    diary = write_diary(patient_id)
    treatment = load_surviving_treatment(diary, treatment_id)
    form = VitalSignsForm(treatment, clock.now())
    if not form.validate():
        return _form(diary, treatment, form), 422
    new = form.vitals()
    if not form.again.data and actions.find_repeated_vital_signs(treatment, new):
        return _form(diary, treatment, form, repeated=True), 422
    if len(treatment.vitals) >= MOST_VITAL_SIGNS:
        form.form_errors.append(f"A session holds at most {MOST_VITAL_SIGNS} readings.")
        return _form(diary, treatment, form), 422
    actions.add_vital_signs(transaction(), diary, treatment.id, new)
    return redirect(page_url("saved", diary, treatment_id=treatment.id), 303)


@bp.post("/sessions/<uuid:treatment_id>/vitals/<uuid:vitals_id>/remove")
@bp.post("/patients/<uuid:patient_id>/sessions/<uuid:treatment_id>/vitals/<uuid:vitals_id>/remove")
@only(*BOTH)
def remove_vitals(
    treatment_id: UUID, vitals_id: UUID, patient_id: UUID | None = None
) -> ResponseReturnValue:
    """Take one out. The session keeps what was there as an earlier version."""
    diary = write_diary(patient_id)
    treatment_id = load_surviving_treatment(diary, treatment_id).id
    if not actions.remove_vital_signs(transaction(), diary, treatment_id, vitals_id):
        abort(404)
    flash("The reading is taken out.")
    return redirect(page_url("vitals", diary, treatment_id=treatment_id), 303)


def _form(
    diary: OpenDiary, treatment: Treatment, form: VitalSignsForm, *, repeated: bool = False
) -> str:
    page = pages.build_treatment_page(treatment, "")
    return render_template(
        "treatments/vitals.html", page=page, form=form, repeated=repeated, **template_context(diary)
    )
