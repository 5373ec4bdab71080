"""Forms of treatment sessions and of their readings."""

from diary.treatments.forms.treatment import Asked, TreatmentForm
from diary.treatments.forms.vital_signs import VitalsForm

__all__ = ["Asked", "TreatmentForm", "VitalsForm"]
