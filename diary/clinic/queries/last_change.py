"""Each patient's change on the day after the last session, in two statements for the list."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from diary.access.queries import SharedDiary
from diary.access.rules import OpenDiary
from diary.clinic.rules import LastChange
from diary.domain.scores import Direction
from diary.entries.queries.across_diaries import list_scores_within
from diary.relief import last
from diary.relief.values import NumberedTreatment, ScoredEntry
from diary.treatments.queries.across_diaries import list_starts


def load_last_changes(
    session: Session, shared: Sequence[SharedDiary], now: datetime
) -> dict[UUID, LastChange]:
    """Load the day-after change of both scores for each patient who has had a session."""
    diaries = {each.diary.patient_id: each.diary for each in shared}
    sessions_by_patient = _sessions(session, diaries, now)
    scored = _scored(session, diaries, sessions_by_patient)
    changes = {}
    for patient_id, sessions in sessions_by_patient.items():
        anxiety, mood = scored.get(patient_id, ([], []))
        lower = last.next_day_change(anxiety, sessions, Direction.LOWER, now)
        higher = last.next_day_change(mood, sessions, Direction.HIGHER, now)
        if lower and higher:
            changes[patient_id] = LastChange(lower, higher)
    return changes


def _sessions(
    session: Session, diaries: dict[UUID, OpenDiary], now: datetime
) -> dict[UUID, list[NumberedTreatment]]:
    sessions: dict[UUID, list[NumberedTreatment]] = defaultdict(list)
    for patient_id, at, wall in list_starts(session, diaries, now):
        day = diaries[patient_id].day_of(wall)
        sessions[patient_id].append(NumberedTreatment(len(sessions[patient_id]) + 1, at, day))
    return sessions


def _scored(
    session: Session,
    diaries: dict[UUID, OpenDiary],
    sessions_by_patient: dict[UUID, list[NumberedTreatment]],
) -> dict[UUID, tuple[list[ScoredEntry], list[ScoredEntry]]]:
    """Load anxiety and mood around the last session and in the week before it, by patient."""
    reaches = {who: last.reach(sessions) for who, sessions in sessions_by_patient.items()}
    scores_by_patient = list_scores_within(
        session,
        [(diaries[who], reach.since, reach.until) for who, reach in reaches.items() if reach],
    )
    return {
        patient_id: (
            [ScoredEntry(e.at, e.day, e.anxiety) for e in scores if e.anxiety is not None],
            [ScoredEntry(e.at, e.day, e.mood) for e in scores if e.mood is not None],
        )
        for patient_id, scores in scores_by_patient.items()
    }
