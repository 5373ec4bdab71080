"""Entries of several open diaries, in a number of statements that does not grow with them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import CTE, Subquery, and_, column, func, select, values
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.db.types import Id, UtcDateTime
from diary.domain.entries import EntryScores, EntrySummary
from diary.entries.models import EntryRow, EntrySideEffect


def list_recent_entries(
    session: Session, diaries: Sequence[OpenDiary], since: datetime, effects_since: datetime
) -> dict[UUID, list[EntrySummary]]:
    """List each patient's entries since an instant, oldest first, or else the last one ever.

    No words of the patient are read. Side effects are read from ``effects_since`` on.
    """
    ids = [diary.patient_id for diary in diaries]
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
            (EntryRow.effective_at_utc >= since) | (EntryRow.effective_at_utc == newest.c.at),
        )
        .order_by(EntryRow.effective_at_utc)
    )
    effects = _effects(session, ids, effects_since)
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


def list_scores_within(
    session: Session, stretches: Sequence[tuple[OpenDiary, datetime, datetime]]
) -> dict[UUID, list[EntryScores]]:
    """List the scores of each patient between two instants of their own, both included."""
    scores: dict[UUID, list[EntryScores]] = defaultdict(list)
    if not stretches:
        return scores
    diaries = {diary.patient_id: diary for diary, _since, _until in stretches}
    near = _stretch_rows([(diary.patient_id, since, until) for diary, since, until in stretches])
    rows = session.execute(
        select(
            EntryRow.patient_id,
            EntryRow.effective_at_utc,
            EntryRow.effective_wall,
            EntryRow.anxiety,
            EntryRow.mood,
        )
        .join(
            near,
            and_(
                near.c.patient_id == EntryRow.patient_id,
                EntryRow.effective_at_utc.between(near.c.since, near.c.until),
            ),
        )
        .where(EntryRow.deleted_at_utc.is_(None))
    )
    for patient_id, at, wall, anxiety, mood in rows:
        day = diaries[patient_id].day_of(datetime.fromisoformat(wall))
        scores[patient_id].append(EntryScores(at, day, anxiety, mood))
    return scores


def _stretch_rows(near: list[tuple[UUID, datetime, datetime]]) -> CTE:
    """The stretch of each patient as rows, so that one statement reads them all."""
    return (
        values(column("patient_id", Id), column("since", UtcDateTime), column("until", UtcDateTime))
        .data(near)
        .cte("near")
    )
