"""The operator's commands."""

from diary.operations.cli.backup import backup, restore
from diary.operations.cli.database import group as database
from diary.operations.cli.keys import group as keys

__all__ = ["backup", "database", "keys", "restore"]
