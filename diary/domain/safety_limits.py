"""Published limits of vital signs and side effects, with the fixed words that a patient reads.

The limits are data, written once. The server reads them here, and a phone without a network reads
the same data in the page that it keeps (``as_data``). No statistics and no reading of free text: a
limit is exceeded or it is not. The words say what people are told to do, and promise nobody's
answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

LASTING_HOURS = 4  # dissociation and sedation are mostly over by then
FADED_HOURS = 7 * 24  # later than this, nobody would put it down to the session
CLOUDED = ("confusion", "disorientation", "dissociation")

AHA = "American Heart Association: when to call about high blood pressure (heart.org)"
OXYGEN = "Limits for a finger oximeter kept by this diary; a clinician has yet to review them"
SAME_DAY = (
    "Esketamine trials: nearly all side effects began and ended on the day of the dose (PMC7894501)"
)
BLADDER = "One-year esketamine study SUSTAIN-2: ask about the bladder all through the course"


class Urgency(StrEnum):
    """How soon: an ambulance, a call today, or a word before the next dose."""

    EMERGENCY = "emergency"
    CALL = "call"
    TELL = "tell"


@dataclass(frozen=True, slots=True)
class SafetyFlag:
    """A published limit that is exceeded. ``words`` are for the patient and never vary."""

    code: str
    label: str
    words: str
    source: str
    urgency: Urgency


HIGH_PRESSURE = SafetyFlag(
    "blood_pressure_high",
    "Blood pressure of 180/120 or more",
    "This blood pressure is very high. If you also have chest pain, are short of breath, have back "
    "pain, numbness or weakness, a change in your sight or trouble speaking, call the emergency "
    "number now. If you have none of these, sit still, wait five minutes and measure again. If "
    "it is still this high, call your clinic or a doctor now.",
    AHA,
    Urgency.CALL,
)
VERY_LOW_OXYGEN = SafetyFlag(
    "spo2_very_low",
    "Oxygen below 90 %",
    "This oxygen reading is very low. If you feel short of breath, faint or confused, call the "
    "emergency number now. If not, warm your hand, sit up and measure again at once. If it "
    "is still below 90, call the emergency number.",
    OXYGEN,
    Urgency.EMERGENCY,
)
LOW_OXYGEN = SafetyFlag(
    "spo2_low",
    "Oxygen of 90 to 93 %",
    "This oxygen reading is low. Warm your hand, sit up and measure again. If it stays below 94, "
    "call your clinic. If you feel short of breath, call the emergency number.",
    OXYGEN,
    Urgency.CALL,
)
SEVERE_EFFECT = SafetyFlag(
    "side_effect_severe",
    "A severe side effect",
    "You marked a side effect as severe. Call your clinic today and tell them. For chest pain, "
    "trouble breathing, a swollen face or throat, a fit, collapse or the worst headache of your "
    "life, call the emergency number now.",
    SAME_DAY,
    Urgency.CALL,
)
LASTING_EFFECT = SafetyFlag(
    "side_effect_lasting",
    "Confused, unreal or very sleepy more than 4 hours after a session",
    "Feeling confused, unreal or very sleepy is mostly over a few hours after a session. Yours is "
    "still there, so call your clinic. Do not drive. Ask somebody to stay with you.",
    SAME_DAY,
    Urgency.CALL,
)
BLADDER_TROUBLE = SafetyFlag(
    "urinary",
    "Trouble urinating or bladder pain",
    "Tell your clinic about this before your next dose. If you see blood, or the trouble lasts two "
    "days, call them. If you cannot pass water at all, get medical help today.",
    BLADDER,
    Urgency.TELL,
)


@dataclass(frozen=True, slots=True)
class VitalSignCondition:
    """A vital sign that is at or above one number, below another, or both."""

    vital_sign: str
    at_least: int | None = None
    below: int | None = None

    def is_met(
        self,
        vital_signs: Mapping[str, int | None],
        _side_effects: Iterable[tuple[str, str]],
        _hours_since_session: float | None,
    ) -> bool:
        """Return whether the vital sign was measured and lies in the range."""
        value = vital_signs.get(self.vital_sign)
        if value is None:
            return False
        return (self.at_least is None or value >= self.at_least) and (
            self.below is None or value < self.below
        )


@dataclass(frozen=True, slots=True)
class SideEffectCondition:
    """A reported side effect; None stands for any code, any severity or any time.

    ``over_hours`` and ``until_hours`` count from the start of the last session before the entry.
    """

    codes: tuple[str, ...] | None = None
    severities: tuple[str, ...] | None = None
    over_hours: int | None = None
    until_hours: int | None = None

    def is_met(
        self,
        _vital_signs: Mapping[str, int | None],
        side_effects: Iterable[tuple[str, str]],
        hours_since_session: float | None,
    ) -> bool:
        """Return whether one of the side effects, as (code, severity), meets it in this hour."""
        if not self._covers(hours_since_session):
            return False
        return any(
            (self.codes is None or code in self.codes)
            and (self.severities is None or severity in self.severities)
            for code, severity in side_effects
        )

    def _covers(self, hours: float | None) -> bool:
        if self.over_hours is None or self.until_hours is None:
            return True
        return hours is not None and self.over_hours < hours <= self.until_hours


@dataclass(frozen=True, slots=True)
class SafetyLimit:
    """A flag and the conditions of which any one raises it."""

    flag: SafetyFlag
    any: tuple[VitalSignCondition | SideEffectCondition, ...]


# the most urgent first: flags are shown in this order
SAFETY_LIMITS = (
    SafetyLimit(VERY_LOW_OXYGEN, (VitalSignCondition("spo2", below=90),)),
    SafetyLimit(
        HIGH_PRESSURE,
        (
            VitalSignCondition("systolic", at_least=180),
            VitalSignCondition("diastolic", at_least=120),
        ),
    ),
    SafetyLimit(LOW_OXYGEN, (VitalSignCondition("spo2", at_least=90, below=94),)),
    SafetyLimit(SEVERE_EFFECT, (SideEffectCondition(severities=("severe",)),)),
    SafetyLimit(
        LASTING_EFFECT,
        (
            SideEffectCondition(CLOUDED, None, LASTING_HOURS, FADED_HOURS),
            # mild sleepiness is never lasting, since people sleep
            SideEffectCondition(
                ("sleepiness",), ("moderate", "severe"), LASTING_HOURS, FADED_HOURS
            ),
        ),
    ),
    SafetyLimit(BLADDER_TROUBLE, (SideEffectCondition(("urinary",)),)),
)


def safety_flags(
    vital_signs: Mapping[str, int | None],
    side_effects: Iterable[tuple[str, str]],
    hours_since_session: float | None,
) -> tuple[SafetyFlag, ...]:
    """Return the limits that are exceeded, the most urgent first.

    Pressure in mmHg, SpO2 in percent, side effects as (code, severity). ``hours_since_session`` is
    None without an earlier session.
    """
    reported = tuple(side_effects)
    return tuple(
        limit.flag
        for limit in SAFETY_LIMITS
        if any(
            condition.is_met(vital_signs, reported, hours_since_session) for condition in limit.any
        )
    )


def vital_flags(
    systolic: int | None, diastolic: int | None, spo2: int | None
) -> tuple[SafetyFlag, ...]:
    """Return the limits that one set of vital signs exceeds."""
    return safety_flags({"systolic": systolic, "diastolic": diastolic, "spo2": spo2}, (), None)


def side_effect_flags(
    side_effects: Iterable[tuple[str, str]], hours_since_session: float | None
) -> tuple[SafetyFlag, ...]:
    """Return the limits that side effects, as (code, severity), exceed."""
    return safety_flags({}, side_effects, hours_since_session)


def in_order(flags: Iterable[SafetyFlag]) -> tuple[SafetyFlag, ...]:
    """Return each flag once, the most urgent first."""
    raised = set(flags)
    return tuple(limit.flag for limit in SAFETY_LIMITS if limit.flag in raised)


def hours_since_session(at: datetime, session_starts: Iterable[datetime]) -> float | None:
    """Return the hours from the last start at or before ``at``, or None where there is none."""
    last = max((start for start in session_starts if start <= at), default=None)
    return None if last is None else (at - last).total_seconds() / 3600


def as_data() -> list[dict[str, Any]]:
    """Return the limits for the phone's script, without what a condition leaves open."""
    return [
        {
            "code": limit.flag.code,
            "any": [
                {name: value for name, value in asdict(each).items() if value is not None}
                for each in limit.any
            ],
        }
        for limit in SAFETY_LIMITS
    ]
