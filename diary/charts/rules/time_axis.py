"""Where a moment lies on an axis of wall times, so that it stays on its side of every session.

A wall clock goes back where a diary travels west and where summer time ends. What came after a
session is then moved right as far as the session, and what came before it left.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from statistics import median

from diary.charts.rules.days import GAP_HOURS
from diary.charts.rules.values import ChartEntry, ChartTreatment, hours_between
from diary.domain.scores import Score


class WallAxis:
    """The axis of one chart. ``sessions``: the places of ``ordered``, naive and never falling."""

    def __init__(self, sessions: Iterable[ChartTreatment]) -> None:
        self.ordered = tuple(sorted(sessions, key=lambda s: (s.at, s.number)))
        self.sessions = tuple(accumulate((_naive(s.wall) for s in self.ordered), max))
        self._starts = [s.at for s in self.ordered]

    def sessions_before(self, at: datetime) -> int:
        """How many sessions had started at an instant."""
        return bisect_right(self._starts, at)

    def place(self, at: datetime, wall: datetime) -> datetime:
        """The place of an instant with this wall time."""
        started = self.sessions_before(at)
        place = _naive(wall)
        if started < len(self.sessions):
            place = min(place, self.sessions[started])
        return max(place, self.sessions[started - 1]) if started else place


@dataclass(frozen=True, slots=True)
class DayPart:
    """One score on one diary day, or on the part of it between two sessions.

    `place`: the middle of its entries on the axis. `first` and `last`: their instants. `started`:
    how many sessions had started before it.
    """

    started: int
    place: datetime
    median: float
    low: int
    high: int
    first: datetime
    last: datetime


def parts_of_days(
    entries: Iterable[ChartEntry], score: Score, axis: WallAxis
) -> tuple[DayPart, ...]:
    """Each diary day with an entry, split where a session starts, from left to right."""
    by_part: dict[tuple[int, date], list[tuple[datetime, datetime, int]]] = defaultdict(list)
    for entry in entries:
        value = entry.score(score)
        if value is not None:
            part = by_part[axis.sessions_before(entry.at), entry.day]
            part.append((entry.at, axis.place(entry.at, entry.wall), value))
    return tuple(_day_part(key[0], by_part[key]) for key in sorted(by_part))


def _day_part(started: int, entries: Sequence[tuple[datetime, datetime, int]]) -> DayPart:
    instants, places, values = zip(*entries, strict=True)
    zero = min(places)
    return DayPart(
        started,
        zero + median(place - zero for place in places),
        median(values),
        min(values),
        max(values),
        min(instants),
        max(instants),
    )


def median_line(
    parts: Sequence[DayPart], axis: WallAxis
) -> tuple[list[datetime], list[float | None]]:
    """The medians from left to right. An empty point breaks the line over 48 h without an entry.

    Where a session lies between two parts, the line stays level as far as its mark: a slope from
    one to the other would show the change before the session that it followed.
    """
    xs: list[datetime] = []
    ys: list[float | None] = []
    for index, part in enumerate(parts):
        before = parts[index - 1] if index else part
        if hours_between(before.last, part.first) > GAP_HOURS:
            xs.append(before.place)
            ys.append(None)
        elif before.started < part.started:
            xs.append(axis.sessions[part.started - 1])
            ys.append(before.median)
        xs.append(part.place)
        ys.append(part.median)
    return xs, ys


def _naive(wall: datetime) -> datetime:
    return wall.replace(tzinfo=None)
