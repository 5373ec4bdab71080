"""What all figures share: colours by role, the score axis, the quiet layout, and JSON.

Colours are names of the design's tokens, as `var(--ink)`. The page puts the values of its theme in
their place before it draws, so that light, dark and print need no second figure.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from plotly import graph_objects as go

from diary.charts.rules import Score

Figure = dict[str, Any]
Part = dict[str, Any]

INK, MUTED, RULE, PAPER = "var(--ink)", "var(--muted)", "var(--rule)", "var(--paper)"
CLEAR = "rgba(0,0,0,0)"
COLOURS = {Score.ANXIETY: "var(--anxiety)", Score.MOOD: "var(--mood)"}
SYMBOLS = {Score.ANXIETY: "circle", Score.MOOD: "diamond"}
DASHES = {Score.ANXIETY: "solid", Score.MOOD: "dash"}
SESSION_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def figure(data: Sequence[Part], **layout: Any) -> Figure:
    """Validated by Plotly, then a plain dict without Plotly's own template."""
    built = go.Figure(data=list(data), layout=_quiet(layout))
    built.layout.template = None
    spec: Figure = built.to_plotly_json()
    spec["layout"].pop("template", None)
    return spec


def _quiet(layout: Part) -> Part:
    base: Part = {
        "dragmode": False,
        "hovermode": "closest",
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": FONT, "size": 12, "color": INK},
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": MUTED, "font": {"color": INK, "size": 14}},
        "showlegend": False,
    }
    return base | layout


def score_axis(title: str, **more: Any) -> Part:
    """Always 0 to 10, with room for a mark at either end; the title says which way is better."""
    axis: Part = {
        "range": [-0.5, 10.5],
        "tickvals": [0, 5, 10],
        "title": {"text": title, "font": {"size": 11, "color": MUTED}, "standoff": 6},
        "fixedrange": True,
        "gridcolor": RULE,
        "zeroline": False,
        "showline": False,
    }
    return axis | more


def count_axis(most: int, title: str) -> Part:
    """Whole numbers from 0, with at most six ticks."""
    step = max(1, -(-most // 5))
    return {
        "range": [0, max(most, 1) * 1.08],
        "dtick": step,
        "title": {"text": title, "font": {"size": 11, "color": MUTED}, "standoff": 6},
        "fixedrange": True,
        "gridcolor": RULE,
        "zeroline": False,
    }


def legend(y: float) -> Part:
    """Under the plot; a tap on it hides nothing, so that no point is ever missing unnoticed."""
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": y,
        "yanchor": "top",
        "bgcolor": CLEAR,
        "font": {"size": 12, "color": INK},
        "itemclick": False,
        "itemdoubleclick": False,
        "traceorder": "normal",
    }


def minute(at: datetime) -> str:
    """A naive wall time, short; Plotly takes it as written, whatever the reader's zone."""
    return at.replace(tzinfo=None).isoformat(timespec="minutes")


def whole(value: float | None) -> float | int | None:
    """4.0 as 4, which is shorter."""
    return int(value) if value is not None and value == int(value) else value


def as_json(spec: Figure) -> str:
    """Small, and safe inside a script element: no `<` can close it."""
    text = json.dumps(spec, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
