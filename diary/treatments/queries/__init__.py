"""Reading treatment sessions. The proof of an open diary is the first thing asked for."""

from diary.treatments.queries.treatments import (
    find_duplicate,
    find_last_done,
    find_next_planned,
    find_treatment,
    list_earlier_versions,
    list_merged,
    list_treatments,
)

__all__ = [
    "find_duplicate",
    "find_last_done",
    "find_next_planned",
    "find_treatment",
    "list_earlier_versions",
    "list_merged",
    "list_treatments",
]
