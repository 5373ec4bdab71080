"""The typical course after a session."""

import pytest

from diary.domain.scores import Direction
from diary.relief.band import STEPS
from diary.relief.outcome import ReliefOutcome
from tests.relief.builders import DAY, daily, entries, entry, every, session, told_of


def ana(hours: list[float], count: int = 3, better: Direction = Direction.LOWER) -> ReliefOutcome:
    """Two weeks at 8; after each session, three weeks apart, 4 at these hours."""
    logged = [
        *daily(8, range(-14, 0)),
        *(entry(number * 9 * DAY + hour, 4) for number in range(count) for hour in hours),
    ]
    return told_of(logged, every(9, count), better=better)


def test_the_steps_leave_no_gap() -> None:
    assert [opens for opens, _ in STEPS[1:]] == [closes for _, closes in STEPS[:-1]]


def test_two_sessions_have_no_course() -> None:
    assert ana([24], 2).course == ()


def test_only_steps_with_three_sessions_are_told() -> None:
    assert [(p.opens, p.median, p.sessions) for p in ana([1, 24]).course] == [
        (0, -4, 3),
        (12, -4, 3),
    ]


@pytest.mark.parametrize("better", Direction)
def test_the_change_is_told_in_points_of_the_score(better: Direction) -> None:
    assert {point.median for point in ana([24], better=better).course} == {-4}


def test_the_band_holds_its_median() -> None:
    for point in ana([1, 3, 24, 50, 100], 5).course:
        assert point.band.low < point.median < point.band.high


def test_each_session_counts_once_however_many_entries_it_has() -> None:
    logged = [
        *daily(8, range(-14, 0)),
        *entries([(20, 8), (21, 8), (22, 8), (23, 8)]),
        *(entry(number * 9 * DAY + 24, 4) for number in (1, 2)),
    ]
    assert told_of(logged, every(9, 3)).course[0].median == -4


def test_what_follows_the_next_session_is_not_part_of_it() -> None:
    """Entries an hour before each session, and 60 hours after the one two days before it."""
    sessions = [session(n + 1, n * 2 * DAY) for n in range(4)]
    found = told_of(
        [*daily(8, range(-14, 0)), *(entry(n * 48 + 50, 2) for n in range(3))], sessions
    )
    assert {point.opens for point in found.course} == {2.0}


def test_sessions_without_a_level_before_have_no_part() -> None:
    assert told_of([entry(n * 9 * DAY + 24, 4) for n in range(4)], every(9, 4)).course == ()
