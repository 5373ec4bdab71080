"""Series of sessions, and the level before each.

Sessions that follow each other within 10 days are one series: the week before the second still
holds what followed the first. Compared with that week, a session that kept a good level would show
no change at all. So every session of a series is compared with the days before its first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from diary.relief.baseline import BaselineEntries, find_baseline
from diary.relief.pattern import Daily, daily
from diary.relief.track import HOUR, Track, micros
from diary.relief.values import NumberedTreatment

SAME_SERIES = 10 * 24 * HOUR
# Two weeks say more than one, where no earlier session lies in them; else only the days that are
# at least three away from it.
CLEAR, LONG, WEEK, AWAY = 15 * 24 * HOUR, 14, 7, 3


@dataclass(frozen=True, slots=True)
class Series:
    """Sessions in order, and the stretch of entries before the first of them. ``days``: the same
    by day, None where they are too few.
    """

    sessions: tuple[NumberedTreatment, ...]
    before: BaselineEntries
    days: Daily | None


def split_series(entries: Track, ordered: Sequence[NumberedTreatment]) -> tuple[Series, ...]:
    """``entries`` without those of the first hours after sessions. ``ordered`` by start."""
    groups = group_by_series(ordered)
    ends = [None, *(group[-1] for group in groups)]
    return tuple(
        _series(group, find_baseline(entries, group[0], _reaches(group[0], earlier)))
        for group, earlier in zip(groups, ends, strict=False)
    )


def group_by_series(ordered: Sequence[NumberedTreatment]) -> list[list[NumberedTreatment]]:
    """The sessions of each series. ``ordered`` by start."""
    groups: list[list[NumberedTreatment]] = []
    for session in ordered:
        if groups and micros(session.at) - micros(groups[-1][-1].at) <= SAME_SERIES:
            groups[-1].append(session)
        else:
            groups.append([session])
    return groups


def _series(sessions: Sequence[NumberedTreatment], stretch: BaselineEntries) -> Series:
    known = stretch.baseline.value is not None
    return Series(tuple(sessions), stretch, daily(stretch.entries) if known else None)


def _reaches(first: NumberedTreatment, earlier: NumberedTreatment | None) -> tuple[int, ...]:
    if earlier is None or micros(first.at) - micros(earlier.at) >= CLEAR:
        return (LONG,)
    days = first.day.toordinal() - earlier.day.toordinal()
    return (WEEK, max(days - AWAY, WEEK))
