"""The next day over all sessions: one number, its interval, and whether anything is claimed.

The middle (median) of the changes at +24 h stands for all of them. Its variance has two parts: the
spread of the next days themselves, and the error of the level that they are compared with, which
all sessions of a series share. Days in a row resemble each other, so the second part is inflated by
(1 + r) / (1 - r) with r at least 0.4. With that factor a comparison of untreated weeks keeps its
error rate. Both spreads are drawn towards that of real untreated outpatients, as if three more
values had been seen (an empirical Bayes estimate, Smyth 2004).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import NormalDist

import numpy as np

from diary.relief.response import EXACT, POINTS, SHARE
from diary.relief.track import Floats, Track, middle
from diary.relief.values import HIGHEST, LOWEST, Interval

NEED_SESSIONS = 3
NEED_FOR_INTERVAL = 6
USUAL_VARIANCE, AS_MANY = 3.4, 3.0  # one integer rating a day in 40 outpatients: SD 1.8
LEAST_LAG_ONE = 0.4
OF_A_MEDIAN = 1.3  # variance of the median of a few normal values, over that of their mean
Z95 = NormalDist().inv_cdf(0.975)


class Verdict(StrEnum):
    """What may be said of the next day over all sessions."""

    TOO_FEW = "too few sessions"
    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "no clear difference"


@dataclass(frozen=True, slots=True)
class NextDay:
    """The changes at +24 h of ``sessions`` sessions. ``measured`` of them have one.

    ``median``, ``lowest``, ``highest`` in points of the score. ``interval``: 95 %, for the median,
    from six sessions on. ``better`` and ``worse``: sessions on that side of no change.
    """

    sessions: int
    measured: int
    better: int
    worse: int
    median: float | None
    lowest: float | None
    highest: float | None
    interval: Interval | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ComparedTreatment:
    """One session's burden after its start, and the days that it is compared with: the same ones
    for all sessions of one ``series``.
    """

    level: float
    before: "Daily"
    series: int


@dataclass(frozen=True, slots=True, eq=False)
class Daily:
    """Entries by day. ``days`` as ordinals and ``values``, the median burden of each, have the
    shape (days,). ``burden``: the median of all entries.
    """

    days: Floats
    values: Floats
    burden: float


def summarise_next_day(
    compared: Sequence[ComparedTreatment], sessions: int, entries: Track
) -> NextDay:
    """Over all sessions whose next day and whose days before have enough entries.

    Relief is claimed from 3 sessions on, where the median is better by 2 points and by 30 %, and
    its 95 % interval leaves no room for no change. Worse likewise by 2 points.
    """
    if not compared:
        return NextDay(sessions, 0, 0, 0, None, None, None, None, Verdict.TOO_FEW)
    bases = np.array([session.before.burden for session in compared])
    falls = bases - np.array([session.level for session in compared])
    median = middle(falls)
    side = reach(compared)
    ends = sorted(entries.difference(end) for end in within_scale(-median, side))
    differences = sorted(entries.difference(-float(fall)) for fall in falls)
    return NextDay(
        sessions,
        len(compared),
        int((falls > EXACT).sum()),
        int((falls < -EXACT).sum()),
        entries.difference(-median),
        differences[0],
        differences[-1],
        Interval(ends[0], ends[1]) if len(compared) >= NEED_FOR_INTERVAL else None,
        _verdict(falls, bases, side),
    )


def _verdict(falls: Floats, bases: Floats, side: float) -> Verdict:
    if len(falls) < NEED_SESSIONS:
        return Verdict.TOO_FEW
    median = middle(falls)
    enough = median >= max(POINTS, SHARE * middle(bases)) - EXACT
    if enough and median > side:
        return Verdict.BETTER
    if median <= -POINTS + EXACT and median < -side:
        return Verdict.WORSE
    return Verdict.UNCLEAR


def within_scale(rise: float, side: float) -> tuple[float, float]:
    """The ends of an interval around a rise, no further apart than the ends of the scale.

    Not cut at the level before as it was seen: that has an error of its own, and cut there, 95 %
    intervals near the end of the scale held the truth in 89.
    """
    return max(rise - side, LOWEST - HIGHEST), min(rise + side, HIGHEST - LOWEST)


def reach(compared: Sequence[ComparedTreatment]) -> float:
    """Half of the 95 % interval, by Welch's and Satterthwaite's degrees of freedom."""
    levels = np.array([session.level for session in compared])
    n = len(levels)
    spare = n - 1 + AS_MANY
    spread = (float(((levels - levels.mean()) ** 2).sum()) + AS_MANY * USUAL_VARIANCE) / spare
    separate = OF_A_MEDIAN * spread / n
    shared, shared_spare = _of_the_bases(compared)
    whole = separate + shared
    freedom = whole**2 / (separate**2 / spare + shared**2 / shared_spare)
    return t_quantile(freedom) * sqrt(whole)


def _of_the_bases(compared: Sequence[ComparedTreatment]) -> tuple[float, float]:
    """Variance that the levels before bring into the median, and its degrees of freedom."""
    shares = Counter(session.series for session in compared)
    days = {session.series: (session.before.days, session.before.values) for session in compared}
    spare = AS_MANY + sum(len(y) - 1 for _, y in days.values())
    squares = sum(float(((y - y.mean()) ** 2).sum()) for _, y in days.values())
    spread = (squares + AS_MANY * USUAL_VARIANCE) / spare
    lag_one = max(autocorrelation(list(days.values())), LEAST_LAG_ONE)
    inflated = spread * (1 + lag_one) / (1 - lag_one)
    return (
        sum((shares[key] / len(compared)) ** 2 * inflated / len(y) for key, (_, y) in days.items()),
        spare,
    )


def daily(entries: Track) -> Daily:
    """The days of at least one entry."""
    by_day: dict[int, list[float]] = {}
    for day, burden in zip(entries.days.tolist(), entries.burden.tolist(), strict=True):
        by_day.setdefault(day, []).append(burden)
    ordered = sorted(by_day)
    return Daily(
        np.array(ordered, dtype=np.float64),
        np.array([middle(np.array(by_day[day])) for day in ordered]),
        middle(entries.burden),
    )


def autocorrelation(stretches: Sequence[tuple[Floats, Floats]]) -> float:
    """Lag-one autocorrelation of days and values, each of shape (n,), over neighbouring days only.
    The biased estimate: never beyond -1 and 1. At most 0.9, so that an inflation stays finite.
    """
    squares, products = 0.0, 0.0
    for days, values in stretches:
        off = values - values.mean()
        squares += float((off**2).sum())
        near = np.diff(days) == 1
        products += float((off[1:] * off[:-1])[near].sum())
    return min(products / squares, 0.9) if squares > EXACT else 0.0


def t_quantile(freedom: float) -> float:
    """97.5 % quantile of Student's t by its expansion (Abramowitz & Stegun 26.7.5): within 0.001
    from 5 degrees of freedom on, which is the least there can be here.
    """
    z = Z95
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * freedom**4)
    )
