"""Plotly figures: series in, plain dicts out, ready for JSON. They know no page and no database."""

from diary.charts.figures.effects import by_hours, by_kind, by_session
from diary.charts.figures.levels import levels
from diary.charts.figures.parts import Figure, as_json
from diary.charts.figures.session_curves import overlay
from diary.charts.figures.timeline import timeline
from diary.charts.figures.vital_signs import vitals

__all__ = [
    "Figure",
    "as_json",
    "by_hours",
    "by_kind",
    "by_session",
    "levels",
    "overlay",
    "timeline",
    "vitals",
]
