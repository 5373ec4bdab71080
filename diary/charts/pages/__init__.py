"""What a template needs for the charts: a sentence, a figure and a table each."""

from diary.charts.pages.views import ChartView, chart_views

__all__ = ["ChartView", "chart_views"]
