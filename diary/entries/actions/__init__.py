"""Writing entries: add, edit, keep aside, delete, bring back."""

from diary.entries.actions.entries import (
    add,
    delete,
    edit,
    find_repeated,
    last_written_at,
    record_earlier_version,
    restore,
)

__all__ = [
    "add",
    "delete",
    "edit",
    "find_repeated",
    "last_written_at",
    "record_earlier_version",
    "restore",
]
