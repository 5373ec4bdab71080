"""The timeline's numbers: what a diary day comes to, and where the line must break."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from diary.charts.rules.values import Checkin, Score, Session, Window, hours_between

GAP_HOURS = 48
QUIET_AFTER = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class DayStat:
    """One score on one diary day. `first` and `last` are the instants of its entries."""

    day: date
    median: float
    low: int
    high: int
    count: int
    first: datetime
    last: datetime


def daily(checkins: Iterable[Checkin], score: Score) -> tuple[DayStat, ...]:
    by_day: dict[date, list[tuple[datetime, int]]] = defaultdict(list)
    for checkin in checkins:
        value = checkin.score(score)
        if value is not None:
            by_day[checkin.day].append((checkin.at, value))
    return tuple(_day_stat(day, by_day[day]) for day in sorted(by_day))


def _day_stat(day: date, entries: list[tuple[datetime, int]]) -> DayStat:
    values = [value for _, value in entries]
    times = [at for at, _ in entries]
    return DayStat(
        day, median(values), min(values), max(values), len(values), min(times), max(times)
    )


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12))


def median_line(stats: Sequence[DayStat]) -> tuple[list[datetime], list[float | None]]:
    """Daily medians at noon; an empty point breaks the line where over 48 h have no entry."""
    xs: list[datetime] = []
    ys: list[float | None] = []
    for index, stat in enumerate(stats):
        if index and hours_between(stats[index - 1].last, stat.first) > GAP_HOURS:
            xs.append(noon(stats[index - 1].day))
            ys.append(None)
        xs.append(noon(stat.day))
        ys.append(stat.median)
    return xs, ys


def window_of(
    checkins: Sequence[Checkin],
    sessions: Sequence[Session],
    today: date,
    since: date | None = None,
) -> Window:
    """The days to show. With no `since`, everything; a diary that fell quiet long ago ends at its
    last entry, so that years of nothing do not squeeze it to the edge.
    """
    days = [c.day for c in checkins] + [s.wall.date() for s in sessions]
    last = max(days, default=today)
    if since is not None:
        return Window(min(since, today), max(today, last))
    start = min(days, default=today)
    end = last if today - last > QUIET_AFTER else max(today, last)
    return Window(min(start, end), end)
