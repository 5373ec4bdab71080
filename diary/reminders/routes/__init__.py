"""Addresses of reminders: her settings, her devices, her calendar, the end of mails."""

from diary.reminders.routes import calendar, settings, unsubscribe
from diary.reminders.routes.blueprint import bp

__all__ = ["bp", "calendar", "settings", "unsubscribe"]
