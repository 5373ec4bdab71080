"""Forms of treatment sessions and of their readings."""

from diary.treatments.forms.treatment import TreatmentForm, TreatmentFormContext
from diary.treatments.forms.vital_signs import VitalSignsForm

__all__ = ["TreatmentForm", "TreatmentFormContext", "VitalSignsForm"]
