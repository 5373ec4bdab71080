"""The baseline of a session: how it was on the days before.

Median of the entries on the diary days -7 to -1 where at least 5 of them have one, else on the
days -14 to -1, else not enough. The session's own day is left out: the entry just before a
session is often a bad one, and a bad day is followed by a better one by itself (regression to the
mean).
"""

from dataclasses import dataclass
from math import nan

from diary.relief.track import HOUR, Track, micros, middle
from diary.relief.values import NumberedTreatment

NEED_DAYS = 5
REACHES = (7, 14)


@dataclass(frozen=True, slots=True)
class Baseline:
    """``value`` in the score's own unit (0–10), None where there is not enough.

    ``days``: diary days with an entry among the last ``reach`` days before. ``entries``: how many.
    """

    value: float | None
    days: int
    entries: int
    reach: int
    need: int = NEED_DAYS


@dataclass(frozen=True, slots=True)
class BaselineEntries:
    """A baseline with the entries it is made of, and its burden: NaN where there is not enough, so
    that no sum that forgot to ask can look like a number.
    """

    baseline: Baseline
    entries: Track
    burden: float = nan


def find_baseline(
    entries: Track, session: NumberedTreatment, reaches: tuple[int, ...] = REACHES
) -> BaselineEntries:
    """The baseline of one session from entries without those of the first hours after others."""
    start, day = micros(session.at), session.day.toordinal()
    # A day of the diary begins at most a day away from its date anywhere.
    near = entries.between(start - (max(reaches) + 3) * 24 * HOUR, start)
    stretch = BaselineEntries(Baseline(None, 0, 0, 0), entries.where(slice(0, 0)))
    for reach in reaches:
        low, high = day - reach, day
        some = near.where((near.days >= low) & (near.days < high))
        days = len(set(some.days.tolist()))
        if days >= NEED_DAYS:
            burden = middle(some.burden)
            return BaselineEntries(
                Baseline(entries.score(burden), days, len(some), reach), some, burden
            )
        stretch = BaselineEntries(Baseline(None, days, len(some), reach), some)
    return stretch
