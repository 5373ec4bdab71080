"""The bytes of the report."""

from diary.clinic.writers.report import pdf

__all__ = ["pdf"]
