"""Taking a diary along, bringing it back, having it erased."""

from diary.privacy.actions.consent import agree, checksums, withdraw
from diary.privacy.actions.erasure import ask, erase, note_scrubbed, take_back
from diary.privacy.actions.export import note_export
from diary.privacy.actions.restore import bring_back

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
