"""Reading treatment sessions; the proof of an open diary is the first thing asked for."""

from diary.treatments.queries.treatments import (
    duplicate_of,
    earlier_versions,
    last_done,
    list_treatments,
    merged_into,
    next_planned,
    session_by_id,
)

__all__ = [
    "duplicate_of",
    "earlier_versions",
    "last_done",
    "list_treatments",
    "merged_into",
    "next_planned",
    "session_by_id",
]
