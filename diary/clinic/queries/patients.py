"""Everything that the list of patients shows, in a number of queries that does not grow."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session, lazyload

from diary.access.queries import SharedDiary
from diary.clinic.queries.treatments import summarize_treatment
from diary.clinic.rules import EntrySummary, TreatmentSummary
from diary.entries.models import EntryRow, EntrySideEffect
from diary.treatments.models import TreatmentRow, TreatmentVitals
from diary.treatments.rules.kinds import Status

RECENT = timedelta(days=32)  # a sparkline and the edges of its days
FLAGGED = timedelta(days=8)


def load_recent_entries(
    session: Session, shared: Sequence[SharedDiary], now: datetime
) -> dict[UUID, list[EntrySummary]]:
    """For each patient the entries of the last month, oldest first; else the last one ever."""
    ids = [each.diary.patient_id for each in shared]
    newest = _newest_entries(ids)
    rows = session.execute(
        select(
            EntryRow.patient_id,
            EntryRow.id,
            EntryRow.effective_at_utc,
            EntryRow.effective_wall,
            EntryRow.effective_zone,
            EntryRow.anxiety,
            EntryRow.mood,
            EntryRow.systolic,
            EntryRow.diastolic,
            EntryRow.spo2,
        )
        .join(newest, newest.c.patient_id == EntryRow.patient_id)
        .where(
            EntryRow.deleted_at_utc.is_(None),
            (EntryRow.effective_at_utc >= now - RECENT)
            | (EntryRow.effective_at_utc == newest.c.at),
        )
        .order_by(EntryRow.effective_at_utc)
    )
    effects = _effects(session, ids, now - FLAGGED)
    entries: dict[UUID, list[EntrySummary]] = defaultdict(list)
    for row in rows:
        entry = EntrySummary(
            id=row.id,
            at=row.effective_at_utc,
            wall=datetime.fromisoformat(row.effective_wall),
            zone=row.effective_zone,
            anxiety=row.anxiety,
            mood=row.mood,
            systolic=row.systolic,
            diastolic=row.diastolic,
            spo2=row.spo2,
            side_effects=effects.get(row.id, ()),
        )
        entries[row.patient_id].append(entry)
    return entries


def _newest_entries(ids: Iterable[UUID]) -> Subquery:
    return (
        select(EntryRow.patient_id, func.max(EntryRow.effective_at_utc).label("at"))
        .where(EntryRow.patient_id.in_(ids), EntryRow.deleted_at_utc.is_(None))
        .group_by(EntryRow.patient_id)
        .subquery()
    )


def _effects(
    session: Session, ids: Iterable[UUID], since: datetime
) -> dict[UUID, tuple[tuple[str, str], ...]]:
    """The side effects of the last days, by entry, as (code, severity)."""
    rows = session.execute(
        select(EntrySideEffect.entry_id, EntrySideEffect.code, EntrySideEffect.severity)
        .join(EntryRow, EntryRow.id == EntrySideEffect.entry_id)
        .where(
            EntryRow.patient_id.in_(ids),
            EntryRow.deleted_at_utc.is_(None),
            EntryRow.effective_at_utc >= since,
        )
        .order_by(EntrySideEffect.code)
    )
    effects: dict[UUID, tuple[tuple[str, str], ...]] = {}
    for entry_id, code, severity in rows:
        effects[entry_id] = (*effects.get(entry_id, ()), (code, severity))
    return effects


def load_recent_treatments(
    session: Session, shared: Sequence[SharedDiary], now: datetime
) -> dict[UUID, list[TreatmentSummary]]:
    """For each patient the sessions of the last month, the last one done, and those planned."""
    ids = [each.diary.patient_id for each in shared]
    last = (
        select(TreatmentRow.patient_id, func.max(TreatmentRow.starts_at_utc).label("at"))
        .where(TreatmentRow.patient_id.in_(ids), TreatmentRow.status == Status.DONE.value)
        .group_by(TreatmentRow.patient_id)
        .subquery()
    )
    planned = TreatmentRow.status == Status.PLANNED.value
    rows = session.scalars(
        select(TreatmentRow)
        .outerjoin(last, last.c.patient_id == TreatmentRow.patient_id)
        .where(
            TreatmentRow.patient_id.in_(ids),
            TreatmentRow.status != Status.CANCELLED.value,
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
            TreatmentRow.status == Status.DONE.value,
            TreatmentRow.starts_at_utc >= since,
        )
    )
    vitals: dict[UUID, list[TreatmentVitals]] = defaultdict(list)
    for row in rows:
        vitals[row.treatment_id].append(row)
    return vitals
