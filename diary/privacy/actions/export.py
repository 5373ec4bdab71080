"""Recording an export in the audit log."""

from uuid import UUID

from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.audit.actions import record
from diary.audit.rules import Event


def record_export(session: Session, diary: OpenDiary, actor_id: UUID) -> None:
    """Record an export before it is made, by the patient or by the clinic from the shell."""
    if not diary.is_owner:
        raise PermissionError("an export is the patient's own")
    record(session, Event.PRIVACY_EXPORT, actor_id, patient_id=diary.patient_id)
