"""Taking a diary along and bringing it back."""

from diary.rights.actions.bringing_back import bring_back
from diary.rights.actions.exporting import note_export

__all__ = ["bring_back", "note_export"]
