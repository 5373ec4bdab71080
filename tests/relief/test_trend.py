"""The median of all slopes, as scipy has it, and nothing where there is not enough."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from diary.relief.trend import Trend, theil_sen
from diary.relief.values import Missing
from tests.relief.builders import daily, every, numbers, told_of

points = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 20)), min_size=3, max_size=30)


@given(points)
@settings(max_examples=100, deadline=None)
def test_it_is_that_of_scipy(pairs: list[tuple[int, int]]) -> None:
    x, y = np.array([x for x, _ in pairs]) / 4, np.array([y for _, y in pairs]) / 2
    assume(len(np.unique(x)) > 1)
    found = theil_sen(x, y)
    with np.errstate(invalid="ignore"):  # the root of a variance that ties made negative
        theirs = stats.theilslopes(y, x, method="joint")
    assert found is not None
    assert found.points == len(pairs)
    assert found.slope == pytest.approx(theirs.slope, abs=1e-9)
    assert found.intercept == pytest.approx(theirs.intercept, abs=1e-9)
    if found.interval is not None:
        told = (found.interval.low, found.interval.high)
        assert told == pytest.approx((theirs.low_slope, theirs.high_slope), abs=1e-9)
        assert told[0] <= found.slope <= told[1]


@given(points, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_points_does_not_matter(pairs: list[tuple[int, int]], chance: object) -> None:
    shuffled = list(pairs)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = (
        theil_sen(numbers([x for x, _ in some]), numbers([y for _, y in some]))
        for some in (pairs, shuffled)
    )
    assert one == other


def test_two_points_and_one_column_of_points_have_none() -> None:
    assert theil_sen(numbers([1, 2]), numbers([1, 2])) is None
    assert theil_sen(numbers([3, 3, 3]), numbers([1, 2, 3])) is None


def test_few_points_have_no_interval() -> None:
    found = theil_sen(numbers([1, 2, 3]), numbers([3, 5, 7]))
    assert found == Trend(2, 1, 3, None)


def test_points_on_a_level_have_none_either() -> None:
    found = theil_sen(numbers(range(8)), numbers([5] * 8))
    assert found is not None
    assert (found.slope, found.intercept) == (0, 5)


def test_the_week_before_each_session_is_followed() -> None:
    """One session every four weeks, each week before it a point lower than the last."""
    sessions = every(28, 4)
    weeks = [day for n in range(4) for day in daily(8 - n, range(28 * n - 7, 28 * n))]
    found = told_of(weeks, sessions).carry_over
    assert found == Trend(-1, 9, 4, None)


def test_below_three_weeks_the_count_is_told() -> None:
    found = told_of(daily(8, range(-7, 0)), every(28, 2)).carry_over
    assert found == Missing(1, 3, "sessions with a week before")
    assert told_of([], []).carry_over == Missing(0, 3, "sessions with a week before")
