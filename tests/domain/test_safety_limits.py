"""The limits fire at the published value, and only there."""

import pytest

from diary.domain import safety_limits as limits
from diary.domain.safety_limits import Urgency, side_effect_flags, vital_flags


def codes(flags: tuple[limits.SafetyFlag, ...]) -> list[str]:
    return [flag.code for flag in flags]


@pytest.mark.parametrize(
    ("systolic", "diastolic", "spo2", "expected"),
    [
        (None, None, None, []),
        (179, 119, 94, []),
        (180, 90, None, ["blood_pressure_high"]),
        (150, 120, None, ["blood_pressure_high"]),
        (None, 121, None, ["blood_pressure_high"]),
        (120, 80, 93, ["spo2_low"]),
        (120, 80, 90, ["spo2_low"]),
        (120, 80, 89, ["spo2_very_low"]),
        (200, 130, 85, ["spo2_very_low", "blood_pressure_high"]),
    ],
)
def test_a_reading_is_flagged_from_the_limit_on(
    systolic: int | None, diastolic: int | None, spo2: int | None, expected: list[str]
) -> None:
    assert codes(vital_flags(systolic, diastolic, spo2)) == expected


@pytest.mark.parametrize(
    ("pairs", "hours", "expected"),
    [
        ([], 2.0, []),
        ([("nausea", "moderate")], 30.0, []),
        ([("nausea", "severe"), ("headache", "severe")], None, ["side_effect_severe"]),
        ([("dissociation", "mild")], 4.0, []),
        ([("dissociation", "mild")], 4.1, ["side_effect_lasting"]),
        ([("confusion", "mild")], 168.1, []),
        ([("confusion", "mild")], None, []),
        ([("sleepiness", "mild")], 20.0, []),
        ([("sleepiness", "moderate")], 20.0, ["side_effect_lasting"]),
        ([("urinary", "mild")], None, ["urinary"]),
        ([("urinary", "severe")], None, ["side_effect_severe", "urinary"]),
    ],
)
def test_side_effects_are_flagged_when_severe_or_lasting(
    pairs: list[tuple[str, str]], hours: float | None, expected: list[str]
) -> None:
    assert codes(side_effect_flags(pairs, hours)) == expected


def test_the_most_urgent_comes_first_and_each_once() -> None:
    flags = limits.in_order(
        [limits.BLADDER_TROUBLE, limits.HIGH_PRESSURE, limits.VERY_LOW_OXYGEN, limits.HIGH_PRESSURE]
    )
    assert [flag.urgency for flag in flags] == [Urgency.EMERGENCY, Urgency.CALL, Urgency.TELL]


def test_no_words_promise_that_anybody_is_told() -> None:
    every = [flag for flag in vars(limits).values() if isinstance(flag, limits.SafetyFlag)]
    assert len(every) == 6
    for flag in every:
        assert flag.words
        assert flag.source
        assert "will be told" not in flag.words
        assert "we will" not in flag.words.lower()
