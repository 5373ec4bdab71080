"""Reading entries; the proof of an open diary is the first thing asked for."""

from diary.entries.queries.entries import (
    between_days,
    by_id,
    days_before,
    earlier_versions,
    last_effects,
    since,
)

__all__ = ["between_days", "by_id", "days_before", "earlier_versions", "last_effects", "since"]
