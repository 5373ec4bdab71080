"""Noting what happened, in the transaction of the change itself."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import insert
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


def record_each(
    session: Session, event: Event, actor_id: UUID, patient_ids: Iterable[UUID], *, detail: str
) -> None:
    """Note the same event for each of these patients, in one statement."""
    at = clock.now()
    rows = [
        {
            "at_utc": at,
            "event": event.value,
            "actor_id": actor_id,
            "patient_id": patient_id,
            "detail": detail,
        }
        for patient_id in patient_ids
    ]
    if rows:
        session.execute(insert(AuditEvent), rows)
