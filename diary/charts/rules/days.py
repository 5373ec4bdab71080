"""The numbers of a diary day, and the days that a chart covers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from diary.charts.rules.values import ChartEntry, ChartTreatment, DateWindow
from diary.domain.scores import Score

GAP_HOURS = 48
QUIET_AFTER = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class DayStat:
    """One score on one diary day."""

    day: date
    median: float
    low: int
    high: int
    count: int


def daily(entries: Iterable[ChartEntry], score: Score) -> tuple[DayStat, ...]:
    by_day: dict[date, list[int]] = defaultdict(list)
    for entry in entries:
        value = entry.score(score)
        if value is not None:
            by_day[entry.day].append(value)
    return tuple(
        DayStat(day, median(values), min(values), max(values), len(values))
        for day, values in sorted(by_day.items())
    )


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12))


def window_of(
    entries: Sequence[ChartEntry],
    sessions: Sequence[ChartTreatment],
    today: date,
    since: date | None = None,
) -> DateWindow:
    """The days to show. With no `since`, everything. A diary that fell quiet long ago ends at its
    last entry, so that years of nothing do not squeeze it to the edge.
    """
    days = [c.day for c in entries] + [s.day for s in sessions]
    last = max(days, default=today)
    if since is not None:
        return DateWindow(min(since, today), max(today, last))
    start = min(days, default=today)
    end = last if today - last > QUIET_AFTER else max(today, last)
    return DateWindow(min(start, end), end)
