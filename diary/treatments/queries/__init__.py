"""Reading treatment sessions; the proof of an open diary is the first thing asked for."""

from diary.treatments.queries.sessions import (
    duplicate_of,
    earlier_versions,
    last_done,
    merged_into,
    next_planned,
    session_by_id,
    sessions,
)

__all__ = [
    "duplicate_of",
    "earlier_versions",
    "last_done",
    "merged_into",
    "next_planned",
    "session_by_id",
    "sessions",
]
