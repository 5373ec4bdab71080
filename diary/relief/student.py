"""Student's t and mixtures of it, without a library for statistics."""

from math import copysign, erfc, log1p, sqrt
from statistics import NormalDist

import numpy as np

from diary.relief.track import Floats

Z95 = NormalDist().inv_cdf(0.975)
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
