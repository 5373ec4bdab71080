"""Forms of treatment sessions and of their readings."""

from diary.treatments.forms.session import Asked, TreatmentForm
from diary.treatments.forms.vitals import VitalsForm

__all__ = ["Asked", "TreatmentForm", "VitalsForm"]
