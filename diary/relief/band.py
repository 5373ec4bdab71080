"""The typical course after a session: a median over sessions with a band.

The band is the 95 % interval of that median at each step, by the same arithmetic as for the next
day. Whole sessions drawn again (a bootstrap in blocks) were tried: in a series all sessions share
the level before it, whose error such draws cannot see, and their band held the truth in only 76 to
86 of 100 invented patients, where 95 were promised.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diary.relief.pattern import ComparedTreatment, Daily, reach, within_scale
from diary.relief.track import Floats, Track, middle
from diary.relief.values import Interval

NEED_SESSIONS = 3
# Hours since the start, the upper end not included: finer where more happens.
STEPS = (
    (-24.0, 0.0), (0.0, 2.0), (2.0, 4.0), (4.0, 12.0), (12.0, 36.0), (36.0, 60.0), (60.0, 96.0),
    (96.0, 144.0), (144.0, 192.0), (192.0, 264.0), (264.0, 336.1),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """The median over ``sessions`` sessions of the change from ``opens`` to ``closes`` hours since
    the start, each session by the median of its own entries there. ``band``: 95 %, for the median.
    """

    opens: float
    closes: float
    median: float
    band: Interval
    sessions: int


@dataclass(frozen=True, slots=True)
class NearbyEntries:
    """The entries around one session: hours since its start and burdens, both of shape (n,).
    ``before``: the days that it is compared with, the same for all of one ``series``.
    """

    hours: Floats
    burden: Floats
    before: Daily
    series: int


def build_typical_course(
    sessions: Sequence[NearbyEntries], entries: Track
) -> tuple[CoursePoint, ...]:
    """Only the steps in which at least three sessions have an entry."""
    points = []
    for opens, closes in STEPS:
        inside = [_inside(each, opens, closes) for each in sessions]
        known = [each for each in inside if each is not None]
        if len(known) >= NEED_SESSIONS:
            points.append(_point(opens, closes, known, entries))
    return tuple(points)


def _inside(around: NearbyEntries, opens: float, closes: float) -> ComparedTreatment | None:
    some = around.burden[(around.hours >= opens) & (around.hours < closes)]
    return ComparedTreatment(middle(some), around.before, around.series) if len(some) else None


def _point(
    opens: float, closes: float, known: Sequence[ComparedTreatment], entries: Track
) -> CoursePoint:
    median = middle(np.array([compared.level - compared.before.burden for compared in known]))
    side = reach(known)
    low, high = sorted(entries.difference(end) for end in within_scale(median, side))
    return CoursePoint(opens, closes, entries.difference(median), Interval(low, high), len(known))
