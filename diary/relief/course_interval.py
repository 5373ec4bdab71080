"""The 95 % interval of one step of the typical course.

Its variance has two parts: the spread of the sessions at that step, and the error of the level that
they are compared with, which all share. Days in a row resemble each other, so the second part is
inflated by (1 + r) / (1 - r) with r at least 0.4. Both spreads are drawn towards that of real
untreated outpatients, as if three more values had been seen (empirical Bayes, Smyth 2004).
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from diary.relief.response import EXACT
from diary.relief.student import t_quantile
from diary.relief.track import Floats, Track, middle
from diary.relief.values import HIGHEST, LOWEST

USUAL_VARIANCE, AS_MANY = 3.4, 3.0  # one integer rating a day in 40 outpatients: SD 1.8
LEAST_LAG_ONE = 0.4
OF_A_MEDIAN = 1.3  # variance of the median of a few normal values, over that of their mean


@dataclass(frozen=True, slots=True, eq=False)
class Daily:
    """Entries by day. ``days`` as ordinals and ``values``, the median burden of each, have the
    shape (days,). ``burden``: the median of all entries.
    """

    days: Floats
    values: Floats
    burden: float


def within_scale(rise: float, side: float) -> tuple[float, float]:
    """The ends of an interval around a rise, no further apart than the ends of the scale.

    Not cut at the level before as it was seen: that has an error of its own, and cut there, 95 %
    intervals near the end of the scale held the truth in 89.
    """
    return max(rise - side, LOWEST - HIGHEST), min(rise + side, HIGHEST - LOWEST)


def reach(levels: Floats, before: Daily) -> float:
    """Half of the 95 % interval of the median of ``levels``, shape (n,), minus the level before.

    By Welch's and Satterthwaite's degrees of freedom.
    """
    n = len(levels)
    spare = n - 1 + AS_MANY
    spread = (float(((levels - levels.mean()) ** 2).sum()) + AS_MANY * USUAL_VARIANCE) / spare
    separate = OF_A_MEDIAN * spread / n
    shared, shared_spare = _of_the_base(before)
    whole = separate + shared
    freedom = whole**2 / (separate**2 / spare + shared**2 / shared_spare)
    return t_quantile(freedom) * sqrt(whole)


def _of_the_base(before: Daily) -> tuple[float, float]:
    """Variance that the level before brings into the median, and its degrees of freedom."""
    values = before.values
    spare = AS_MANY + len(values) - 1
    spread = (float(((values - values.mean()) ** 2).sum()) + AS_MANY * USUAL_VARIANCE) / spare
    lag_one = max(autocorrelation(before.days, values), LEAST_LAG_ONE)
    return spread * (1 + lag_one) / (1 - lag_one) / len(values), spare


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


def autocorrelation(days: Floats, values: Floats) -> float:
    """Lag-one autocorrelation of values by day, both of shape (n,), over neighbouring days only.

    The biased estimate: never beyond -1 and 1. At most 0.9, so that an inflation stays finite.
    """
    off = values - values.mean()
    squares = float((off**2).sum())
    products = float((off[1:] * off[:-1])[np.diff(days) == 1].sum())
    return min(products / squares, 0.9) if squares > EXACT else 0.0
