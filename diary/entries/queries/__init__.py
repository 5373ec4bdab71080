"""Reading entries; the proof of an open diary is the first thing asked for."""

from diary.entries.queries.check_ins import CheckIns, check_ins
from diary.entries.queries.entries import (
    between_days,
    by_id,
    days_before,
    earlier_versions,
    last_effects,
    last_recorded,
    since,
    told,
)

__all__ = [
    "CheckIns",
    "between_days",
    "by_id",
    "check_ins",
    "days_before",
    "earlier_versions",
    "last_effects",
    "last_recorded",
    "since",
    "told",
]
