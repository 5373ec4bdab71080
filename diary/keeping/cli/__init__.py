"""The operator's commands."""

from diary.keeping.cli.copies import backup, restore
from diary.keeping.cli.database import group as database
from diary.keeping.cli.keys import group as keys

__all__ = ["backup", "database", "keys", "restore"]
