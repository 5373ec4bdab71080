"""The decisions of the doctor's side. Pure."""

from diary.clinic.rules.date_range import DateRange, choose_range
from diary.clinic.rules.doses import format_dose, format_route_and_dose
from diary.clinic.rules.patient_order import (
    HEADINGS,
    LIMIT_DAYS,
    ListGroup,
    ListPosition,
    PatientStatus,
    find_position,
)
from diary.clinic.rules.safety_flags import FlaggedValue, find_flagged_values
from diary.clinic.rules.values import LastChange
from diary.domain.entries import EntrySummary

LONGEST_QUESTION, MOST_QUESTIONS = 500, 30
LONGEST_WORDS = 10_000  # of a visit's note or plan, in characters

__all__ = [
    "HEADINGS",
    "LIMIT_DAYS",
    "LONGEST_QUESTION",
    "LONGEST_WORDS",
    "MOST_QUESTIONS",
    "DateRange",
    "EntrySummary",
    "FlaggedValue",
    "LastChange",
    "ListGroup",
    "ListPosition",
    "PatientStatus",
    "choose_range",
    "find_flagged_values",
    "find_position",
    "format_dose",
    "format_route_and_dose",
]
