"""The change on the day after the last session of each patient, in two questions for the list."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import CTE, and_, column, select, values
from sqlalchemy.orm import Session

from diary.access.queries import SharedDiary
from diary.clinic.rules import LastChange
from diary.db.types import Id, UtcDateTime
from diary.domain.calendar import diary_day
from diary.entries.models import EntryRow
from diary.relief import last
from diary.relief.values import Direction, ScoredEntry
from diary.relief.values import Session as Held
from diary.treatments.models import TreatmentRow
from diary.treatments.rules.kinds import Status


def load_last_changes(
    session: Session, shared: Sequence[SharedDiary], now: datetime
) -> dict[UUID, LastChange]:
    """For each patient with a session up to now, the change of both scores on the day after."""
    boundaries = {each.diary.patient_id: each.diary.day_boundary for each in shared}
    sessions_by_patient = _held(session, boundaries, now)
    scored = _scored(session, boundaries, sessions_by_patient)
    changes = {}
    for patient_id, sessions in sessions_by_patient.items():
        anxiety, mood = scored[patient_id]
        lower = last.next_day_change(anxiety, sessions, Direction.LOWER, now)
        higher = last.next_day_change(mood, sessions, Direction.HIGHER, now)
        if lower and higher:
            changes[patient_id] = LastChange(lower, higher)
    return changes


def _held(session: Session, boundaries: dict[UUID, int], now: datetime) -> dict[UUID, list[Held]]:
    rows = session.execute(
        select(TreatmentRow.patient_id, TreatmentRow.starts_at_utc, TreatmentRow.starts_wall)
        .where(
            TreatmentRow.patient_id.in_(boundaries),
            TreatmentRow.status == Status.DONE.value,
            TreatmentRow.starts_at_utc <= now,
        )
        .order_by(TreatmentRow.starts_at_utc, TreatmentRow.id)
    )
    sessions: dict[UUID, list[Held]] = defaultdict(list)
    for patient_id, at, wall in rows:
        day = diary_day(datetime.fromisoformat(wall), boundaries[patient_id])
        sessions[patient_id].append(Held(len(sessions[patient_id]) + 1, at, day))
    return sessions


def _scored(
    session: Session, boundaries: dict[UUID, int], sessions_by_patient: dict[UUID, list[Held]]
) -> dict[UUID, tuple[list[ScoredEntry], list[ScoredEntry]]]:
    """Anxiety and mood near the last session and before its series, by patient."""
    scores_by_patient: dict[UUID, tuple[list[ScoredEntry], list[ScoredEntry]]] = defaultdict(
        lambda: ([], [])
    )
    reaches = {who: last.reach(sessions) for who, sessions in sessions_by_patient.items()}
    near = [(who, reach.since, reach.until) for who, reach in reaches.items() if reach]
    if not near:
        return scores_by_patient
    stretches = _table(near)
    rows = session.execute(
        select(
            EntryRow.patient_id,
            EntryRow.effective_at_utc,
            EntryRow.effective_wall,
            EntryRow.anxiety,
            EntryRow.mood,
        )
        .join(
            stretches,
            and_(
                stretches.c.patient_id == EntryRow.patient_id,
                EntryRow.effective_at_utc.between(stretches.c.since, stretches.c.until),
            ),
        )
        .where(EntryRow.deleted_at_utc.is_(None))
    )
    for patient_id, at, wall, *scores in rows:
        day = diary_day(datetime.fromisoformat(wall), boundaries[patient_id])
        for score, value in zip(scores_by_patient[patient_id], scores, strict=True):
            if value is not None:
                score.append(ScoredEntry(at, day, value))
    return scores_by_patient


def _table(near: list[tuple[UUID, datetime, datetime]]) -> CTE:
    """The stretch of each patient as rows, so that one question reads them all."""
    return (
        values(column("patient_id", Id), column("since", UtcDateTime), column("until", UtcDateTime))
        .data(near)
        .cte("near")
    )
