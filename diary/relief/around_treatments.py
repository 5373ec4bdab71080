"""The change around each session: its next day against the three days before it.

Robust against drift, recovery by itself and a hard start, and blind to relief that lasts from one
session to the next: that is what ``since_treatment`` is for. The usual ups and downs, and the daily
rhythm, are those that the whole diary shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from diary.relief.bins import Bins
from diary.relief.covariance import SLOW_HOURS, variance_of
from diary.relief.since_treatment import Posterior, waves_of
from diary.relief.student import t_quantile
from diary.relief.track import Floats
from diary.relief.values import Interval

NEED_SESSIONS, NEED_FOR_TREND = 3, 6
AS_MANY = 3.0  # sessions of the usual spread that the seen one is drawn towards
NARROWER = 0.75  # 95 % intervals held the truth of untreated people in 99: docs/relief.md


@dataclass(frozen=True, slots=True)
class LocalChange:
    """One session, by its place from 0: points of burden, and the variance of ups and downs."""

    place: int
    change: float
    variance: float


@dataclass(frozen=True, slots=True)
class LocalChanges:
    """Over ``sessions`` that have entries on both sides. In points of burden. The daily rhythm is
    taken off for the ``mean``, and left in the changes of single sessions.

    ``interval``: 95 %, for the ``mean``, from three sessions on. ``trend``: what the change gains
    from one session to the next, with its 95 % interval, from six on.
    """

    each: tuple[LocalChange, ...]
    mean: float | None = None
    interval: Interval | None = None
    trend: float | None = None
    trend_interval: Interval | None = None

    @property
    def sessions(self) -> int:
        return len(self.each)


def compare_around(bins: Bins, places: Sequence[int], posterior: Posterior) -> LocalChanges:
    """``places``: the sessions to look at, each by its place from 0."""
    burden = bins.burden - posterior.rhythm @ waves_of(bins)
    all_weights = {place: _contrast(bins, place) for place in places}
    contrasts = {place: weights for place, weights in all_weights.items() if weights is not None}
    if not contrasts:
        return LocalChanges(())
    each = tuple(
        LocalChange(place, float(weights @ bins.burden), _variance(bins, weights, posterior))
        for place, weights in contrasts.items()
    )
    if len(each) < NEED_SESSIONS:
        return LocalChanges(each)
    changes = np.array([weights @ burden for weights in contrasts.values()])
    usual = float(np.mean([local.variance for local in each]))
    spread = (AS_MANY * usual + ((changes - changes.mean()) ** 2).sum()) / (len(each) - 1 + AS_MANY)
    together = _variance(bins, np.mean(list(contrasts.values()), axis=0), posterior)
    error = sqrt(max(together, spread / len(each)))
    reach = t_quantile(len(each) - 1 + AS_MANY)
    mean = float(changes.mean())
    trend, trend_interval = _trend(list(contrasts), changes, max(spread, usual), reach)
    side = reach * NARROWER * error
    return LocalChanges(each, mean, Interval(mean - side, mean + side), trend, trend_interval)


def _contrast(bins: Bins, place: int) -> Floats | None:
    """Weights of the bins, shape (n,): the next day's entries minus those before; None without."""
    after, before = bins.next_day(place), bins.days_before_session(place)
    if not len(after) or not len(before):
        return None
    weights = np.zeros(len(bins))
    weights[after] = bins.entries[after] / bins.entries[after].sum()
    weights[before] = -bins.entries[before] / bins.entries[before].sum()
    return weights


def _variance(bins: Bins, weights: Floats, posterior: Posterior) -> float:
    some = np.flatnonzero(weights)
    part = variance_of(weights[some], bins.hours[some], bins.entries[some], SLOW_HOURS[1])
    return posterior.variance * part


def _trend(
    places: Sequence[int], changes: Floats, variance: float, reach: float
) -> tuple[float | None, Interval | None]:
    """The least-squares slope of the changes over the sessions' places."""
    if len(places) < NEED_FOR_TREND:
        return None, None
    off = np.array(places, dtype=np.float64) - float(np.mean(places))
    slope = float(off @ changes / (off @ off))
    side = reach * sqrt(variance / float(off @ off))
    return slope, Interval(slope - side, slope + side)
