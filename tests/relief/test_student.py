"""Mixtures of Student's t, against scipy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from diary.relief.student import below, cdf, quantile, t_quantile
from tests.relief.builders import numbers

freedoms = st.floats(3, 2000)


@given(st.floats(-8, 8), freedoms)
@settings(max_examples=100, deadline=None)
def test_a_probability_is_within_a_thousandth(x: float, freedom: float) -> None:
    assert cdf(x, freedom) == pytest.approx(float(stats.t.cdf(x, freedom)), abs=1e-3)


@given(st.floats(0.01, 0.99), freedoms, st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_a_quantile_of_a_mixture_has_its_share_below_it(
    share: float, freedom: float, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    means, spreads = chance.normal(size=4), chance.uniform(0.2, 2.0, 4)
    weights = chance.dirichlet(np.ones(4))
    found = quantile(share, means, spreads, weights, freedom)
    assert below(found, means, spreads, weights, freedom) == pytest.approx(share, abs=1e-3)
    exact = optimize.brentq(
        lambda x: float(weights @ stats.t.cdf((x - means) / spreads, freedom)) - share, -60, 60
    )
    assert float(weights @ stats.t.cdf((found - means) / spreads, freedom)) == pytest.approx(
        float(weights @ stats.t.cdf((exact - means) / spreads, freedom)), abs=2e-3
    )


def test_a_part_of_next_to_no_weight_moves_nothing() -> None:
    alone = quantile(0.975, numbers([0]), numbers([1]), numbers([1]), 30)
    beside = quantile(0.975, numbers([0, 50]), numbers([1, 1]), numbers([1 - 1e-6, 1e-6]), 30)
    assert alone == pytest.approx(beside, abs=1e-6)
    assert alone == pytest.approx(float(stats.t.ppf(0.975, 30)), abs=5e-3)


@given(st.floats(5, 1000))
@settings(max_examples=100, deadline=None)
def test_the_quantile_of_t_is_within_a_thousandth(freedom: float) -> None:
    assert t_quantile(freedom) == pytest.approx(float(stats.t.ppf(0.975, freedom)), abs=1e-3)
