"""The pages of reminders: settings, devices, the calendar, and unsubscribing."""

from diary.reminders.routes import calendar, settings, unsubscribe
from diary.reminders.routes.blueprint import bp

__all__ = ["bp", "calendar", "settings", "unsubscribe"]
