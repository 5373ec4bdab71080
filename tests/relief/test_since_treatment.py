"""The level since treatment began: the same words at every spacing, no drift taken for relief."""

import numpy as np
import pytest

from diary.domain.scores import Direction
from diary.relief.next_day import Verdict
from diary.relief.outcome import ReliefOutcome
from diary.relief.since_treatment import FADING, effects_at
from diary.relief.values import ScoredEntry
from tests.relief.builders import DAY, entry, every, numbers, told_of

SPACINGS = range(2, 31)
STEADY = 0.35  # points: how far two neighbouring spacings may lie apart


def noise(days: int, spread: float, seed: int = 4) -> list[float]:
    return [float(each) for each in np.random.default_rng(seed).normal(0, spread, days)]


def evenings(level: dict[int, float]) -> list[ScoredEntry]:
    return [entry(day * DAY + 10, min(max(round(score), 0), 10)) for day, score in level.items()]


def well_for_good(spacing: int, seed: int = 4) -> ReliefOutcome:
    """At 7 before the first of six sessions and at 3 ever after, however far they lie apart."""
    days = range(-21, 6 * spacing + 3)
    wobble = noise(len(days), 0.7, seed)
    level = {day: (7 if day < 0 else 3) + off for day, off in zip(days, wobble, strict=True)}
    return told_of(evenings(level), every(spacing, 6))


@pytest.fixture(scope="module")
def at_every_spacing() -> dict[int, ReliefOutcome]:
    return {spacing: well_for_good(spacing) for spacing in SPACINGS}


def test_who_is_well_for_good_is_told_so_at_every_spacing(
    at_every_spacing: dict[int, ReliefOutcome],
) -> None:
    found = {spacing: o.next_day.verdict for spacing, o in at_every_spacing.items()}
    assert set(found.values()) == {Verdict.BETTER}, found


def test_the_change_moves_smoothly_with_the_spacing(
    at_every_spacing: dict[int, ReliefOutcome],
) -> None:
    changes = np.array([o.next_day.change for o in at_every_spacing.values()])
    assert np.abs(np.diff(changes)).max() < 2 * STEADY
    assert np.all((changes < -2.9) & (changes > -4.5))


def test_around_each_session_the_level_stays_the_same(
    at_every_spacing: dict[int, ReliefOutcome],
) -> None:
    """But for the first, before which it was another."""
    for spacing, found in at_every_spacing.items():
        assert found.around.change is not None
        assert -1.6 < found.around.change < 0.7, spacing


@pytest.mark.parametrize("a_month", [1.0, 2.0])
@pytest.mark.parametrize("spacing", [3, 7, 14])
def test_a_slow_recovery_is_not_told_as_relief(spacing: int, a_month: float) -> None:
    days = range(-28, 6 * spacing + 3)
    level = {
        day: 8 - a_month * max(day + 28, 0) / 30 + off
        for day, off in zip(days, noise(len(days), 1.2), strict=True)
    }
    assert told_of(evenings(level), every(spacing, 6)).next_day.verdict is not Verdict.BETTER


@pytest.mark.parametrize("spacing", [3, 7, 14])
def test_relief_that_fades_within_days_is_found(spacing: int) -> None:
    days = range(-21, 6 * spacing + 14)
    effects = effects_at(
        numbers([day * DAY + 10 for day in days]),
        numbers([number * spacing * DAY for number in range(6)]),
    )[1]
    level = {
        day: 7 - 4.5 * effect + off
        for day, effect, off in zip(days, effects.tolist(), noise(len(days), 1.0), strict=True)
    }
    found = told_of(evenings(level), every(spacing, 6)).next_day
    assert found.verdict is Verdict.BETTER
    assert found.interval is not None
    assert found.interval.low < -4.5 * np.exp(-25 / 96) < found.interval.high


def test_mood_turned_round_says_the_same() -> None:
    days = range(-21, 45)
    level = {
        day: (7 if day < 0 else 3) + off
        for day, off in zip(days, noise(len(days), 0.7), strict=True)
    }
    anxiety = told_of(evenings(level), every(7, 6)).next_day
    turned = [ScoredEntry(one.at, one.day, 10 - one.value) for one in evenings(level)]
    mood = told_of(turned, every(7, 6), better=Direction.HIGHER).next_day
    assert anxiety.change is not None
    assert mood.change == pytest.approx(-anxiety.change)
    assert mood.verdict is anxiety.verdict is Verdict.BETTER


def test_an_effect_rises_within_hours_fades_and_never_adds_up() -> None:
    found = effects_at(numbers([-1, 0, 6, 30, 47, 49, 72]), numbers([0, 48]))
    assert found.shape == (len(FADING), 7)
    assert np.all(found[:, :2] == 0)
    assert np.all(found <= 1)
    assert np.all(found[:2, 2] > found[:2, 3])
    # an hour after the second session what is left of the first may still be more
    assert found[4, 5] > 0.97
