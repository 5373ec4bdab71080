"""Entries laid over the session they follow: elapsed hours, and the stretched time scale."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from diary.charts.rules.days import GAP_HOURS
from diary.charts.rules.values import ChartEntry, ChartTreatment, hours_between
from diary.domain.scores import Score
from diary.relief.outcome import ReliefOutcome

BEFORE_HOURS = 24.0
AFTER_HOURS = 14 * 24.0
EARLY_HOURS = 2.0  # entries before this are shown hollow: the patient may still feel the drug

# Hours since the start -> place on the axis. Straight between the labelled ticks, wide near the
# session, where most happens, and narrow later.
AXIS = ((-24.0, -1.2), (0.0, 0.0), (2.0, 0.9), (4.0, 1.65), (24.0, 2.9), (72.0, 4.15), (168.0, 5.5),
        (336.0, 7.2))  # fmt: skip
TICKS = ("−24 h", "start", "2 h", "4 h", "24 h", "3 days", "7 days", "14 days")
SHORT_TICKS = ("−24", "start", "2 h", "", "24 h", "3", "7", "14 days")


@dataclass(frozen=True, slots=True)
class CurvePoint:
    hours: float
    value: float

    @property
    def early(self) -> bool:
        return 0 <= self.hours < EARLY_HOURS


@dataclass(frozen=True, slots=True)
class Trail:
    """The entries around one session, cut where its neighbours start."""

    session: ChartTreatment
    points: tuple[CurvePoint, ...]


def place(hours: float) -> float:
    """Where an elapsed time lies on the stretched axis."""
    for (low, start), (high, end) in pairwise(AXIS):
        if hours <= high:
            return round(start + (hours - low) / (high - low) * (end - start), 3)
    return AXIS[-1][1]


def in_order(sessions: Sequence[ChartTreatment]) -> tuple[ChartTreatment, ...]:
    return tuple(sorted(sessions, key=lambda s: (s.at, s.number)))


def trails(
    entries: Sequence[ChartEntry], sessions: Sequence[ChartTreatment], score: Score
) -> tuple[Trail, ...]:
    """One trail per session, in order of time: from 24 h before, but not before the session that
    went before it, to 14 days after, but not beyond the start of the next.
    """
    ordered = in_order(sessions)
    in_time = sorted(entries, key=lambda c: c.at)
    instants = [c.at for c in in_time]
    all_trails = []
    for index, session in enumerate(ordered):
        low = bisect_left(instants, ordered[index - 1].at) if index else 0
        high = len(in_time)
        if index + 1 < len(ordered):
            high = bisect_left(instants, ordered[index + 1].at)
        all_trails.append(Trail(session, _points(in_time[low:high], session, score)))
    return tuple(all_trails)


def _points(
    entries: Sequence[ChartEntry], session: ChartTreatment, score: Score
) -> tuple[CurvePoint, ...]:
    timed = [(hours_between(session.at, c.at), c.score(score)) for c in entries]
    return tuple(
        CurvePoint(hours, value)
        for hours, value in timed
        if value is not None and -BEFORE_HOURS <= hours <= AFTER_HOURS
    )


def with_gaps(points: Sequence[CurvePoint]) -> list[CurvePoint | None]:
    """The points, with None between two that lie over 48 h apart."""
    line: list[CurvePoint | None] = []
    for index, point in enumerate(points):
        if index and point.hours - points[index - 1].hours > GAP_HOURS:
            line.append(None)
        line.append(point)
    return line


def session_before(entry: ChartEntry, ordered: Sequence[ChartTreatment]) -> ChartTreatment | None:
    """The latest session that had started when this entry was true. `ordered` by time."""
    index = bisect_right(ordered, entry.at, key=lambda s: s.at)
    return ordered[index - 1] if index else None


def changes(drawn: Sequence[Trail], outcome: ReliefOutcome) -> tuple[Trail, ...]:
    """The same trails as changes from the level before treatment, no point where there is none."""
    before = {
        session_outcome.session.number: session_outcome.baseline.value
        for session_outcome in outcome.sessions
    }
    return tuple(_change(trail, before.get(trail.session.number)) for trail in drawn)


def _change(trail: Trail, base: float | None) -> Trail:
    if base is None:
        return Trail(trail.session, ())
    return Trail(trail.session, tuple(CurvePoint(p.hours, p.value - base) for p in trail.points))
