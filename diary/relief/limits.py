"""Published limits of vital signs and side effects, with the fixed words that a patient reads.

No statistics and no reading of free text: a value is beyond a limit or it is not. The words
tell what people are told to do; they promise nobody's answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

SYSTOLIC_LIMIT = 180  # mmHg, at or above
DIASTOLIC_LIMIT = 120  # mmHg, at or above
SPO2_EMERGENCY = 90  # percent, below
SPO2_LOW = 94  # percent, below
LASTING_HOURS = 4  # dissociation and sedation are mostly over by then
FADED_HOURS = 7 * 24  # later than this, nobody would put it down to the session

URINARY = "urinary"
SEVERE = "severe"
UNREAL = frozenset({"confusion", "disorientation", "dissociation"})
SLEEPY = "sleepiness"

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
class Flag:
    """One value beyond a published limit. ``words`` are for the patient and never vary."""

    code: str
    label: str
    words: str
    source: str
    urgency: Urgency


HIGH_PRESSURE = Flag(
    "blood_pressure_high",
    "Blood pressure of 180/120 or more",
    "This blood pressure is very high. If you also have chest pain, are short of breath, have back "
    "pain, numbness or weakness, a change in your sight or trouble speaking, call the emergency "
    "number now. If you have none of these, sit still, wait five minutes and measure again. If "
    "it is still this high, call your clinic or a doctor now.",
    AHA,
    Urgency.CALL,
)
VERY_LOW_OXYGEN = Flag(
    "spo2_very_low",
    "Oxygen below 90 %",
    "This oxygen reading is very low. If you feel short of breath, faint or confused, call the "
    "emergency number now. If not, warm your hand, sit up and measure again at once. If it "
    "is still below 90, call the emergency number.",
    OXYGEN,
    Urgency.EMERGENCY,
)
LOW_OXYGEN = Flag(
    "spo2_low",
    "Oxygen of 90 to 93 %",
    "This oxygen reading is low. Warm your hand, sit up and measure again. If it stays below 94, "
    "call your clinic. If you feel short of breath, call the emergency number.",
    OXYGEN,
    Urgency.CALL,
)
SEVERE_EFFECT = Flag(
    "side_effect_severe",
    "A severe side effect",
    "You marked a side effect as severe. Call your clinic today and tell them. For chest pain, "
    "trouble breathing, a swollen face or throat, a fit, collapse or the worst headache of your "
    "life, call the emergency number now.",
    SAME_DAY,
    Urgency.CALL,
)
LASTING_EFFECT = Flag(
    "side_effect_lasting",
    "Confused, unreal or very sleepy more than 4 hours after a session",
    "Feeling confused, unreal or very sleepy is mostly over a few hours after a session. Yours is "
    "still there, so call your clinic. Do not drive. Ask somebody to stay with you.",
    SAME_DAY,
    Urgency.CALL,
)
BLADDER_TROUBLE = Flag(
    URINARY,
    "Trouble urinating or bladder pain",
    "Tell your clinic about this before your next dose. If you see blood, or the trouble lasts two "
    "days, call them. If you cannot pass water at all, get medical help today.",
    BLADDER,
    Urgency.TELL,
)


def vital_flags(systolic: int | None, diastolic: int | None, spo2: int | None) -> tuple[Flag, ...]:
    """Limits that one reading is beyond; pressure in mmHg, SpO2 in percent."""
    flags = []
    if (systolic or 0) >= SYSTOLIC_LIMIT or (diastolic or 0) >= DIASTOLIC_LIMIT:
        flags.append(HIGH_PRESSURE)
    if spo2 is not None and spo2 < SPO2_LOW:
        flags.append(VERY_LOW_OXYGEN if spo2 < SPO2_EMERGENCY else LOW_OXYGEN)
    return in_order(flags)


def side_effect_flags(
    pairs: Iterable[tuple[str, str]], hours_since_session: float | None
) -> tuple[Flag, ...]:
    """Limits that reported side effects, as (code, severity), are beyond.

    ``hours_since_session`` is None without an earlier session; mild sleepiness is never lasting,
    since people sleep.
    """
    reported = tuple(pairs)
    late = hours_since_session is not None and LASTING_HOURS < hours_since_session <= FADED_HOURS
    flags = []
    if any(severity == SEVERE for _, severity in reported):
        flags.append(SEVERE_EFFECT)
    if late and any(_clouded(code, severity) for code, severity in reported):
        flags.append(LASTING_EFFECT)
    if any(code == URINARY for code, _ in reported):
        flags.append(BLADDER_TROUBLE)
    return in_order(flags)


def in_order(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """Each flag once, the most urgent first."""
    ranks = list(Urgency)
    return tuple(sorted(dict.fromkeys(flags), key=lambda flag: ranks.index(flag.urgency)))


def _clouded(code: str, severity: str) -> bool:
    return code in UNREAL or (code == SLEEPY and severity != "mild")
