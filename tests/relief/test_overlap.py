"""How often an entry after is better than one before, with an interval that claims no certainty."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from diary.relief.overlap import nap, newcombe
from diary.relief.track import Floats
from tests.relief.builders import entries, numbers, session, told_of, week

halves = st.integers(0, 20).map(lambda half: half / 2)
some = st.lists(halves, min_size=1, max_size=25).map(np.array)


def test_a_tie_counts_half() -> None:
    found = nap(numbers([5, 5]), numbers([5, 3]))
    assert found is not None
    assert found.value == 0.75
    assert (found.before, found.after) == (2, 2)


def test_without_entries_on_both_sides_there_is_none() -> None:
    assert nap(numbers([]), numbers([5])) is None
    assert nap(numbers([5]), numbers([])) is None


def test_from_one_entry_there_is_no_error() -> None:
    found = nap(numbers([5]), numbers([3, 4]))
    assert found is not None
    assert found.error is None


@pytest.mark.parametrize("sizes", [(1, 1), (3, 3), (7, 14), (60, 60)])
def test_complete_separation_is_no_certainty(sizes: tuple[int, int]) -> None:
    above = newcombe(1.0, *sizes)
    assert above.low < 0.97
    assert above.high == 1
    below = newcombe(0.0, *sizes)
    assert (below.low, below.high) == pytest.approx((0, 1 - above.low), abs=1e-12)


@given(some, some)
@settings(max_examples=60, deadline=None)
def test_the_share_is_that_of_the_rank_sum(before: Floats, after: Floats) -> None:
    found = nap(before, after)
    assert found is not None
    u = (
        stats.mannwhitneyu(before, after, method="asymptotic").statistic
        if _mixed(before, after)
        else len(before) * len(after) / 2
    )
    assert found.value == pytest.approx(u / (len(before) * len(after)), abs=1e-12)
    turned = nap(after, before)
    assert turned is not None
    assert turned.value == pytest.approx(1 - found.value, abs=1e-12)
    assert turned.interval.low == pytest.approx(1 - found.interval.high, abs=1e-9)


def _mixed(*sides: Floats) -> bool:
    return len(np.unique(np.concatenate(sides))) > 1


@given(st.integers(1, 80), st.integers(1, 80), st.floats(0, 1))
@settings(max_examples=80, deadline=None)
def test_the_interval_holds_the_share_and_stays_on_the_scale(m: int, n: int, value: float) -> None:
    found = newcombe(value, m, n)
    assert 0 <= found.low <= value + 1e-12
    assert value - 1e-12 <= found.high <= 1
    assert found.high - found.low > 0


@given(st.integers(2, 40), st.integers(2, 40), st.floats(0.05, 0.95))
@settings(max_examples=60, deadline=None)
def test_both_ends_solve_their_equation(m: int, n: int, value: float) -> None:
    found, h = newcombe(value, m, n), (m + n) / 2 - 1
    z = float(stats.norm.ppf(0.975))
    for x in (found.low, found.high):
        # written for the end above by turning both around
        v, y = (value, x) if x < value else (1 - value, 1 - x)
        left = m * n * (v - y) ** 2 * (2 - y) * (1 + y)
        right = z**2 * y * (1 - y) * (2 + h + (1 + 2 * h) * y * (1 - y))
        assert left == pytest.approx(right, abs=1e-6)


def test_entries_from_two_to_72_hours_are_set_beside_those_before() -> None:
    pairs = [(1, 0), (2, 6), (72, 6), (72.1, 0), (90, 0)]
    found = told_of([*week(8), *entries(pairs)], [session()]).sessions[0].overlap
    assert found is not None
    assert (found.value, found.before, found.after) == (1, 7, 2)


def test_the_next_session_ends_it() -> None:
    logged = [*week(8), *entries([(10, 6), (30, 6), (35, 9)])]
    found = told_of(logged, [session(1), session(2, 30)]).sessions[0].overlap
    assert found is not None
    assert found.after == 1


def test_over_all_sessions_every_pair_counts_once() -> None:
    logged = [*week(8), *entries([(24, 6), (48, 9), (48.5, 9), (125, 6)])]
    found = told_of(logged, [session(1), session(2, 100)])
    assert [one.overlap and one.overlap.value for one in found.sessions] == [1 / 3, 1]
    assert found.overlap == pytest.approx(2 / 4)
