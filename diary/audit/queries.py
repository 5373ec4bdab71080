"""Reading what happened."""

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
