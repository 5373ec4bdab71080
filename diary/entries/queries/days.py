"""Finding one's way through the days of an open diary."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.domain.entries import Entry
from diary.entries.models import EntryRow
from diary.entries.queries.entries import between_days, page_options, select_entries
from diary.entries.queries.rows import to_entry


@dataclass(frozen=True)
class HistoryPage:
    """Some days that follow each other, whole, and the neighbours of a stretch.

    ``older`` is its oldest day where there are entries before it, ``newer`` its newest day where
    there are entries after it.
    """

    entries: list[Entry]
    older: date | None = None
    newer: date | None = None


def days_before(session: Session, diary: OpenDiary, before: date, at_most: int) -> HistoryPage:
    """The newest days before one, with as many entries as fit. A day is never cut in two."""
    query = _before(select_entries(diary), diary, before).order_by(
        EntryRow.effective_wall.desc(), EntryRow.id
    )
    return _stretch(session, diary, query, at_most)


def days_after(session: Session, diary: OpenDiary, after: date, at_most: int) -> HistoryPage:
    """The oldest days after one, with as many entries as fit. A day is never cut in two."""
    query = _from(select_entries(diary), diary, after + timedelta(days=1))
    return _stretch(session, diary, query.order_by(EntryRow.effective_wall, EntryRow.id), at_most)


def _stretch(
    session: Session, diary: OpenDiary, query: Select[EntryRow], at_most: int
) -> HistoryPage:
    rows = session.scalars(query.limit(at_most).options(*page_options()))
    entries = [to_entry(row) for row in rows]
    if not entries:
        return HistoryPage([])
    first, last = _day(entries[0], diary), _day(entries[-1], diary)
    if len(entries) == at_most and first == last:
        entries = between_days(session, diary, first, first)
    elif len(entries) == at_most:  # the last day may have more
        entries = [entry for entry in entries if _day(entry, diary) != last]
    days = [_day(entry, diary) for entry in entries]
    oldest, newest = min(days), max(days)
    return HistoryPage(
        entries,
        oldest if _any(session, _before(select_entries(diary), diary, oldest)) else None,
        newest
        if _any(session, _from(select_entries(diary), diary, newest + timedelta(days=1)))
        else None,
    )


def nearest_day(session: Session, diary: OpenDiary, day: date) -> date | None:
    """The day with an entry that is nearest to a day, itself first, of two the earlier one."""
    wall = EntryRow.effective_wall
    before = _before(select_entries(diary), diary, day + timedelta(days=1)).with_only_columns(
        func.max(wall)
    )
    after = _from(select_entries(diary), diary, day + timedelta(days=1)).with_only_columns(
        func.min(wall)
    )
    walls = [wall for wall in (session.scalar(before), session.scalar(after)) if wall]
    days = [diary.day_of(datetime.fromisoformat(wall)) for wall in walls]
    return min(days, key=lambda candidate: (abs(candidate - day), candidate), default=None)


def months(session: Session, diary: OpenDiary) -> list[date]:
    """The first day of each month with an entry, newest first."""
    # in the night to the first of a month the diary's day is still one of the month before
    is_night_before = func.substr(EntryRow.effective_wall, 9, 5) < f"01T{diary.day_boundary:02}"
    month = func.substr(EntryRow.effective_wall, 1, 7)
    rows = session.execute(
        select_entries(diary).with_only_columns(month, is_night_before).distinct()
    )
    firsts = {_first(date.fromisoformat(f"{text}-01"), night) for text, night in rows}
    return sorted(firsts, reverse=True)


def _first(first: date, is_night_before: bool) -> date:
    return (first - timedelta(days=1)).replace(day=1) if is_night_before else first


def _before(query: Select[EntryRow], diary: OpenDiary, day: date) -> Select[EntryRow]:
    return query.where(EntryRow.effective_wall < diary.start_of(day).isoformat())


def _from(query: Select[EntryRow], diary: OpenDiary, day: date) -> Select[EntryRow]:
    return query.where(EntryRow.effective_wall >= diary.start_of(day).isoformat())


def _day(entry: Entry, diary: OpenDiary) -> date:
    return diary.day_of(entry.wall)


def _any(session: Session, query: Select[EntryRow]) -> bool:
    exists: ColumnElement[bool] = query.with_only_columns(EntryRow.id).exists()
    return bool(session.scalar(select(exists)))
