"""Writing treatment sessions: add, edit, cancel, bring back, their vitals."""

from diary.treatments.actions.duplicates import NotADuplicate, mark_separate, merge_duplicate
from diary.treatments.actions.imports import import_treatments
from diary.treatments.actions.treatments import (
    TreatmentNotFound,
    add_treatment,
    cancel_treatment,
    edit_treatment,
    find_repeated,
    merge_edit,
    restore_treatment,
)
from diary.treatments.actions.vital_signs import (
    TooManyVitalSigns,
    add_vital_signs,
    find_repeated_vital_signs,
    remove_vital_signs,
)

__all__ = [
    "NotADuplicate",
    "TooManyVitalSigns",
    "TreatmentNotFound",
    "add_treatment",
    "add_vital_signs",
    "cancel_treatment",
    "edit_treatment",
    "find_repeated",
    "find_repeated_vital_signs",
    "import_treatments",
    "mark_separate",
    "merge_duplicate",
    "merge_edit",
    "remove_vital_signs",
    "restore_treatment",
]
