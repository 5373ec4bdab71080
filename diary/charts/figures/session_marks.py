"""The marks of sessions over the timeline: lines, the words above them, and short strokes."""

from collections.abc import Sequence
from datetime import datetime

from diary.charts.figures.parts import INK, MUTED, Part, minute
from diary.charts.rules.labels import Label, place_labels
from diary.charts.rules.time_axis import WallAxis
from diary.charts.rules.words import format_plain


def session_labels(
    axis: WallAxis, lines: Sequence[int], places: Sequence[float], width: int, rows: int
) -> tuple[Label, ...]:
    """Above the lines that are drawn. The number alone where sessions share a line."""
    sessions = [axis.ordered[index] for index in lines]
    short = [str(session.number) for session in sessions]
    if len(lines) < len(axis.ordered):
        return place_labels(places, short, short, width, 1)
    full = [f"{session.number}: {format_plain(session.label)}" for session in sessions]
    return place_labels(places, full, short, width, rows)


def session_ticks(axis: WallAxis) -> Part:
    """Every session as a short stroke under the top edge, where some have no line of their own."""
    return {
        "type": "scatter",
        "mode": "lines",
        "showlegend": False,
        "x": [x for wall in axis.sessions for x in (minute(wall), minute(wall), None)],
        "y": [10.5, 10.1, None] * len(axis.sessions),
        "connectgaps": False,
        "line": {"color": MUTED, "width": 1},
        "hoverinfo": "skip",
        "meta": "session ticks",
    }


def session_line(x: str, opacity: float) -> Part:
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "opacity": opacity,
        "line": {"color": MUTED, "width": 1, "dash": "dot"},
    }


def session_annotation(wall: datetime, label: Label) -> Part:
    return {
        "x": minute(wall),
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 14 * label.row,
        "xanchor": label.anchor,
        "text": label.text,
        "showarrow": False,
        "font": {"size": 11, "color": INK},
    }
