"""How often dates by lot show as much."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.relief.unusual import Randomization, randomization
from diary.relief.values import Missing
from tests.relief.builders import DAY, daily, entry, every, numbers, told_of

cases = st.lists(
    st.lists(st.integers(-10, 10).map(float), min_size=1, max_size=6), min_size=1, max_size=4
)


@given(cases)
@settings(max_examples=60, deadline=None)
def test_the_share_is_counted_over_all_combinations(given_cases: list[list[float]]) -> None:
    observed = sum(case[0] for case in given_cases) / len(given_cases)
    found = randomization(observed, [np.array(case) for case in given_cases])
    means = [sum(each) / len(each) for each in product(*given_cases)]
    assert found.share == sum(mean >= observed - 1e-9 for mean in means) / len(means)
    assert found.centre == pytest.approx(sum(means) / len(means), abs=1e-9)
    assert (found.combinations, found.exact) == (len(means), True)
    assert 1 / len(means) <= found.share <= 1


def test_where_all_dates_are_alike_there_is_no_z() -> None:
    assert randomization(2, [numbers([2, 2]), numbers([2])]) == Randomization(
        2, 1, 2, None, 2, True
    )


def test_too_many_combinations_are_drawn_by_lot_and_always_the_same() -> None:
    many = [numbers(range(30))] * 5
    found = randomization(29, many)
    assert found == randomization(29, many)
    assert (found.exact, found.combinations) == (False, 5000)
    assert found.share == 1 / 5000
    assert found.centre == pytest.approx(14.5, abs=0.3)


def test_a_session_needs_a_date() -> None:
    with pytest.raises(ValueError, match="date"):
        randomization(1, [])
    with pytest.raises(ValueError, match="date"):
        randomization(1, [numbers([])])


def test_three_sessions_are_needed() -> None:
    found = told_of([*daily(8, range(-40, 30)), entry(26, 2)], every(10, 2)).unusual
    assert found == Missing(2, 3, "sessions with a week before and a next day")


def test_twenty_other_dates_are_needed() -> None:
    """A date counts where five days before it and the next day have entries."""
    sessions = every(7, 3)
    logged = daily(8, [day for day in range(-12, 16) if day not in (1, 8, 15)])
    after = daily(4, [1, 8, 15])
    found = told_of([*logged, *after], sessions).unusual
    assert isinstance(found, Missing)
    assert (found.need, found.of) == (20, "other dates to compare with")
    assert found.have < 20
    enough = told_of([*logged, *after, *daily(8, range(-30, -12))], sessions).unusual
    assert isinstance(enough, Randomization)


def test_sessions_less_than_a_week_apart_are_not_asked_about() -> None:
    """The week before one of them holds what followed another."""
    found = told_of(daily(8, range(-40, 60)), every(6.9, 4)).unusual
    assert found == Missing(0, 3, "sessions at least 7 days apart")


def test_it_compares_with_the_seven_days_before_and_no_longer() -> None:
    low = [14 * n + day for n in range(-3, 4) for day in range(7)]
    high = [day + 7 for day in low]
    found = told_of([*daily(2, low), *daily(8, high)], every(14, 3)).unusual
    assert isinstance(found, Randomization)
    assert found.observed == 6


def test_a_fall_that_no_other_day_shows_is_rare() -> None:
    after = [entry(n * 14 * DAY + 24, 2) for n in range(3)]
    steady = [
        one for one in daily(8, range(-40, 60)) if one.day not in {each.day for each in after}
    ]
    found = told_of([*steady, *after], every(14, 3)).unusual
    assert isinstance(found, Randomization)
    assert found.observed == 6
    assert found.share < 0.01


def test_on_level_days_every_date_is_as_good() -> None:
    found = told_of(daily(8, range(-40, 60)), every(14, 3)).unusual
    assert isinstance(found, Randomization)
    assert (found.observed, found.share, found.z) == (0, 1, None)
