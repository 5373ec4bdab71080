"""Routes and doses beside each other, and no winner by chance."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from diary.relief.compare import Comparison, ComparisonGroup, compare_groups, permutation
from diary.relief.track import Floats
from tests.relief.builders import DAY, daily, entry, numbers, session, told_of

halves = st.integers(-20, 20).map(lambda half: half / 2)
few = st.lists(halves, min_size=1, max_size=6).map(np.array)
LOW, HIGH = [-5.0, -6, -5.5, -6.5], [-1.0, 0, -0.5, -1.5]


def test_the_better_one_is_named_where_chance_rarely_parts_them_so() -> None:
    found = compare_groups({"IV": LOW, "nasal": HIGH}, lower_is_better=True)
    assert found is not None
    assert found.stronger == "IV"
    assert found.share == pytest.approx(2 / 70)


def test_of_mood_the_higher_one_is_better() -> None:
    found = compare_groups({"IV": LOW, "nasal": HIGH}, lower_is_better=False)
    assert found is not None
    assert found.stronger == "nasal"


def test_below_three_measured_sessions_there_is_no_winner() -> None:
    found = compare_groups({"IV": LOW, "nasal": [0.0, 0, None, None, None]}, lower_is_better=True)
    assert found is not None
    assert (found.stronger, found.share) == (None, None)
    assert found.groups[1] == ComparisonGroup("nasal", 5, 2, 0, 0, 0)


def test_three_each_can_never_be_rare_enough() -> None:
    """One tenth of all ways to part six sessions differ as much as the largest difference."""
    found = compare_groups({"IV": [-9, -9, -9], "nasal": [0, 0, 0]}, lower_is_better=True)
    assert found is not None
    assert (found.share, found.stronger) == (0.1, None)


def test_less_than_two_points_apart_there_is_none() -> None:
    found = compare_groups({"IV": [-2.0] * 6, "nasal": [-0.5] * 6}, lower_is_better=True)
    assert found is not None
    assert found.share is not None
    assert found.share < 0.05
    assert found.stronger is None
    two = compare_groups({"IV": [-2.5] * 6, "nasal": [-0.5] * 6}, lower_is_better=True)
    assert two is not None
    assert two.stronger == "IV"


def test_one_group_is_no_comparison() -> None:
    assert compare_groups({"IV": LOW}, lower_is_better=True) is None
    assert compare_groups({}, lower_is_better=True) is None


def test_of_three_full_groups_none_is_set_above_the_others() -> None:
    found = compare_groups({"IV": LOW, "nasal": HIGH, "oral": HIGH}, lower_is_better=True)
    assert found is not None
    assert (found.share, found.stronger) == (None, None)


def test_a_group_that_was_never_measured_has_no_numbers() -> None:
    found = compare_groups({"IV": [None, None], "nasal": [1.0]}, lower_is_better=True)
    nothing = ComparisonGroup("IV", 2, 0, None, None, None)
    assert found == Comparison((nothing, ComparisonGroup("nasal", 1, 1, 1, 1, 1)))


@given(few, few)
@settings(max_examples=40, deadline=None)
def test_the_share_is_that_of_scipy(one: Floats, other: Floats) -> None:
    def apart(x: Floats, y: Floats) -> float:
        return abs(float(x.mean() - y.mean())) if x.ndim == 1 else 0.0

    if len(one) < 2 or len(other) < 2:
        return  # scipy asks for two
    theirs = stats.permutation_test(
        (one, other), apart, vectorized=False, n_resamples=np.inf, alternative="greater"
    )
    assert permutation(one, other) == pytest.approx(theirs.pvalue, abs=1e-12)
    assert permutation(one, other) == pytest.approx(permutation(other, one), abs=1e-12)


def test_by_lot_it_is_near_the_share_of_all_ways() -> None:
    """Ten and ten: 184,756 ways, of which 1,999 are drawn, always the same."""
    one, other = numbers(range(10)), numbers([value + 3 for value in range(10)])
    share = permutation(one, other)
    exact = stats.permutation_test(
        (one, other),
        lambda x, y, axis: x.mean(axis) - y.mean(axis),
        vectorized=True,
        n_resamples=np.inf,
    )
    assert share == pytest.approx(exact.pvalue, abs=0.02)
    assert permutation(one, other) == share
    assert permutation(one, numbers([value + 90 for value in range(10)])) == 1 / 2000


def test_routes_and_doses_are_taken_from_the_sessions() -> None:
    kinds = [("IV", "IV 40 mg"), ("nasal", "56 mg"), ("", "")]
    sessions = [
        session(n + 1, n * 7 * DAY, *kinds[2 if n == 8 else n % 2]) for n in range(9)
    ]  # fmt: skip
    after = [entry(n * 7 * DAY + 24, 2 if n % 2 else 6) for n in range(9)]
    found = told_of([*daily(8, range(-14, 0)), *after], sessions)
    assert found.routes is not None
    assert [(g.name, g.sessions, g.median) for g in found.routes.groups] == [
        ("IV", 4, -2),
        ("nasal", 4, -6),
    ]
    assert found.routes.stronger == "nasal"
    assert found.doses is not None
    assert found.doses.stronger == "56 mg"
