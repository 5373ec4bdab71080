"""The 95 % interval of one step of the typical course."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from diary.relief.course_interval import autocorrelation, daily, reach
from tests.relief.builders import daily as by_day
from tests.relief.builders import entry, numbers, tracked


def test_its_width_is_that_of_the_formula() -> None:
    """Both spreads are drawn to 3.4 as by three more values; r is 0.4."""
    levels = [4.0, 5, 3, 6, 4, 2]
    spread = (np.var(levels) * 6 + 3 * 3.4) / (5 + 3)
    own = 1.3 * spread / 6
    shared = (3 * 3.4 / (13 + 3)) * (1.4 / 0.6) / 14
    freedom = (own + shared) ** 2 / (own**2 / 8 + shared**2 / 16)
    expected = float(stats.t.ppf(0.975, freedom)) * sqrt(own + shared)
    before = daily(tracked(by_day(8, range(-14, 0))))
    assert reach(numbers(levels), before) == pytest.approx(expected, abs=0.01)


def test_only_neighbouring_days_count_for_the_autocorrelation() -> None:
    values = numbers([1, 9, 1, 9])
    assert autocorrelation(numbers([1, 2, 3, 4]), values) == -0.75
    assert autocorrelation(numbers([1, 3, 5, 7]), values) == 0


@given(st.lists(st.integers(0, 20), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_it_never_leaves_its_bounds(values: list[int]) -> None:
    assert -1 <= autocorrelation(numbers(range(len(values))), numbers(values)) <= 0.9


def test_a_constant_stretch_has_none() -> None:
    assert autocorrelation(numbers([1, 2, 3]), numbers([5, 5, 5])) == 0


def test_each_day_counts_by_its_median() -> None:
    found = daily(tracked([*by_day(8, [0, 2]), entry(3, 2), entry(4, 4)]))
    assert np.diff(found.days).tolist() == [2]
    assert (found.values.tolist(), found.burden) == ([4, 8], 6)
