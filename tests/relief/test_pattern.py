"""The next day over all sessions: what is claimed, and what is left open."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from diary.domain.scores import Direction
from diary.relief.outcome import ReliefOutcome
from diary.relief.pattern import (
    NextDay,
    Verdict,
    autocorrelation,
    daily,
    summarise_next_day,
    t_quantile,
)
from tests.relief.builders import DAY, entry, every, numbers, told_of, tracked
from tests.relief.builders import daily as by_day


def ana(
    levels: list[float], before: float = 8, better: Direction = Direction.LOWER
) -> ReliefOutcome:
    """Two weeks at one level, then a session a week, each with its next day."""
    after = [entry(number * 7 * DAY + 24, level) for number, level in enumerate(levels)]
    days = by_day(before, range(-14, 0))
    return told_of([*days, *after], every(7, len(levels)), better=better)


def verdict(levels: list[float], before: float = 8) -> Verdict:
    return ana(levels, before).next_day.verdict


def test_two_sessions_are_too_few_for_any_word() -> None:
    assert verdict([0, 0]) is Verdict.TOO_FEW
    assert verdict([]) is Verdict.TOO_FEW


def test_three_clear_ones_are_better() -> None:
    assert verdict([4, 4, 4]) is Verdict.BETTER


def test_three_clear_ones_the_other_way_are_worse() -> None:
    assert verdict([8, 8, 8], before=4) is Verdict.WORSE


def test_two_points_are_needed() -> None:
    assert verdict([3.5] * 30, before=5) is Verdict.UNCLEAR
    assert verdict([3] * 30, before=5) is Verdict.BETTER
    assert verdict([6.5] * 30, before=5) is Verdict.UNCLEAR
    assert verdict([7] * 30, before=5) is Verdict.WORSE


def test_thirty_percent_are_needed_too() -> None:
    assert verdict([8] * 30, before=10) is Verdict.UNCLEAR
    assert verdict([7] * 30, before=10) is Verdict.BETTER


def test_no_change_within_the_interval_is_unclear() -> None:
    assert verdict([1, 8, 4]) is Verdict.UNCLEAR


def test_worse_needs_an_interval_without_no_change_too() -> None:
    assert ana([9, 2, 6], before=4).next_day.median == 2
    assert verdict([9, 2, 6], before=4) is Verdict.UNCLEAR


def test_sessions_without_a_next_day_are_counted_and_not_measured() -> None:
    days, after = by_day(8, range(-14, 0)), [entry(24, 4), entry(7 * DAY + 24, 4)]
    found = told_of([*days, *after], every(7, 5)).next_day
    assert (found.sessions, found.measured, found.verdict) == (5, 2, Verdict.TOO_FEW)


def test_both_sides_of_no_change_are_counted() -> None:
    found = ana([4, 8, 9, 5]).next_day
    assert (found.better, found.worse, found.measured) == (2, 1, 4)
    assert (found.median, found.lowest, found.highest) == (-1.5, -4, 1)


def test_mood_is_told_in_its_own_direction() -> None:
    found = ana([6, 7, 6], 2, Direction.HIGHER).next_day
    assert (found.verdict, found.median, found.better) == (Verdict.BETTER, 4, 3)


def test_an_interval_from_six_sessions_on() -> None:
    assert ana([4] * 5).next_day.interval is None
    found = ana([4] * 6).next_day
    assert found.interval is not None
    assert found.interval.low < -4 < found.interval.high < 0


def test_its_width_is_that_of_the_formula() -> None:
    """Both spreads are drawn to 3.4 as by three more values; r is 0.4."""
    levels = [4.0, 5, 3, 6, 4, 2]
    found = ana(levels).next_day.interval
    spread = (np.var(levels) * 6 + 3 * 3.4) / (5 + 3)
    own = 1.3 * spread / 6
    shared = (3 * 3.4 / (13 + 3)) * (1.4 / 0.6) / 14
    freedom = (own + shared) ** 2 / (own**2 / 8 + shared**2 / 16)
    reach = float(stats.t.ppf(0.975, freedom)) * sqrt(own + shared)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((-4 - reach, -4 + reach), abs=0.01)


def test_without_any_there_is_nothing_but_the_count() -> None:
    nothing = NextDay(2, 0, 0, 0, None, None, None, None, Verdict.TOO_FEW)
    assert summarise_next_day([], 2, tracked([])) == nothing


@given(st.floats(5, 1000))
@settings(max_examples=100, deadline=None)
def test_the_quantile_of_t_is_within_a_thousandth(freedom: float) -> None:
    assert t_quantile(freedom) == pytest.approx(float(stats.t.ppf(0.975, freedom)), abs=1e-3)


def test_only_neighbouring_days_count_for_the_autocorrelation() -> None:
    values = numbers([1, 9, 1, 9])
    assert autocorrelation([(numbers([1, 2, 3, 4]), values)]) == -0.75
    assert autocorrelation([(numbers([1, 3, 5, 7]), values)]) == 0


def test_it_is_pooled_over_stretches_and_each_has_its_own_middle() -> None:
    days = numbers(range(4))
    once = autocorrelation([(days, numbers([1, 2, 3, 4]))])
    twice = autocorrelation([(days, numbers([1, 2, 3, 4])), (days, numbers([6, 7, 8, 9]))])
    assert once == twice == 0.25


@given(st.lists(st.integers(0, 20), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_it_never_leaves_its_bounds(values: list[int]) -> None:
    assert -1 <= autocorrelation([(numbers(range(len(values))), numbers(values))]) <= 0.9


def test_a_constant_stretch_has_none() -> None:
    assert autocorrelation([(numbers([1, 2, 3]), numbers([5, 5, 5]))]) == 0


def test_each_day_counts_by_its_median() -> None:
    found = daily(tracked([*by_day(8, [0, 2]), entry(3, 2), entry(4, 4)]))
    assert np.diff(found.days).tolist() == [2]
    assert (found.values.tolist(), found.burden) == ([4, 8], 6)
