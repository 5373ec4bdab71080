"""Writing a patient's choices and the state of each reminder."""

from diary.reminders.actions.outbox import (
    begin,
    claim,
    close_lost,
    end_turn,
    finish,
    purge,
    take_turn,
)
from diary.reminders.actions.settings import (
    NewDevice,
    add_device,
    change,
    drop_device,
    end_calendar,
    make_calendar,
    remove_device,
    stop_mails,
)

__all__ = [
    "NewDevice",
    "add_device",
    "begin",
    "change",
    "claim",
    "close_lost",
    "drop_device",
    "end_calendar",
    "end_turn",
    "finish",
    "make_calendar",
    "purge",
    "remove_device",
    "stop_mails",
    "take_turn",
]
