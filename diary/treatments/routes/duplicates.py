"""Two records of what may be one session: yes, or no."""

from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from diary.access.opening import write_diary
from diary.transactions import transaction
from diary.treatments import actions
from diary.treatments.routes.blueprint import BOTH, bp, load_treatment, page_url
from diary.web.guards import only

ONE_NOW = "They are one session now. What both records said is kept below, and you can undo this."


@bp.post("/sessions/<uuid:treatment_id>/same")
@bp.post("/patients/<uuid:patient_id>/sessions/<uuid:treatment_id>/same")
@only(*BOTH)
def merge(treatment_id: UUID, patient_id: UUID | None = None) -> ResponseReturnValue:
    """It is the same session as the other one, which the form names."""
    diary = write_diary(patient_id)
    load_treatment(diary, treatment_id)
    other_id = _id(request.form.get("other", ""))
    try:
        if other_id is None:
            raise actions.TreatmentNotFound
        treatment_id = actions.merge_duplicate(transaction(), diary, treatment_id, other_id)
    except (actions.TreatmentNotFound, actions.NotADuplicate):
        flash("These two cannot be the same session. Both are kept.", "warning")
    else:
        flash(ONE_NOW)
    return redirect(page_url("show", diary, treatment_id=treatment_id), 303)


@bp.post("/sessions/<uuid:treatment_id>/separate")
@bp.post("/patients/<uuid:patient_id>/sessions/<uuid:treatment_id>/separate")
@only(*BOTH)
def keep_apart(treatment_id: UUID, patient_id: UUID | None = None) -> ResponseReturnValue:
    """It is another session. Nobody is asked again."""
    diary = write_diary(patient_id)
    load_treatment(diary, treatment_id)
    actions.mark_separate(transaction(), diary, treatment_id)
    flash("Both sessions are kept.")
    return redirect(page_url("show", diary, treatment_id=treatment_id), 303)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
