"""Everything that the list of patients shows, in a number of queries that does not grow."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, lazyload

from diary.access.queries import SharedDiary
from diary.clinic.queries.treatments import summarize_treatment
from diary.clinic.rules import EntrySummary, TreatmentSummary
from diary.domain.treatments import TreatmentStatus
from diary.entries.queries.across_diaries import list_recent_entries
from diary.treatments.models import TreatmentRow, TreatmentVitals

RECENT = timedelta(days=32)  # a sparkline and the edges of its days
FLAGGED = timedelta(days=8)


def load_recent_entries(
    session: Session, shared: Sequence[SharedDiary], now: datetime
) -> dict[UUID, list[EntrySummary]]:
    """For each patient the entries of the last month, oldest first; else the last one ever."""
    diaries = [each.diary for each in shared]
    return list_recent_entries(session, diaries, now - RECENT, now - FLAGGED)


def load_recent_treatments(
    session: Session, shared: Sequence[SharedDiary], now: datetime
) -> dict[UUID, list[TreatmentSummary]]:
    """For each patient the sessions of the last month, the last one done, and those planned."""
    ids = [each.diary.patient_id for each in shared]
    last = (
        select(TreatmentRow.patient_id, func.max(TreatmentRow.starts_at_utc).label("at"))
        .where(TreatmentRow.patient_id.in_(ids), TreatmentRow.status == TreatmentStatus.DONE.value)
        .group_by(TreatmentRow.patient_id)
        .subquery()
    )
    planned = TreatmentRow.status == TreatmentStatus.PLANNED.value
    rows = session.scalars(
        select(TreatmentRow)
        .outerjoin(last, last.c.patient_id == TreatmentRow.patient_id)
        .where(
            TreatmentRow.patient_id.in_(ids),
            TreatmentRow.status != TreatmentStatus.CANCELLED.value,
            (TreatmentRow.starts_at_utc >= now - RECENT)
            | (TreatmentRow.starts_at_utc == last.c.at)
            | planned,
        )
        .order_by(TreatmentRow.starts_at_utc)
        .options(lazyload(TreatmentRow.vitals))
    )
    vitals = _vitals(session, ids, now - FLAGGED)
    treatments: dict[UUID, list[TreatmentSummary]] = defaultdict(list)
    for row in rows:
        treatments[row.patient_id].append(summarize_treatment(row, vitals.get(row.id, ())))
    return treatments


def _vitals(
    session: Session, ids: Iterable[UUID], since: datetime
) -> dict[UUID, list[TreatmentVitals]]:
    """The readings of the sessions of the last days, by session."""
    rows = session.scalars(
        select(TreatmentVitals)
        .join(TreatmentRow, TreatmentRow.id == TreatmentVitals.treatment_id)
        .where(
            TreatmentRow.patient_id.in_(ids),
            TreatmentRow.status == TreatmentStatus.DONE.value,
            TreatmentRow.starts_at_utc >= since,
        )
    )
    vitals: dict[UUID, list[TreatmentVitals]] = defaultdict(list)
    for row in rows:
        vitals[row.treatment_id].append(row)
    return vitals
