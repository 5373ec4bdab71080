"""Reading entries. The proof of an open diary is the first thing asked for."""

from diary.entries.queries.check_ins import CheckIns, check_ins
from diary.entries.queries.days import HistoryPage, days_after, days_before, months, nearest_day
from diary.entries.queries.entries import (
    between_days,
    by_id,
    earlier_versions,
    is_id_taken,
    last_effects,
    last_recorded,
    list_check_in_answers,
    list_scores,
)

__all__ = [
    "CheckIns",
    "HistoryPage",
    "between_days",
    "by_id",
    "check_ins",
    "days_after",
    "days_before",
    "earlier_versions",
    "is_id_taken",
    "last_effects",
    "last_recorded",
    "list_check_in_answers",
    "list_scores",
    "months",
    "nearest_day",
]
