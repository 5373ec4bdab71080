"""Opening a diary for a page: the access check, once, for every feature.

A page about a patient has two addresses. The patient's own names nobody: its ``patient_id`` is
None. The clinician's names the patient.
"""

from uuid import UUID

from flask import abort
from sqlalchemy.orm import Session

from diary.access import actions
from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.transactions import early_commit, transaction
from diary.web.guards import Role, viewer


def own_diary(session: Session | None = None) -> OpenDiary:
    """Open the signed-in patient's own diary, in the request's transaction if none is given."""
    return _or_404(open_diary(session or transaction(), viewer(), viewer().user_id))


def write_diary(patient_id: UUID | None) -> OpenDiary:
    """Open the diary at this address to change it, in the request's transaction."""
    return _or_404(open_diary(transaction(), viewer(), _patient_at(patient_id)))


def read_diary(patient_id: UUID | None, page: str) -> OpenDiary:
    """Open the diary at this address to read it.

    A clinician's view is recorded first and committed on its own: if that fails, nothing is shown.
    """
    if patient_id is None:
        return write_diary(None)
    with early_commit() as session:
        diary = open_diary(session, viewer(), _patient_at(patient_id))
        if diary is not None:
            actions.record_view(session, diary, page)
    return _or_404(diary)


def record_download(diary: OpenDiary, name: str) -> None:
    """Record that the owner takes a file of their diary, before it is made."""
    with early_commit() as session:
        actions.record_download(session, diary, name)


def _patient_at(patient_id: UUID | None) -> UUID:
    """Whose diary it is: patients have no page at a clinician's address, nor the reverse."""
    if (patient_id is None) != (viewer().role is Role.PATIENT):
        abort(404)
    return patient_id or viewer().user_id


def _or_404(diary: OpenDiary | None) -> OpenDiary:
    """A diary that the viewer may not open does not exist for them."""
    if diary is None:
        abort(404)
    return diary
