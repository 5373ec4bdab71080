"""The list of a doctor's patients, in groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from diary.access.queries import SharedDiary
from diary.clinic.pages.relief_cells import SYMBOLS, Cell, change_cell
from diary.clinic.rules import (
    HEADINGS,
    LIMIT_DAYS,
    EntrySummary,
    LastChange,
    ListGroup,
    ListPosition,
    PatientStatus,
    find_flagged_values,
    find_position,
    format_route_and_dose,
)
from diary.domain.scores import Score
from diary.domain.treatments import Treatment, TreatmentStatus
from diary.entries.figures import Sparkline, daily, sparkline


@dataclass(frozen=True)
class PatientRow:
    """One patient in the list."""

    patient_id: UUID
    name: str
    born_on: date | None
    position: ListPosition
    last: EntrySummary | None
    picture: Sparkline | None
    last_session: Treatment | None
    last_session_on: date | None
    last_session_dose: str | None  # with its route
    day_after: tuple["DayAfter", ...]
    next_session: Treatment | None


@dataclass(frozen=True)
class DayAfter:
    """One score on the day after the last session, compared with the days before."""

    score: Score
    symbol: str
    cell: Cell


@dataclass(frozen=True)
class PatientGroup:
    """Patients who are in the list for the same reason."""

    heading: str
    rows: tuple[PatientRow, ...]
    urgent: bool


def filter_by_name(shared: Sequence[SharedDiary], search: str) -> list[SharedDiary]:
    """Keep the patients whose name contains every word of the search, ignoring case."""
    words = search.casefold().split()
    return [each for each in shared if all(word in each.name.casefold() for word in words)]


def group_patients(
    shared: Sequence[SharedDiary],
    entries: Mapping[UUID, list[EntrySummary]],
    sessions: Mapping[UUID, list[Treatment]],
    changes: Mapping[UUID, LastChange],
    now: datetime,
) -> list[PatientGroup]:
    """Sort the list and give each group that is not empty a heading."""
    rows = sorted(
        (
            _row(
                each,
                entries.get(each.diary.patient_id, []),
                sessions.get(each.diary.patient_id, []),
                changes.get(each.diary.patient_id),
                now,
            )
            for each in shared
        ),
        key=lambda row: (*row.position.key, row.patient_id),
    )
    groups = []
    for group in ListGroup:
        inside = tuple(row for row in rows if row.position.group is group)
        if inside:
            groups.append(PatientGroup(HEADINGS[group], inside, group is ListGroup.BEYOND_LIMIT))
    return groups


def _row(
    patient: SharedDiary,
    entries: Sequence[EntrySummary],
    sessions: Sequence[Treatment],
    change: LastChange | None,
    now: datetime,
) -> PatientRow:
    diary, today = patient.diary, patient.diary.today(now)
    by_status = {
        status: [each for each in sessions if each.status is status] for status in TreatmentStatus
    }
    done = [each for each in by_status[TreatmentStatus.DONE] if each.starts_at_utc <= now]
    planned = [each for each in by_status[TreatmentStatus.PLANNED] if each.wall.date() >= today]
    session_days = [diary.day_of(each.wall) for each in done]
    days = [(entry.at, diary.day_of(entry.wall), entry.anxiety, entry.mood) for entry in entries]
    starts = zip(session_days, (each.starts_at_utc for each in done), strict=True)
    late = [entry for entry in entries if entry.at >= now - timedelta(days=LIMIT_DAYS + 1)]
    status = PatientStatus(
        name=patient.name,
        last_entry_on=days[-1][1] if days else None,
        next_session_on=planned[0].wall.date() if planned else None,
        beyond=tuple(
            (diary.day_of(each.wall), each.what) for each in find_flagged_values(late, sessions)
        ),
    )
    return PatientRow(
        patient_id=diary.patient_id,
        name=patient.name,
        born_on=patient.born_on,
        position=find_position(status, today),
        last=_last_score(entries),
        picture=sparkline(daily(days, starts), today, session_days),
        last_session=done[-1] if done else None,
        last_session_on=session_days[-1] if done else None,
        last_session_dose=format_route_and_dose(done[-1]) if done else None,
        day_after=_day_after(change) if change else (),
        next_session=planned[0] if planned else None,
    )


def _last_score(entries: Sequence[EntrySummary]) -> EntrySummary | None:
    """Find the last entry with a score, or the last entry if none has one."""
    scored = (entry for entry in reversed(entries) if (entry.anxiety, entry.mood) != (None, None))
    return next(scored, entries[-1] if entries else None)


def _day_after(change: LastChange) -> tuple[DayAfter, ...]:
    both = {Score.ANXIETY: change.anxiety, Score.MOOD: change.mood}
    return tuple(DayAfter(score, SYMBOLS[score], change_cell(both[score], None)) for score in both)
