"""Writing treatment sessions: add, edit, cancel, bring back, their vitals."""

from diary.treatments.actions.duplicates import NotTheSame, keep_apart, merge_duplicate
from diary.treatments.actions.imports import import_treatments
from diary.treatments.actions.treatments import (
    NotThere,
    add,
    cancel,
    edit,
    find_repeated,
    merge,
    restore,
)
from diary.treatments.actions.vital_signs import (
    TooMany,
    add_vitals,
    find_repeated_vitals,
    remove_vitals,
)

__all__ = [
    "NotTheSame",
    "NotThere",
    "TooMany",
    "add",
    "add_vitals",
    "cancel",
    "edit",
    "find_repeated",
    "find_repeated_vitals",
    "import_treatments",
    "keep_apart",
    "merge",
    "merge_duplicate",
    "remove_vitals",
    "restore",
]
