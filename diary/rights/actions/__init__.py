"""Taking a diary along, bringing it back, having it erased."""

from diary.rights.actions.agreeing import agree, checksums, withdraw
from diary.rights.actions.bringing_back import bring_back
from diary.rights.actions.erasing import ask, erase, note_scrubbed, take_back
from diary.rights.actions.exporting import note_export

__all__ = [
    "agree",
    "ask",
    "bring_back",
    "checksums",
    "erase",
    "note_export",
    "note_scrubbed",
    "take_back",
    "withdraw",
]
