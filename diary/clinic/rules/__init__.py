"""The decisions of the doctor's side. Pure."""

from diary.clinic.rules.date_range import Span, choose_range
from diary.clinic.rules.patient_order import HEADINGS, LIMIT_DAYS, Group, Place, Standing, place
from diary.clinic.rules.safety_flags import Beyond, beyond_limits
from diary.clinic.rules.values import Given, LastChange, Reading, Told

LONGEST_QUESTION, MOST_QUESTIONS = 500, 30
LONGEST_WORDS = 10_000  # of a visit's note or plan, in characters

__all__ = [
    "HEADINGS",
    "LIMIT_DAYS",
    "LONGEST_QUESTION",
    "LONGEST_WORDS",
    "MOST_QUESTIONS",
    "Beyond",
    "Given",
    "Group",
    "LastChange",
    "Place",
    "Reading",
    "Span",
    "Standing",
    "Told",
    "beyond_limits",
    "choose_range",
    "place",
]
