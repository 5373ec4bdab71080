"""Reading treatment sessions; the proof of an open diary is the first thing asked for."""

from diary.treatments.queries.sessions import (
    earlier_versions,
    last_done,
    next_planned,
    session_by_id,
    sessions,
)

__all__ = ["earlier_versions", "last_done", "next_planned", "session_by_id", "sessions"]
