"""Values that pass between the rooms of reminders. Pure."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

MAIL = "mail"


class RemindersNotShared(PermissionError):
    """Reminders are for the patient alone, whatever else she shares."""


@dataclass(frozen=True, slots=True)
class ListedDevice:
    """A browser of hers, as her page lists it; by ``mark`` a browser knows itself."""

    id: UUID
    name: str
    added_at: datetime
    mark: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A reminder that this worker may send, once: its row, and which try it is."""

    message_id: UUID
    tries: int
