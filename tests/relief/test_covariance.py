"""How scores vary without treatment, against the same by a dense matrix."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.relief.covariance import (
    ALONE,
    QUICK,
    QUICK_HOURS,
    SLOW,
    SLOW_HOURS,
    variance_of,
    whiten,
)
from diary.relief.track import Floats
from tests.relief.builders import numbers


def _dense(hours: Floats, entries: Floats, slow_hours: float) -> Floats:
    apart = np.abs(hours[:, None] - hours)
    shared = SLOW * np.exp(-apart / slow_hours) + QUICK * np.exp(-apart / QUICK_HOURS)
    whole: Floats = shared + np.diag(ALONE / entries)
    return whole


gaps = st.lists(st.floats(0.0, 400.0), min_size=1, max_size=25)


@given(gaps, st.sampled_from(SLOW_HOURS), st.integers(0, 1000))
@settings(max_examples=80, deadline=None)
def test_one_pass_gives_what_the_whole_matrix_gives(
    between: list[float], slow_hours: float, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    hours = np.cumsum(numbers(between))
    entries = chance.integers(1, 11, len(hours)).astype(np.float64)
    columns = chance.normal(size=(len(hours), 3))
    found = whiten(hours, entries, slow_hours, columns)
    dense = _dense(hours, entries, slow_hours)
    expected = columns.T @ np.linalg.solve(dense, columns)
    assert found.products() == pytest.approx(expected, rel=1e-6, abs=1e-9)
    assert found.log_determinant == pytest.approx(float(np.linalg.slogdet(dense)[1]), abs=1e-7)


@given(gaps, st.sampled_from(SLOW_HOURS))
@settings(max_examples=40, deadline=None)
def test_the_variance_of_a_sum_is_that_of_the_whole_matrix(
    between: list[float], slow_hours: float
) -> None:
    hours = np.cumsum(numbers(between))
    weights, entries = np.linspace(-1, 1, len(hours)), np.full(len(hours), 2.0)
    expected = float(weights @ _dense(hours, entries, slow_hours) @ weights)
    assert variance_of(weights, hours, entries, slow_hours) == pytest.approx(expected, abs=1e-9)


def test_one_entry_has_the_whole_variance() -> None:
    assert pytest.approx(1.0) == SLOW + QUICK + ALONE
    assert variance_of(numbers([1]), numbers([0]), numbers([1]), 450.0) == pytest.approx(1.0)
