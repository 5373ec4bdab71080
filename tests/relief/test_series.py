"""Sessions that follow each other closely are compared with the days before the first of them."""

import pytest

from diary.relief.series import split_series
from tests.relief.builders import DAY, at, daily, entries, entry, every, session, told_of, tracked


@pytest.mark.parametrize(("gap", "series"), [(10, 1), (10.01, 2), (30, 2)])
def test_ten_days_apart_is_still_one_series(gap: float, series: int) -> None:
    assert len(split_series(tracked([]), every(gap, 2))) == series


def test_the_gap_counts_from_the_last_session_and_not_from_the_first() -> None:
    assert [len(one.sessions) for one in split_series(tracked([]), every(9, 5))] == [5]


def test_without_a_session_there_is_none() -> None:
    assert split_series(tracked([]), ()) == ()


def test_every_session_of_a_series_has_the_level_before_its_first() -> None:
    logged = [*daily(8, range(-7, 0)), *daily(4, range(1, 5))]
    found = told_of(logged, [session(1), session(2, 5 * DAY)]).sessions
    assert [one.baseline.value for one in found] == [8, 8]
    assert [one.first_of_series for one in found] == [1, 1]
    assert [one.week_before.value for one in found] == [8, 4]


def test_a_second_series_has_its_own() -> None:
    logged = [*daily(8, range(-7, 0)), *daily(5, range(23, 30))]
    found = told_of(logged, [session(1), session(2, 30 * DAY)]).sessions
    assert [one.baseline.value for one in found] == [8, 5]
    assert [one.first_of_series for one in found] == [1, 2]


@pytest.mark.parametrize(("gap", "reach"), [(14.9, 7), (15, 14)])
def test_it_reaches_back_two_weeks_where_no_session_lies_in_them(gap: float, reach: int) -> None:
    """Eight at first, six in the week before: the longer stretch holds both."""
    second = session(2, gap * DAY)
    logged = [*daily(8, range(1, 8)), *daily(6, range(8, 14)), entry(gap * DAY - DAY, 6)]
    found = told_of(logged, [session(1), second]).sessions[1].baseline
    assert found.reach == reach


@pytest.mark.parametrize(("first", "value"), [(3, 8), (2, None)])
def test_near_an_earlier_session_only_days_three_away_from_it_count(
    first: int, value: float | None
) -> None:
    """Five days with an entry in the 13 between two series, three of them in the last week."""
    logged = [*daily(8, range(-7, 0)), *daily(8, [first, 4, 10, 11, 12])]
    found = told_of(logged, [session(1), session(2, 13 * DAY)]).sessions[1].baseline
    assert (found.value, found.reach) == (value, 10)


def test_entries_of_the_first_hours_are_in_no_level() -> None:
    logged = [*daily(8, range(-4, 0)), *entries([(0.5, 0), (5 * DAY + 1, 0)])]
    found = told_of(logged, [session(1), session(2, 11 * DAY)], now=at(400)).sessions
    assert [one.baseline.days for one in found] == [4, 1]
