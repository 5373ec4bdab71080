"""The numbers behind the charts: pure values and functions. Time is always an argument."""

from diary.charts.rules.values import (
    STYLE_HASHES,
    ChartEntry,
    ChartTable,
    ChartTreatment,
    DateWindow,
    Mark,
)

__all__ = [
    "STYLE_HASHES",
    "ChartEntry",
    "ChartTable",
    "ChartTreatment",
    "DateWindow",
    "Mark",
]
