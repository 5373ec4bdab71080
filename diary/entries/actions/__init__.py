"""Writing entries: add, edit, delete, bring back."""

from diary.entries.actions.entries import add, delete, edit, restore

__all__ = ["add", "delete", "edit", "restore"]
