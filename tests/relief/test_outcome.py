"""What the analysis says, and how it is asked for."""

import pytest

from diary.domain.scores import Direction
from diary.relief.outcome import RecentLevel
from diary.relief.windows import WINDOWS
from tests.relief.builders import DAY, at, daily, entries, entry, session, told_of, week


@pytest.mark.parametrize("name", [window.name for window in WINDOWS])
def test_a_window_is_found_by_its_name(name: str) -> None:
    found = told_of(week(), [session()]).sessions[0]
    assert found.change(name).window.name == name


def test_lately_is_the_median_of_seven_days() -> None:
    logged = [*daily(9, [-7]), *daily(4, range(-6, 0)), entry(2, 6), *daily(0, [1])]
    found = told_of(logged, now=at(3)).lately
    assert found == RecentLevel(4, 7, 7)


def test_lately_without_an_entry_has_no_number() -> None:
    assert told_of(week(), now=at(30 * DAY)).lately == RecentLevel(None, 0, 0)
    assert told_of([]).lately == RecentLevel(None, 0, 0)


def test_before_the_first_session_of_all() -> None:
    found = told_of(week(), [session(1), session(2, 30 * DAY)])
    assert found.before_first is not None
    assert found.before_first.value == 8
    assert told_of(week()).before_first is None


def test_relief_that_was_there_already_is_said() -> None:
    logged = [*week(8), *entries([(100, 4)])]
    found = told_of(logged, [session(1), session(2, 140)]).sessions
    assert [one.already for one in found] == [False, True]


@pytest.mark.parametrize(("hours", "already"), [(48, True), (48.1, False), (0, False)])
def test_only_the_last_two_days_before_count_for_it(hours: float, already: bool) -> None:
    """Zero is the second session itself, whose first hours count for nothing."""
    logged = [*week(8), entry(200 - hours, 4)]
    found = told_of(logged, [session(1), session(2, 200)]).sessions[1]
    assert found.already is already


def test_without_a_level_before_nothing_was_there_already() -> None:
    assert not told_of([entry(-1, 0)], [session()]).sessions[0].already


@pytest.mark.parametrize(
    ("now", "until", "days"), [(400, 0, 7), (72, 0, 3), (75, 0, 4), (400, 51, 3), (0, 0, 0)]
)
def test_days_after_end_with_a_week_today_or_the_next_session(
    now: float, until: float, days: int
) -> None:
    sessions = [session(1), *([session(2, until)] if until else [])]
    found = told_of(daily(5, range(400)), sessions, now=at(now)).sessions[0]
    assert (found.days_logged, found.days_after) == (days, days)


def test_days_without_an_entry_are_not_logged() -> None:
    found = told_of(entries([(1, 5), (2, 5), (100, 5)]), [session()]).sessions[0]
    assert (found.days_logged, found.days_after) == (2, 7)


def test_the_direction_is_told() -> None:
    assert told_of([], better=Direction.HIGHER).better is Direction.HIGHER
