"""The coded side effects and their severities, with the words a patient reads."""

from enum import StrEnum


class Severity(StrEnum):
    """How bad it was, in the patient's own judgement; not a clinician's grade."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


SEVERITY_WORDS = {
    Severity.MILD: "Mild: I noticed it and carried on",
    Severity.MODERATE: "Moderate: hard to ignore, or I had to rest",
    Severity.SEVERE: "Severe: I could not do normal things, or needed help",
}


class SideEffect(StrEnum):
    """The fixed list; codes are stored and exchanged, words are shown."""

    DIZZINESS = "dizziness"
    NAUSEA = "nausea"
    VOMITING = "vomiting"
    DISORIENTATION = "disorientation"
    CONFUSION = "confusion"
    DISSOCIATION = "dissociation"
    SLEEPINESS = "sleepiness"
    HEADACHE = "headache"
    BLURRED_VISION = "blurred_vision"
    FASTER_HEARTBEAT = "faster_heartbeat"
    RAISED_BLOOD_PRESSURE = "raised_blood_pressure"
    SECRETIONS = "secretions"
    SESSION_ANXIETY = "session_anxiety"
    URINARY = "urinary"
    MEMORY = "memory"
    OTHER = "other"


LABELS = {
    SideEffect.DIZZINESS: "Dizziness",
    SideEffect.NAUSEA: "Nausea",
    SideEffect.VOMITING: "Vomiting",
    SideEffect.DISORIENTATION: "Not sure where I was",
    SideEffect.CONFUSION: "Confusion",
    SideEffect.DISSOCIATION: "Feeling detached or unreal",
    SideEffect.SLEEPINESS: "Sleepiness",
    SideEffect.HEADACHE: "Headache",
    SideEffect.BLURRED_VISION: "Blurred vision",
    SideEffect.FASTER_HEARTBEAT: "Faster heartbeat",
    SideEffect.RAISED_BLOOD_PRESSURE: "Raised blood pressure",
    SideEffect.SECRETIONS: "Extra saliva, mucus or a runny nose",
    SideEffect.SESSION_ANXIETY: "Anxiety or panic during the session",
    SideEffect.URINARY: "Trouble urinating or bladder pain",
    SideEffect.MEMORY: "Memory trouble",
    SideEffect.OTHER: "Something else",
}


def label(code: str, other_name: str | None = None) -> str:
    """The words of a code, or the patient's own for "other" where they gave one."""
    if code == SideEffect.OTHER and other_name:
        return other_name
    return LABELS[SideEffect(code)]


def in_order(last_time: frozenset[str]) -> list[SideEffect]:
    """The list, those reported last time first, "other" last."""
    return sorted(
        SideEffect, key=lambda code: (code is SideEffect.OTHER, code.value not in last_time)
    )
