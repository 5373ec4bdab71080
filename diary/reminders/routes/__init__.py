"""Addresses of reminders: her settings, her devices, her calendar, the end of mails."""

from diary.reminders.routes import feed, settings, stopping
from diary.reminders.routes.blueprint import bp

__all__ = ["bp", "feed", "settings", "stopping"]
