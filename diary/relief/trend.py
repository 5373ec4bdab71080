"""Theil–Sen: a trend by the median of all slopes, over real times."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from diary.relief.track import Floats
from diary.relief.values import Interval

NEED = 3
Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Trend:
    """``slope`` in units of y for each unit of x. ``intercept``: median of y - slope * x.

    ``interval``: 95 % of the slope, None where the points are too few or too alike.
    """

    slope: float
    intercept: float
    points: int
    interval: Interval | None


def theil_sen(x: Floats, y: Floats) -> Trend | None:
    """From shapes (n,), in any order (Theil 1950; interval Sen 1968, ties in y as in Kendall's S).

    None below 3 points, or where all x are the same. Pairs with the same x have no slope.
    """
    if len(x) < NEED:
        return None
    first, second = np.triu_indices(len(x), k=1)
    run = x[second] - x[first]
    rises = run != 0
    if not rises.any():
        return None
    slopes = np.sort((y[second] - y[first])[rises] / run[rises])
    slope = float(np.median(slopes))
    intercept = float(np.median(y - slope * x))
    return Trend(slope, intercept, len(x), _interval(slopes, x, y))


def _interval(slopes: Floats, x: Floats, y: Floats) -> Interval | None:
    """The slopes at the ranks that Kendall's S would leave undecided."""
    n, pairs = len(x), len(slopes)
    ties = sum(_tie(k) for k in np.unique(x, return_counts=True)[1])
    ties += sum(_tie(k) for k in np.unique(y, return_counts=True)[1])
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    if variance <= 0:
        return None
    reach = Z95 * sqrt(variance)
    low, high = round((pairs - reach) / 2), round((pairs + reach) / 2)
    if low < 0 or high >= pairs:
        return None
    return Interval(float(slopes[max(low - 1, 0)]), float(slopes[min(high, pairs - 1)]))


def _tie(k: int) -> float:
    return float(k * (k - 1) * (2 * k + 5))
