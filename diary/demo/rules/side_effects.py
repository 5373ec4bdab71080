"""What a session leaves behind for a few hours: side effects, fading with the sessions."""

from collections.abc import Mapping
from math import exp
from random import Random

# Share of people who report each after one dose: ASPIRE I and II pooled, esketamine 84 mg
# (PMC8407443); confusion from SUSTAIN-1 (PMC6551577); secretions "up to 10 %" in sedation.
FREQUENCY: Mapping[str, float] = {
    "dizziness": 0.383,
    "dissociation": 0.339,
    "nausea": 0.269,
    "sleepiness": 0.207,
    "headache": 0.203,
    "blurred_vision": 0.119,
    "raised_blood_pressure": 0.115,
    "vomiting": 0.115,
    "session_anxiety": 0.101,
    "confusion": 0.059,
    "secretions": 0.05,
}
# Dissociation fell by 55 % over 14 weekly sessions (Glue 2018): e^(-13k) = 0.45.
HABITUATION = 0.0614
# Mostly over after an hour and a half; nobody here still has them at the 4 h check-in.
SHORT = frozenset({"dissociation", "confusion"})
MILDER = {"severe": "moderate", "moderate": "mild", "mild": None}


def frequency(code: str, number: int, factor: float = 1.0) -> float:
    """Chance that this side effect is reported after session `number` (1 is the first)."""
    return min(FREQUENCY[code] * factor * exp(-HABITUATION * (number - 1)), 0.9)


def at_two_hours(number: int, factor: float, random: Random) -> dict[str, str]:
    """Side effects with their severity at the first check-in after a session."""
    return {
        code: _severity(number, random)
        for code in FREQUENCY
        if random.random() < frequency(code, number, factor)
    }


def later(earlier: Mapping[str, str], share: float, random: Random) -> dict[str, str]:
    """What is still there at a later check-in: fewer of them, and each a step milder."""
    left: dict[str, str] = {}
    for code, severity in earlier.items():
        milder = MILDER[severity]
        stays = random.random() < share
        if milder is not None and stays and code not in SHORT:
            left[code] = milder
    return left


def _severity(number: int, random: Random) -> str:
    dice = random.random() + 0.02 * (number - 1)
    if dice < 0.07:
        return "severe"
    return "moderate" if dice < 0.38 else "mild"
