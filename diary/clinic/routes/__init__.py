"""The doctor's pages: my patients, one follow-up, visits, the report."""

from diary.clinic.routes import follow_up, mine, patients, report, visits
from diary.clinic.routes.blueprint import bp

__all__ = ["bp", "follow_up", "mine", "patients", "report", "visits"]
