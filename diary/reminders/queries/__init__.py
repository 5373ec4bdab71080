"""Reading a patient's choices and the state of their reminders."""

from diary.reminders.queries.channels import Channel, load_channels
from diary.reminders.queries.due import load_reminder_context, load_settled_slots
from diary.reminders.queries.settings import (
    calendar_created_at,
    devices,
    find_feed_owner,
    list_reminded_patients,
    open_for_patient,
    preferences,
)

__all__ = [
    "Channel",
    "calendar_created_at",
    "devices",
    "find_feed_owner",
    "list_reminded_patients",
    "load_channels",
    "load_reminder_context",
    "load_settled_slots",
    "open_for_patient",
    "preferences",
    "stand",
]
