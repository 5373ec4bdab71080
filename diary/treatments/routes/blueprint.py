"""The blueprint that every page of sessions hangs on, and what they share.

Each page has two addresses: the patient's own, and the one under a patient for their doctor.
"""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, url_for

from diary.access.queries import load_patient
from diary.access.rules import OpenDiary
from diary.accounts.queries import find_names
from diary.domain.treatments import Treatment
from diary.transactions import transaction
from diary.treatments import queries
from diary.web.guards import Role, viewer

bp = Blueprint("treatments", __name__)
BOTH = (Role.PATIENT, Role.DOCTOR)


def load_treatment(diary: OpenDiary, treatment_id: UUID) -> Treatment:
    """One session of this diary. Another's does not exist."""
    treatment = queries.find_treatment(transaction(), diary, treatment_id)
    if treatment is None:
        abort(404)
    return treatment


def load_surviving_treatment(diary: OpenDiary, treatment_id: UUID) -> Treatment:
    """The session, or the one that it was merged into, as far as this diary has it."""
    treatment = load_treatment(diary, treatment_id)
    if treatment.merged_into_id is None:
        return treatment
    return queries.find_treatment(transaction(), diary, treatment.merged_into_id) or treatment


def find_recorder(treatment: Treatment) -> str:
    """Who recorded a session, in a word or a name."""
    if treatment.recorded_by == viewer().user_id:
        return "you"
    names = find_names(transaction(), {treatment.recorded_by})
    return names.get(treatment.recorded_by, "somebody")


def page_url(page: str, diary: OpenDiary, **more: object) -> str:
    """The address of a page of this diary, for whoever looks."""
    patient_id = None if diary.is_owner else diary.patient_id
    return url_for(f"treatments.{page}", patient_id=patient_id, **more)  # type: ignore[arg-type]


def template_context(diary: OpenDiary) -> dict[str, Any]:
    """What every template of sessions is given."""
    return {
        "diary": diary,
        "pid": None if diary.is_owner else diary.patient_id,
        "patient": None if diary.is_owner else load_patient(transaction(), diary),
    }
