"""The doctor's pages: my patients, one follow-up, visits, the report."""

from diary.clinic.routes import follow_up, patients, questions, report, visits
from diary.clinic.routes.blueprint import bp

__all__ = ["bp", "follow_up", "patients", "questions", "report", "visits"]
