"""Writing entries: add, edit, keep aside, delete, bring back."""

from diary.entries.actions.entries import (
    add,
    delete,
    edit,
    find_repeated,
    keep_aside,
    last_said,
    restore,
)

__all__ = ["add", "delete", "edit", "find_repeated", "keep_aside", "last_said", "restore"]
