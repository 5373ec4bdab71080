"""Reading what a patient chose, and where her reminders stand."""

from diary.reminders.queries.choices import (
    calendar_made,
    devices,
    diary_of,
    feed_owner,
    preferences,
    with_reminders,
)
from diary.reminders.queries.standing import done_by, stand
from diary.reminders.queries.ways import Way, ways

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
