"""Reading what a patient chose, and where her reminders stand."""

from diary.reminders.queries.channels import Way, ways
from diary.reminders.queries.due import done_by, stand
from diary.reminders.queries.settings import (
    calendar_made,
    devices,
    diary_of,
    feed_owner,
    preferences,
    with_reminders,
)

__all__ = [
    "Way",
    "calendar_made",
    "devices",
    "diary_of",
    "done_by",
    "feed_owner",
    "preferences",
    "stand",
    "ways",
    "with_reminders",
]
