"""Non-overlap of all pairs: how often an entry after is better than one before."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from diary.relief.track import Floats
from diary.relief.values import Interval

Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Nap:
    """``value``: share of pairs in which the entry after is better, a tie counting half (Parker &
    Vannest 2009). ``interval``: 95 %, approximate, as it takes every entry to stand alone.

    ``before`` and ``after``: how many entries there are. ``error``: the unbiased standard error.
    """

    value: float
    interval: Interval
    before: int
    after: int
    error: float | None


def nap(before: Floats, after: Floats) -> Nap | None:
    """From burdens (0 is the best), shapes (m,) and (n,). None without an entry on both sides."""
    m, n = len(before), len(after)
    if not m or not n:
        return None
    pairs = np.sign(before[:, None] - after[None, :]) / 2 + 0.5
    value = float(pairs.mean())
    return Nap(value, newcombe(value, m, n), m, n, _error(pairs, value))


def _error(pairs: Floats, value: float) -> float | None:
    """Sen's unbiased variance (1967) as in Pustejovsky's notes on NAP. Needs two on each side."""
    m, n = pairs.shape
    if m < 2 or n < 2:
        return None
    bounded = min(max(value, 1 / (2 * m * n)), 1 - 1 / (2 * m * n))
    off = pairs - value
    rows = float((off.sum(axis=1) ** 2).sum()) / (m * n**2)
    columns = float((off.sum(axis=0) ** 2).sum()) / (m**2 * n)
    cells = float((off**2).mean())
    whole = bounded * (1 - bounded) + n * rows + m * columns - 2 * cells
    return sqrt(max(whole, 0.0) / ((m - 1) * (n - 1)))


def newcombe(value: float, m: int, n: int) -> Interval:
    """95 % interval (Newcombe 2006, method 5): the x at which the score test just gives way.

    At 0 and 1 its equation has a second root at the value itself, which would claim certainty from
    three entries. It is divided out.
    """
    return Interval(_lower(value, m, n), 1 - _lower(1 - value, m, n))


def _lower(value: float, m: int, n: int) -> float:
    """The only sign change below ``value``, by halving: 45 times reach 13 digits."""
    h, pairs, z_squared = (m + n) / 2 - 1, m * n, Z95**2
    low, high = 0.0, value
    for _ in range(45):
        x = (low + high) / 2
        gap, rest = (1 - x, 1.0) if value == 1 else ((value - x) ** 2, 1 - x)
        variance = z_squared * x * rest * (2 + h + (1 + 2 * h) * x * (1 - x))
        if pairs * gap * (2 - x) * (1 + x) > variance:
            low = x
        else:
            high = x
    return (low + high) / 2
