"""Noting what happened, in the transaction of the change itself."""

from uuid import UUID

from sqlalchemy.orm import Session

from diary import clock
from diary.audit.models import AuditEvent
from diary.audit.rules import Event


def record(
    session: Session,
    event: Event,
    actor_id: UUID,
    *,
    patient_id: UUID | None = None,
    object_id: UUID | None = None,
    detail: str | None = None,
) -> None:
    """Note one event. ``detail`` is for a page's name or a count, never for words of a person."""
    session.add(
        AuditEvent(
            at_utc=clock.now(),
            event=event.value,
            actor_id=actor_id,
            patient_id=patient_id,
            object_id=object_id,
            detail=detail,
        )
    )
    session.flush()
