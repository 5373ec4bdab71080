"""The next day over all sessions: what is counted, what is claimed, and what is left open."""

import numpy as np
import pytest

from diary.domain.scores import Direction
from diary.relief.next_day import Verdict, as_rise
from diary.relief.outcome import ReliefOutcome
from diary.relief.values import Interval
from tests.relief.builders import DAY, entry, every, told_of, tracked
from tests.relief.builders import daily as by_day


def ana(
    levels: list[float],
    before: float = 8,
    better: Direction = Direction.LOWER,
    spacing: int = 7,
) -> ReliefOutcome:
    """Four weeks around one level, then sessions, each with the three days after it."""
    wobble = np.random.default_rng(2).normal(0, 0.6, 400)
    last = spacing * len(levels)
    logged = []
    for day in range(-28, max(last, 1)):
        since = day % spacing
        level = levels[day // spacing] if 0 <= day < last and since < 3 else before
        score = min(max(level + float(wobble[day + 28]), 0), 10)
        logged.append(entry(day * DAY + 10, round(score)))
    return told_of(logged, every(spacing, len(levels)), better=better)


def verdict(levels: list[float], before: float = 8) -> Verdict:
    return ana(levels, before).next_day.verdict


def test_two_sessions_are_too_few_for_any_word() -> None:
    found = ana([0, 0]).next_day
    assert found.verdict is Verdict.TOO_FEW
    assert (found.change, found.interval, found.probability) == (None, None, None)
    assert (found.before, found.after, found.measured) == (8, 0, 2)
    assert verdict([]) is Verdict.TOO_FEW


def test_six_clear_ones_are_better() -> None:
    found = ana([3] * 6).next_day
    assert found.verdict is Verdict.BETTER
    assert (found.better, found.worse, found.measured) == (6, 0, 6)
    assert found.probability is not None
    assert found.probability > 0.99


def test_six_clear_ones_the_other_way_are_worse_and_alarming() -> None:
    found = ana([9] * 6, before=3).next_day
    assert found.verdict is Verdict.WORSE
    assert found.alarming


def test_worse_by_two_points_is_said_to_the_doctor_alone() -> None:
    found = ana([7.6] * 6, before=5).next_day
    assert found.verdict is Verdict.WORSE
    assert not found.alarming


def test_a_small_change_that_is_clear_is_called_small() -> None:
    assert verdict([6.3] * 8) is Verdict.SMALL


def test_thirty_percent_are_needed_too() -> None:
    """A fall by 2.5 of 10 is no more than a quarter."""
    assert verdict([7.3] * 8, before=10) is not Verdict.BETTER


def test_no_large_change_needs_a_narrow_interval() -> None:
    assert verdict([8] * 8) is Verdict.NONE


def test_ups_and_downs_claim_nothing() -> None:
    assert verdict([3, 10, 3, 10, 3, 10]) not in (Verdict.BETTER, Verdict.WORSE)


def test_without_days_before_there_is_nothing_but_the_count() -> None:
    found = told_of(by_day(5, range(1, 40)), every(7, 4)).next_day
    assert (found.sessions, found.measured, found.verdict) == (4, 0, Verdict.TOO_FEW)
    assert found.before is None


def test_mood_is_told_in_its_own_direction() -> None:
    found = ana([8] * 6, 3, Direction.HIGHER).next_day
    assert (found.verdict, found.better) == (Verdict.BETTER, 6)
    assert found.change is not None
    assert found.change > 2


@pytest.mark.parametrize(
    ("better", "expected"),
    [(Direction.LOWER, Interval(-4, -1)), (Direction.HIGHER, Interval(1, 4))],
)
def test_a_fall_of_burden_is_a_change_of_the_score(better: Direction, expected: Interval) -> None:
    assert as_rise((1, 4), tracked([], better)) == expected


@pytest.mark.parametrize(
    ("levels", "hard"),
    [
        (dict.fromkeys(range(-14, 0), 5.0), False),
        ({day: 5.0 if day < -7 else 8.0 for day in range(-14, 0)}, True),
        ({day: 9.0 + 0.3 * day for day in range(-14, 0)}, True),
        ({day: 5.0 - 0.2 * day for day in range(-14, 0)}, False),
        (dict.fromkeys(range(-5, 0), 5.0), False),
    ],
)
def test_a_hard_start_is_one_that_was_getting_worse(levels: dict[int, float], hard: bool) -> None:
    logged = [entry(day * DAY + 2, level) for day, level in levels.items()]
    assert told_of(logged, every(7, 1)).hard_start is hard
