"""Sending reminders: once from the shell, or all the time beside the server."""

from diary.reminders.cli.background import start
from diary.reminders.cli.commands import group

__all__ = ["group", "start"]
