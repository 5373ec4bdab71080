"""HTTP in and out of treatment sessions."""

from diary.treatments.routes import duplicates, treatment, treatments, vital_signs
from diary.treatments.routes.blueprint import bp

__all__ = ["bp", "duplicates", "treatment", "treatments", "vital_signs"]
