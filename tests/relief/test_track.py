"""One score in order of time, with its worst end at 10."""

from datetime import datetime, timedelta, timezone
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.scores import Direction
from diary.relief.track import HOUR, exclude_early, in_order, micros, middle
from diary.relief.values import ScoredEntry
from tests.relief.builders import START, at, day_of, entries, entry, numbers, session, tracked


def test_entries_come_in_order_and_each_once() -> None:
    found = tracked(entries([(5, 3), (1, 4), (5, 3)]))
    assert found.hours_from(micros(START)).tolist() == [1, 5]
    assert found.burden.tolist() == [4, 3]


def test_the_worst_is_ten_whichever_way_the_score_runs() -> None:
    found = tracked(entries([(1, 2)]), Direction.HIGHER)
    assert found.burden.tolist() == [8]
    assert (found.score(8), found.difference(-3)) == (2, 3)
    lower = tracked(entries([(1, 2)]))
    assert (lower.score(2), lower.difference(-3)) == (2, -3)


def test_two_scores_of_one_moment_are_both_kept() -> None:
    assert tracked(entries([(1, 2), (1, 6)])).burden.tolist() == [2, 6]


def test_the_same_instant_in_another_zone_is_the_same_entry() -> None:
    there = at(1).astimezone(timezone(timedelta(hours=-9)))
    assert len(tracked([entry(1, 2), ScoredEntry(there, day_of(there), 2)])) == 1


def test_a_time_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 3, 2, 10)
    with pytest.raises(ValueError, match="zone"):
        micros(naive)
    with pytest.raises(ValueError, match="zone"):
        tracked([ScoredEntry(naive, naive.date(), 4)])


@pytest.mark.parametrize("value", [-0.5, 10.5, float("nan"), float("inf"), float("-inf")])
def test_a_score_outside_its_scale_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        tracked([entry(0, 5), entry(1, value)])


@given(
    st.datetimes(
        datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.timezones()
    )
)  # fmt: skip
def test_a_moment_is_a_whole_number_of_microseconds(moment: datetime) -> None:
    since = moment.astimezone(START.tzinfo) - START
    assert micros(moment) - micros(START) == since // timedelta(microseconds=1)


def test_between_holds_its_lower_end_and_not_its_upper() -> None:
    found = tracked(entries([(1, 1), (2, 2), (3, 3)]))
    low, high = micros(at(1)), micros(at(3))
    assert found.between(low, high).burden.tolist() == [1, 2]
    assert len(found.between(high, low)) == 0


def test_sessions_come_by_their_start_and_each_once() -> None:
    one, two = session(1, 0), session(2, 24)
    assert in_order([two, one, two]) == (one, two)


def test_the_first_two_hours_after_any_session_are_left_out() -> None:
    found = tracked(entries([(-1, 1), (0, 2), (1.99, 3), (2, 4), (25, 5), (26, 6)]))
    clear = exclude_early(found, (session(1, 0), session(2, 24)))
    assert clear.burden.tolist() == [1, 4, 6]


def test_without_a_session_nothing_is_left_out() -> None:
    assert len(exclude_early(tracked(entries([(0, 1), (1, 2)])), ())) == 2


def test_an_empty_diary_is_a_track_of_nothing() -> None:
    found = tracked([])
    assert len(found) == 0
    assert len(exclude_early(found, (session(),))) == 0
    assert found.hours_from(HOUR).dtype == np.float64


@given(st.lists(st.integers(0, 20).map(lambda half: half / 2), min_size=1))
def test_the_middle_is_the_median(values: list[float]) -> None:
    assert middle(numbers(values)) == median(values)
