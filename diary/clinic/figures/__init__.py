"""The report's charts: plain SVG in black and white, for paper and for the page that prints."""

from diary.clinic.figures.changes import draw_changes
from diary.clinic.figures.effects import draw_effects
from diary.clinic.figures.timeline import draw_timeline

__all__ = ["draw_changes", "draw_effects", "draw_timeline"]
