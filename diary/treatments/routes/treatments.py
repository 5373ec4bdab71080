"""All sessions, and a new one."""

from uuid import UUID, uuid4

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from diary import clock
from diary.access.opening import read_diary, write_diary
from diary.access.rules import OpenDiary
from diary.domain.treatments import Treatment, TreatmentStatus
from diary.transactions import transaction
from diary.treatments import actions, pages, queries
from diary.treatments.forms import TreatmentForm, TreatmentFormContext
from diary.treatments.routes.blueprint import BOTH, bp, page_url, template_context
from diary.web.guards import only


@bp.get("/sessions")
@bp.get("/patients/<uuid:patient_id>/sessions")
@only(*BOTH)
def sessions(patient_id: UUID | None = None) -> ResponseReturnValue:
    """Every session: ahead, past, cancelled."""
    diary = read_diary(patient_id, "sessions")
    treatments = queries.list_treatments(transaction(), diary)
    page = pages.build_overview(treatments, clock.now(), diary.day_boundary)
    return render_template("treatments/list.html", page=page, **template_context(diary))


@bp.get("/sessions/new")
@bp.get("/patients/<uuid:patient_id>/sessions/new")
@only(*BOTH)
def new(patient_id: UUID | None = None) -> ResponseReturnValue:
    """The form, with what stays the same from one session to the next."""
    diary = read_diary(patient_id, "session form")
    status = request.args.get("status")
    last = queries.find_last_done(transaction(), diary, clock.now())
    form = TreatmentForm(
        build_form_context(diary),
        treatment_id=str(uuid4()),
        status=status if status in (TreatmentStatus.DONE, TreatmentStatus.PLANNED) else None,
        **pages.build_next_form_data(last),
    )
    return _form(diary, form)


@bp.post("/sessions/new")
@bp.post("/patients/<uuid:patient_id>/sessions/new")
@only(*BOTH)
def add(patient_id: UUID | None = None) -> ResponseReturnValue:
    """Plan or record it, once, however often it is sent."""
    diary = write_diary(patient_id)
    form = TreatmentForm(build_form_context(diary))
    if not form.validate():
        return _form(diary, form), 422
    treatment_id, details = UUID(form.treatment_id.data), form.details()
    if not form.again.data:
        repeated = actions.find_repeated(transaction(), diary, treatment_id, details)
        if repeated is not None:
            return _form(diary, form, repeated), 422
    treatment = actions.add_treatment(transaction(), diary, treatment_id, details)
    return redirect(page_url("saved", diary, treatment_id=treatment.id), 303)


def build_form_context(diary: OpenDiary, zone: str | None = None) -> TreatmentFormContext:
    """What the form asks of this viewer. The words are the patient's own to write."""
    return TreatmentFormContext(
        zone or diary.zone,
        clock.now(),
        words=diary.is_owner,
        costs=diary.sees_costs,
        places=diary.sees_notes,
        born_on=diary.born_on,
    )


def _form(diary: OpenDiary, form: TreatmentForm, repeated: Treatment | None = None) -> str:
    return render_template(
        "treatments/new.html", form=form, repeated=repeated, **template_context(diary)
    )
