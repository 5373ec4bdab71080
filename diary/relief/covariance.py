"""How scores vary without treatment, and sums that take account of it.

The variance of an entry has three parts: one that drifts over weeks, one that lasts about a day,
and one of the single entry. The first two are Ornstein–Uhlenbeck processes, so that days near each
other resemble each other. The shares are rounded from a fit by maximum likelihood to either half of
258 untreated adults who rated every day (Kuczynski et al. 2022), which said 0.62 and 0.66 for the
slow part and 0.20 and 0.09 for the quick one. It made the slow part 51 to 90 days long. The shorter
lengths here were chosen by what they make of the same people (docs/relief.md).
"""

from dataclasses import dataclass

import numpy as np

from diary.relief.track import Floats

SLOW, QUICK = 0.62, 0.15  # shares of the variance; the rest belongs to the single entry
ALONE = 1.0 - SLOW - QUICK
QUICK_HOURS = 24.0
SLOW_HOURS = (180.0, 450.0, 1080.0)  # 7.5, 19 and 45 days: looked at one by one and averaged


@dataclass(frozen=True, slots=True, eq=False)
class Whitened:
    """``columns``, shape (n, k): L⁻¹ times what was given. ``pivots``, shape (n,): D of LDLᵀ."""

    columns: Floats
    pivots: Floats

    def products(self) -> Floats:
        """The columns' products weighted by the inverse covariance, shape (k, k)."""
        whole: Floats = (self.columns / self.pivots[:, None]).T @ self.columns
        return whole

    @property
    def log_determinant(self) -> float:
        return float(np.log(self.pivots).sum())


def whiten(hours: Floats, entries: Floats, slow_hours: float, columns: Floats) -> Whitened:
    """Solve with the covariance in one pass, its time in proportion to n.

    The LDLᵀ of a semiseparable matrix (Foreman-Mackey et al. 2017) for a variance of 1.
    ``hours``, rising, and ``entries``, the number averaged in each bin, have the shape (n,),
    ``columns`` (n, k).
    """
    decay = np.exp(-np.diff(hours, prepend=hours[0])[:, None] / np.array([slow_hours, QUICK_HOURS]))
    pivots, weights = _factor(decay.tolist(), (ALONE / entries).tolist())
    shares, solved = np.array([SLOW, QUICK]), np.empty_like(columns)
    carried = np.zeros((2, columns.shape[1]))
    for index, row in enumerate(columns):
        carried = decay[index][:, None] * carried
        solved[index] = row - shares @ carried
        carried += weights[index][:, None] * solved[index]
    return Whitened(solved, pivots)


def _factor(decay: list[list[float]], noise: list[float]) -> tuple[Floats, Floats]:
    """The pivots, shape (n,), and the weights, shape (n, 2). Floats are quicker here."""
    pivots, weights = [], []
    ss = sq = qq = ws = wq = pivot = 0.0
    for (slow, quick), alone in zip(decay, noise, strict=True):
        ss = slow * slow * (ss + pivot * ws * ws)
        sq = slow * quick * (sq + pivot * ws * wq)
        qq = quick * quick * (qq + pivot * wq * wq)
        along_slow, along_quick = SLOW * ss + QUICK * sq, SLOW * sq + QUICK * qq
        pivot = alone + SLOW + QUICK - along_slow * SLOW - along_quick * QUICK
        ws, wq = (1.0 - along_slow) / pivot, (1.0 - along_quick) / pivot
        pivots.append(pivot)
        weights.append((ws, wq))
    return np.array(pivots), np.array(weights)


def variance_of(weights: Floats, hours: Floats, entries: Floats, slow_hours: float) -> float:
    """The variance of a weighted sum of bins, for a variance of 1. All of shape (n,)."""
    apart = np.abs(hours[:, None] - hours)
    shared = SLOW * np.exp(-apart / slow_hours) + QUICK * np.exp(-apart / QUICK_HOURS)
    return float(weights @ (shared @ weights) + (weights**2 * ALONE / entries).sum())
