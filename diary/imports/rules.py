"""What may be handed over, how long it is kept, and what became of it. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

KEPT_FOR = timedelta(hours=24)
MOST_BODY = 10 * 1024 * 1024  # the file and the form around it


class FileKind(StrEnum):
    """What the lines of the file are."""

    ENTRIES = "entries"
    TREATMENTS = "treatments"


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """How many lines were added, were there already (alike, differing), and were refused."""

    added: int
    already: int
    differing: int
    refused: int
