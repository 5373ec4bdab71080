"""Mixtures of Student's t: their probabilities and quantiles, without a library for statistics."""

from math import copysign, erfc, log1p, sqrt

import numpy as np

from diary.relief.track import Floats

STEPS = 40  # of bisection: from 20 points to below 1e-9 of one


def cdf(x: float, freedom: float) -> float:
    """The probability below ``x``, within 0.001 from 5 degrees of freedom on (Wallace 1959)."""
    z = copysign(sqrt(freedom * log1p(x * x / freedom)), x) * (8 * freedom + 1) / (8 * freedom + 3)
    return 0.5 * erfc(-z / sqrt(2))


def below(x: float, means: Floats, spreads: Floats, weights: Floats, freedom: float) -> float:
    """The probability below ``x`` of a mixture; ``means``, ``spreads``, ``weights``: shape (k,)."""
    parts = zip(means.tolist(), spreads.tolist(), weights.tolist(), strict=True)
    return float(sum(w * cdf((x - mean) / spread, freedom) for mean, spread, w in parts))


def quantile(
    share: float, means: Floats, spreads: Floats, weights: Floats, freedom: float
) -> float:
    """The value below which ``share`` (0 to 1) of a mixture lies, by bisection."""
    relevant = weights > 1e-4 * weights.max()
    means, spreads, weights = (
        means[relevant],
        spreads[relevant],
        weights[relevant] / weights[relevant].sum(),
    )
    low, high = float(np.min(means - 12 * spreads)), float(np.max(means + 12 * spreads))
    for _ in range(STEPS):
        half = (low + high) / 2
        if below(half, means, spreads, weights, freedom) < share:
            low = half
        else:
            high = half
    return (low + high) / 2
