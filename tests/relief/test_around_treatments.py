"""The change around each session, and its course over the sessions."""

from datetime import timedelta

import pytest

from diary.domain.scores import Direction
from diary.relief.values import ScoredEntry
from tests.relief.builders import DAY, START, entry, every, told_of


def diary(falls: list[float], spacing: int = 14) -> list[ScoredEntry]:
    """Evenings at 7, but for the two days after each session, lower by these points."""
    low = {number * spacing + day: fall for number, fall in enumerate(falls) for day in (0, 1)}
    last = spacing * len(falls)
    return [entry(day * DAY + 10, 7 - low.get(day, 0)) for day in range(-21, last)]


def test_each_session_is_compared_with_the_three_days_before_it() -> None:
    found = told_of(diary([2, 3, 4]), every(14, 3))
    assert [one.around for one in found.sessions] == pytest.approx([-2, -3, -4])
    assert found.around.sessions == 3
    assert found.around.change == pytest.approx(-3, abs=0.1)
    assert found.around.interval is not None
    assert found.around.interval.low < -3 < found.around.interval.high


def test_two_sessions_have_no_interval() -> None:
    around = told_of(diary([2, 3]), every(14, 2)).around
    assert (around.sessions, around.change, around.interval) == (2, None, None)


def test_a_session_without_days_before_or_after_counts_for_nothing() -> None:
    silent = {START.date() + timedelta(days=day) for day in range(10, 15)}
    logged = [one for one in diary([2] * 4) if one.at.date() not in silent]
    found = told_of(logged, every(14, 4))
    assert [one.around is None for one in found.sessions] == [False, True, False, False]
    assert found.around.sessions == 3


def test_the_course_over_sessions_is_told_from_six_on() -> None:
    assert told_of(diary([5, 5, 4, 3, 2]), every(14, 5)).around.trend is None
    found = told_of(diary([6, 5, 4, 3, 2, 1]), every(14, 6)).around
    assert found.trend == pytest.approx(1, abs=0.1)
    assert found.trend_interval is not None
    steady = told_of(diary([4] * 6), every(14, 6)).around
    assert steady.trend == pytest.approx(0, abs=0.1)


def test_a_rise_of_mood_is_a_rise() -> None:
    logged = [ScoredEntry(one.at, one.day, 10 - one.value) for one in diary([3] * 3)]
    found = told_of(logged, every(14, 3), better=Direction.HIGHER)
    assert [one.around for one in found.sessions] == pytest.approx([3, 3, 3])
    assert found.around.change == pytest.approx(3, abs=0.1)
