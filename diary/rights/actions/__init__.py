"""Taking a diary along, bringing it back, having it erased."""

from diary.rights.actions.bringing_back import bring_back
from diary.rights.actions.erasing import ask, erase, note_scrubbed, take_back
from diary.rights.actions.exporting import note_export

__all__ = ["ask", "bring_back", "erase", "note_export", "note_scrubbed", "take_back"]
