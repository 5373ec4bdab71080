"""Treatments of many patients at once: the number of statements does not grow with them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.domain.treatments import Treatment, TreatmentStatus
from diary.treatments.models import TreatmentRow
from diary.treatments.queries.treatments import build_visible_treatment


def list_recent_treatments(
    session: Session, diaries: Sequence[OpenDiary], since: datetime
) -> dict[UUID, list[Treatment]]:
    """For each patient the treatments from an instant on, the last one done, and those planned."""
    by_patient = {diary.patient_id: diary for diary in diaries}
    last = (
        select(TreatmentRow.patient_id, func.max(TreatmentRow.starts_at_utc).label("at"))
        .where(
            TreatmentRow.patient_id.in_(by_patient),
            TreatmentRow.status == TreatmentStatus.DONE,
        )
        .group_by(TreatmentRow.patient_id)
        .subquery()
    )
    rows = session.scalars(
        select(TreatmentRow)
        .outerjoin(last, last.c.patient_id == TreatmentRow.patient_id)
        .where(
            TreatmentRow.patient_id.in_(by_patient),
            TreatmentRow.status != TreatmentStatus.CANCELLED,
            (TreatmentRow.starts_at_utc >= since)
            | (TreatmentRow.starts_at_utc == last.c.at)
            | (TreatmentRow.status == TreatmentStatus.PLANNED),
        )
        .order_by(TreatmentRow.starts_at_utc)
    )
    treatments: dict[UUID, list[Treatment]] = defaultdict(list)
    for row in rows:
        treatments[row.patient_id].append(build_visible_treatment(row, by_patient[row.patient_id]))
    return treatments


def list_starts(
    session: Session, patient_ids: Collection[UUID], now: datetime
) -> list[tuple[UUID, datetime, datetime]]:
    """Patient, instant and wall time of every treatment done up to now, oldest first."""
    rows = session.execute(
        select(TreatmentRow.patient_id, TreatmentRow.starts_at_utc, TreatmentRow.starts_wall)
        .where(
            TreatmentRow.patient_id.in_(patient_ids),
            TreatmentRow.status == TreatmentStatus.DONE,
            TreatmentRow.starts_at_utc <= now,
        )
        .order_by(TreatmentRow.starts_at_utc, TreatmentRow.id)
    )
    return [(patient_id, at, datetime.fromisoformat(wall)) for patient_id, at, wall in rows]


def list_ids_before(session: Session, diary: OpenDiary, instant: datetime) -> frozenset[UUID]:
    """The ids of this diary's treatments that start before an instant, cancelled ones too."""
    ids = select(TreatmentRow.id).where(
        TreatmentRow.patient_id == diary.patient_id, TreatmentRow.starts_at_utc < instant
    )
    return frozenset(session.scalars(ids))
