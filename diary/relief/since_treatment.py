"""The level since treatment began: how far it lies below that of the days before.

score(t) = usual level + slow and quick ups and downs + daily rhythm + b · f(t) + noise

``f`` rises within hours of a session and fades; of several sessions the strongest counts. How it
fades is not known, nor how slow the ups and downs are: each way is looked at and weighted by how
well it explains the diary (Bayesian model averaging). Ups and downs of weeks are what guards
against drift, recovery by itself, and a treatment that begins at the worst: a level that would have
changed by itself as often is no evidence. docs/relief.md has each number and where it comes from.
"""

from dataclasses import dataclass
from math import log, pi

import numpy as np

from diary.relief import student
from diary.relief.bins import Bins
from diary.relief.covariance import ALONE, SLOW_HOURS, whiten
from diary.relief.track import Floats

# How relief may fade: exp(-(hours / tau) ** power), with its weight beforehand. Five ways, from 1.5
# days to 120, and two more that last for some days and then end.
FADING = (
    (36.0, 1.0, 0.20), (96.0, 1.0, 0.28), (240.0, 1.0, 0.20), (720.0, 1.0, 0.12),
    (2880.0, 1.0, 0.10), (84.0, 3.0, 0.05), (168.0, 3.0, 0.05),
)  # fmt: skip
ONSET = 1.5  # hours
NEXT_DAY_HOURS = 25.0
EFFECT_SD = 5.0  # points
RHYTHM_SD = 1.0  # points, of each of the two waves of a day
PRIOR_VALUES, PRIOR_VARIANCE = 1.0, 1.0  # an inverse gamma as if one value had been seen
ROUNDS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """What is known of the fall on the day after a session, in points of burden.

    ``falls``, ``spreads``, ``weights``, ``variances`` have the shape (k,), one for each pair of
    way of fading and slowness. ``rhythm``: of the two waves of a day.
    """

    falls: Floats
    spreads: Floats
    weights: Floats
    variances: Floats
    rhythm: Floats
    freedom: float

    @property
    def fall(self) -> float:
        return float(self.weights @ self.falls)

    @property
    def variance(self) -> float:
        return float(self.weights @ self.variances)

    @property
    def better(self) -> float:
        """The probability that the burden is lower than before, 0 to 1."""
        return 1.0 - student.below(0.0, self.falls, self.spreads, self.weights, self.freedom)

    def interval(self) -> tuple[float, float]:
        """The middle 95 %."""
        low, high = (
            student.quantile(share, self.falls, self.spreads, self.weights, self.freedom)
            for share in (0.025, 0.975)
        )
        return low, high


def estimate_since_treatment(bins: Bins) -> Posterior:
    """Estimate from every entry before and after."""
    effects = bins.mean(effects_at(bins.entry_hours, bins.starts))
    waves = waves_of(bins)
    columns = np.column_stack([np.ones(len(bins)), bins.burden, waves.T, effects.T])
    # values inside a bin differ by the variance of the single entry alone
    within = bins.within / ALONE
    freedom = PRIOR_VALUES + len(bins.entry_hours) - 1.0
    fits = []
    for slow in SLOW_HOURS:
        solved = whiten(bins.hours, bins.entries, slow, columns)
        products = solved.products()
        centred = products - np.outer(products[0], products[0]) / products[0, 0]
        base = -0.5 * (solved.log_determinant + log(products[0, 0]))
        for place, (_, _, weight) in enumerate(FADING):
            keep = np.array([1, 2, 3, 4 + place])
            fit = _fit(centred[np.ix_(keep, keep)], within, freedom)
            fits.append((base + log(weight) + fit.evidence, place, fit))
    return _posterior(fits, freedom)


def effects_at(hours: Floats, starts: Floats) -> Floats:
    """``f`` for each way of ``FADING`` at some hours, shape (ways, n): 0 before, 1 where full.

    The strongest of all sessions is that of the last one or, in its first hours, of the one before.
    """
    last = np.searchsorted(starts, hours, side="right") - 1
    strongest = np.zeros((len(FADING), len(hours)))
    for place in (last, last - 1):
        since = np.where(place >= 0, hours - starts[np.maximum(place, 0)], 0.0)
        risen = -np.expm1(-since / ONSET)
        for row, (tau, power, _) in zip(strongest, FADING, strict=True):
            np.maximum(row, risen * np.exp(-((since / tau) ** power)), out=row)
    return strongest


def waves_of(bins: Bins) -> Floats:
    """A cosine and a sine of the hour of the day, shape (2, n). Which hour is 0 does not matter."""
    angle = bins.entry_hours * (2 * pi / 24)
    return bins.mean(np.stack([np.cos(angle), np.sin(angle)]))


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """One way of fading and slowness: coefficients of two waves and the effect, shape (3,)."""

    coefficients: Floats
    spread: float  # of the effect
    variance: float
    evidence: float


def _fit(products: Floats, within: float, freedom: float) -> _Fit:
    """By the products of burden, two waves and effect, shape (4, 4).

    The variance of an entry and what it allows are found in turns.
    """
    total, along, between = products[0, 0], products[0, 1:], products[1:, 1:]
    prior = np.diag([RHYTHM_SD**-2, RHYTHM_SD**-2, EFFECT_SD**-2])
    scale = PRIOR_VALUES * PRIOR_VARIANCE + within
    variance, inverse, coefficients = (scale + total) / freedom, prior, np.zeros(3)
    for _ in range(ROUNDS):
        inverse = np.linalg.inv(between + variance * prior)
        coefficients = inverse @ along
        variance = (scale + total - along @ coefficients) / freedom
    _, size = np.linalg.slogdet(np.eye(3) + between @ np.linalg.inv(prior) / variance)
    evidence = -0.5 * (freedom * log(variance) + float(size))
    return _Fit(coefficients, float(np.sqrt(variance * inverse[2, 2])), float(variance), evidence)


def _posterior(fits: list[tuple[float, int, _Fit]], freedom: float) -> Posterior:
    evidence = np.array([each for each, _, _ in fits])
    weights = np.exp(evidence - evidence.max())
    weights /= weights.sum()
    places = np.array([place for _, place, _ in fits])
    share = effects_at(np.array([NEXT_DAY_HOURS]), np.zeros(1))[places, 0]
    coefficients = np.array([fit.coefficients for _, _, fit in fits])
    return Posterior(
        falls=-coefficients[:, 2] * share,
        spreads=np.array([fit.spread for _, _, fit in fits]) * share,
        weights=weights,
        variances=np.array([fit.variance for _, _, fit in fits]),
        rhythm=weights @ coefficients[:, :2],
        freedom=freedom,
    )
