"""All sessions, and a new one."""

from uuid import UUID, uuid4

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from diary import clock
from diary.access.opening import read_diary, write_diary
from diary.access.rules import OpenDiary
from diary.transactions import transaction
from diary.treatments import actions, pages, queries
from diary.treatments.forms import Asked, TreatmentForm
from diary.treatments.routes.blueprint import BOTH, around, bp, to
from diary.treatments.rules.kinds import Status
from diary.treatments.rules.treatment import Treatment
from diary.web.guards import only


@bp.get("/sessions")
@bp.get("/patients/<uuid:patient_id>/sessions")
@only(*BOTH)
def sessions(patient_id: UUID | None = None) -> ResponseReturnValue:
    """Every session: ahead, past, cancelled."""
    diary = read_diary(patient_id, "sessions")
    treatments = queries.list_treatments(transaction(), diary)
    page = pages.overview(treatments, clock.now(), diary.day_boundary)
    return render_template("treatments/list.html", page=page, **around(diary))


@bp.get("/sessions/new")
@bp.get("/patients/<uuid:patient_id>/sessions/new")
@only(*BOTH)
def new(patient_id: UUID | None = None) -> ResponseReturnValue:
    """The form, with what stays the same from one session to the next."""
    diary = read_diary(patient_id, "session form")
    status = request.args.get("status")
    last = queries.last_done(transaction(), diary, clock.now())
    form = TreatmentForm(
        asked(diary),
        treatment_id=str(uuid4()),
        status=status if status in (Status.DONE, Status.PLANNED) else None,
        **pages.next_after(last),
    )
    return _form(diary, form)


@bp.post("/sessions/new")
@bp.post("/patients/<uuid:patient_id>/sessions/new")
@only(*BOTH)
def add(patient_id: UUID | None = None) -> ResponseReturnValue:
    """Plan or record it, once, however often it is sent."""
    diary = write_diary(patient_id)
    form = TreatmentForm(asked(diary))
    if not form.validate():
        return _form(diary, form), 422
    treatment_id, details = UUID(form.treatment_id.data), form.details()
    if not form.again.data:
        repeated = actions.find_repeated(transaction(), diary, treatment_id, details)
        if repeated is not None:
            return _form(diary, form, repeated), 422
    treatment = actions.add(transaction(), diary, treatment_id, details)
    return redirect(to("saved", diary, treatment_id=treatment.id), 303)


def asked(diary: OpenDiary, zone: str | None = None) -> Asked:
    """What the form asks of this viewer; the words are the patient's own to write."""
    return Asked(
        zone or diary.zone,
        clock.now(),
        words=diary.is_owner,
        costs=diary.sees_costs,
        places=diary.sees_notes,
        born_on=diary.born_on,
    )


def _form(diary: OpenDiary, form: TreatmentForm, repeated: Treatment | None = None) -> str:
    return render_template("treatments/new.html", form=form, repeated=repeated, **around(diary))
