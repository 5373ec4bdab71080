"""My patients: the rows of the list, in their groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from diary.access.queries import SharedDiary
from diary.charts.rules.values import Score
from diary.clinic.pages.relief_cells import SYMBOLS, Cell, change_cell
from diary.clinic.rules import (
    HEADINGS,
    LIMIT_DAYS,
    Given,
    Group,
    LastChange,
    Place,
    Standing,
    Told,
    beyond_limits,
    place,
)
from diary.entries.figures import Sparkline, daily, sparkline


@dataclass(frozen=True)
class PatientRow:
    """One patient in the list."""

    patient_id: UUID
    name: str
    born_on: date | None
    place: Place
    last: Told | None
    picture: Sparkline | None
    last_session: Given | None
    last_session_on: date | None
    day_after: tuple["DayAfter", ...]
    next_session: Given | None


@dataclass(frozen=True)
class DayAfter:
    """One score on the day after the last session, compared with the days before."""

    score: Score
    symbol: str
    cell: Cell


@dataclass(frozen=True)
class PatientGroup:
    """The patients who stand together for the same reason."""

    heading: str
    rows: tuple[PatientRow, ...]
    urgent: bool


def matching(shared: Sequence[SharedDiary], search: str) -> list[SharedDiary]:
    """Those whose name holds every word of the search, whatever the case."""
    words = search.casefold().split()
    return [one for one in shared if all(word in one.name.casefold() for word in words)]


def grouped(
    shared: Sequence[SharedDiary],
    entries: Mapping[UUID, list[Told]],
    sessions: Mapping[UUID, list[Given]],
    changes: Mapping[UUID, LastChange],
    now: datetime,
) -> list[PatientGroup]:
    """The whole list in its order, with a heading for every group that has somebody in it."""
    rows = sorted(
        (
            _row(
                one,
                entries.get(one.diary.patient_id, []),
                sessions.get(one.diary.patient_id, []),
                changes.get(one.diary.patient_id),
                now,
            )
            for one in shared
        ),
        key=lambda row: (*row.place.key, row.patient_id),
    )
    found = []
    for group in Group:
        inside = tuple(row for row in rows if row.place.group is group)
        if inside:
            found.append(PatientGroup(HEADINGS[group], inside, group is Group.BEYOND_LIMIT))
    return found


def _row(
    one: SharedDiary,
    entries: Sequence[Told],
    sessions: Sequence[Given],
    change: LastChange | None,
    now: datetime,
) -> PatientRow:
    diary, today = one.diary, one.diary.today(now)
    done = [each for each in sessions if not each.planned and each.at <= now]
    planned = [each for each in sessions if each.planned and each.wall.date() >= today]
    session_days = [diary.day_of(each.wall) for each in done]
    days = [(told.at, diary.day_of(told.wall), told.anxiety, told.mood) for told in entries]
    starts = zip(session_days, (each.at for each in done), strict=True)
    late = [told for told in entries if told.at >= now - timedelta(days=LIMIT_DAYS + 1)]
    standing = Standing(
        name=one.name,
        last_entry_on=days[-1][1] if days else None,
        next_session_on=planned[0].wall.date() if planned else None,
        beyond=tuple(
            (diary.day_of(each.wall), each.what) for each in beyond_limits(late, sessions)
        ),
    )
    return PatientRow(
        patient_id=one.diary.patient_id,
        name=one.name,
        born_on=one.born_on,
        place=place(standing, today),
        last=_last_score(entries),
        picture=sparkline(daily(days, starts), today, session_days),
        last_session=done[-1] if done else None,
        last_session_on=session_days[-1] if done else None,
        day_after=_day_after(change) if change else (),
        next_session=planned[0] if planned else None,
    )


def _last_score(entries: Sequence[Told]) -> Told | None:
    """The last entry with a score; where none has one, the last entry."""
    scored = (one for one in reversed(entries) if (one.anxiety, one.mood) != (None, None))
    return next(scored, entries[-1] if entries else None)


def _day_after(change: LastChange) -> tuple[DayAfter, ...]:
    both = {Score.ANXIETY: change.anxiety, Score.MOOD: change.mood}
    return tuple(DayAfter(score, SYMBOLS[score], change_cell(both[score])) for score in both)
