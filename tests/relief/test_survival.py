"""How long over all sessions, where some ends were never seen."""

import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from diary.relief.response import ReliefDuration
from diary.relief.survival import Survival, estimate_duration, kaplan_meier
from diary.relief.survival import _band as band
from diary.relief.values import Missing

followed = st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1, max_size=30)


def lasting(*hours: float) -> list[ReliefDuration]:
    """Ends that were seen at these hours; below zero one that was not seen up to then."""
    return [
        ReliefDuration(hour, hour, "baseline") if hour > 0 else ReliefDuration(-hour, None, "today")
        for hour in hours
    ]


def test_two_sessions_are_too_few() -> None:
    assert estimate_duration(lasting(10, 20)) == Missing(2, 3, "sessions with relief")


def test_half_is_over_at_the_median() -> None:
    assert estimate_duration(lasting(10, 20, 30)) == Survival(3, 3, 20, 30, None)


def test_an_end_between_two_entries_counts_in_their_middle() -> None:
    found = estimate_duration([ReliefDuration(10, 20, "baseline")] * 3)
    assert isinstance(found, Survival)
    assert found.median == 15


def test_an_end_that_was_not_seen_makes_the_median_later() -> None:
    found = estimate_duration(lasting(10, -15, 20, 30))
    assert isinstance(found, Survival)
    assert (found.ended, found.median) == (3, 20)
    assert estimate_duration(lasting(10, 15, 20, 30)) == Survival(4, 4, 15, 30, None)


def test_below_three_ends_nothing_but_the_longest_time_is_told() -> None:
    assert estimate_duration(lasting(10, 20, -50, -60)) == Survival(4, 2, None, 60, None)


def test_where_more_than_half_never_ended_there_is_no_median() -> None:
    found = estimate_duration(lasting(10, 11, 12, *[-50] * 7))
    assert isinstance(found, Survival)
    assert (found.median, found.longest) == (None, 50)


def test_an_interval_from_six_sessions_on() -> None:
    assert estimate_duration(lasting(1, 2, 3, 4, 5)) == Survival(5, 5, 3, 5, None)
    found = estimate_duration(lasting(1, 2, 3, 4, 5, 6))
    assert isinstance(found, Survival)
    assert found.interval is not None


def test_an_end_of_the_interval_may_stay_open() -> None:
    found = estimate_duration(lasting(10, 20, 30, -31, -32, -33))
    assert isinstance(found, Survival)
    assert found.interval is not None
    assert found.interval[1] is None


@given(followed)
@settings(max_examples=60, deadline=None)
def test_the_estimate_is_that_of_scipy(times: list[tuple[int, bool]]) -> None:
    hours, ended = [float(hour) for hour, _ in times], [seen for _, seen in times]
    steps = kaplan_meier(hours, ended)
    theirs = stats.ecdf(
        stats.CensoredData(
            uncensored=[h for h, seen in zip(hours, ended, strict=True) if seen],
            right=[h for h, seen in zip(hours, ended, strict=True) if not seen],
        )
    ).sf
    for step in steps:
        assert step.share == pytest.approx(float(theirs.evaluate(step.time)), abs=1e-12)
    if any(0 < step.share < 1 for step in steps):
        with np.errstate(all="ignore"):
            interval = _log_log(theirs)
        for step in steps:
            place = int(np.searchsorted(theirs.quantiles, step.time))
            if 0 < step.share < 1:
                low, high = (float(side.probabilities[place]) for side in interval)
                assert band(step) == pytest.approx((low, high), abs=1e-9)


def _log_log(found: Any) -> tuple[Any, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scipy warns where nobody is left
        interval = found.confidence_interval(0.95, method="log-log")
    return interval.low, interval.high


@given(followed)
@settings(max_examples=60, deadline=None)
def test_the_interval_holds_the_median(times: list[tuple[int, bool]]) -> None:
    found = estimate_duration(lasting(*(hour if seen else -hour for hour, seen in times)))
    if isinstance(found, Survival) and found.median is not None and found.interval is not None:
        low, high = found.interval
        assert low is not None
        assert low <= found.median <= found.longest
        assert high is None or high >= found.median
