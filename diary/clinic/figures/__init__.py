"""The report's charts: plain SVG in black and white, for paper and for the page that prints."""

from diary.clinic.figures.changes import after_sessions
from diary.clinic.figures.effects import effects_bars
from diary.clinic.figures.timeline import timeline

__all__ = ["after_sessions", "effects_bars", "timeline"]
