"""Reading what happened."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diary.audit.models import AuditEvent
from diary.audit.rules import Event


def looks_at(session: Session, patient_id: UUID, newest: int = 200) -> list[AuditEvent]:
    """Every look of somebody else at this patient's diary, newest first."""
    found = session.scalars(
        select(AuditEvent)
        .where(
            AuditEvent.patient_id == patient_id,
            AuditEvent.event == Event.ACCESS_LOOK.value,
            AuditEvent.actor_id != patient_id,
        )
        .order_by(AuditEvent.at_utc.desc(), AuditEvent.id.desc())
        .limit(newest)
    )
    return list(found)


def count_looks(session: Session, patient_id: UUID) -> int:
    """How many looks there were in all."""
    counted = select(func.count()).where(
        AuditEvent.patient_id == patient_id,
        AuditEvent.event == Event.ACCESS_LOOK.value,
        AuditEvent.actor_id != patient_id,
    )
    return session.scalar(counted) or 0


def last_look(
    session: Session, actor_id: UUID, patient_id: UUID, page: str, before: datetime
) -> datetime | None:
    """When somebody last looked at a page of a diary before an instant."""
    return session.scalar(
        select(func.max(AuditEvent.at_utc)).where(
            AuditEvent.patient_id == patient_id,
            AuditEvent.event == Event.ACCESS_LOOK.value,
            AuditEvent.actor_id == actor_id,
            AuditEvent.detail == page,
            AuditEvent.at_utc < before,
        )
    )


def objects_of(
    session: Session,
    patient_id: UUID,
    events: Collection[Event],
    since: datetime,
    but_by: UUID | None = None,
) -> frozenset[UUID]:
    """What these events of a diary were about, after an instant."""
    wanted = select(AuditEvent.object_id).where(
        AuditEvent.patient_id == patient_id,
        AuditEvent.event.in_([event.value for event in events]),
        AuditEvent.at_utc > since,
        AuditEvent.object_id.is_not(None),
    )
    if but_by is not None:
        wanted = wanted.where(AuditEvent.actor_id != but_by)
    return frozenset(found for found in session.scalars(wanted) if found is not None)
