"""The numbers behind the charts: pure values and functions; time is always an argument."""

from diary.charts.rules.values import (
    STYLE_HASHES,
    Checkin,
    Mark,
    Score,
    Session,
    Table,
    Vital,
    Window,
)

__all__ = [
    "STYLE_HASHES",
    "Checkin",
    "Mark",
    "Score",
    "Session",
    "Table",
    "Vital",
    "Window",
]
