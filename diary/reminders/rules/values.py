"""Values that the packages of reminders share. Pure."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

MAIL = "mail"


class RemindersNotShared(PermissionError):
    """Reminders are for the patient alone, whatever else they share."""


@dataclass(frozen=True, slots=True)
class ListedDevice:
    """A browser in the list on the patient's page. A browser recognises itself by ``mark``."""

    id: UUID
    name: str
    added_at: datetime
    mark: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A reminder that this worker may send once: its row and the number of the try."""

    message_id: UUID
    tries: int
