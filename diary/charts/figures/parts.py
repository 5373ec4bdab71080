"""What all figures share: colours by role, the score axis, the quiet layout, and JSON.

Colours are names of the design's tokens, as `var(--ink)`. The page puts the values of its theme in
their place before it draws, so that light, dark and print need no second figure.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plotly import graph_objects as go

from diary.charts.rules import ChartTreatment
from diary.charts.rules.words import format_count, format_plain
from diary.domain.scores import Score

Figure = dict[str, Any]
Part = dict[str, Any]

INK, MUTED, RULE = "var(--ink)", "var(--quiet)", "var(--rule)"
PAPER, SURFACE, EDGE = "var(--paper)", "var(--surface)", "var(--edge)"
CLEAR = "rgba(0,0,0,0)"
COLOURS = {Score.ANXIETY: "var(--anxiety)", Score.MOOD: "var(--mood)"}
SYMBOLS = {Score.ANXIETY: "circle", Score.MOOD: "diamond"}
# The same as Plotly's numbers, full and hollow, where a list names one for each point.
SYMBOL_NUMBERS = {Score.ANXIETY: (0, 100), Score.MOOD: (2, 102)}
DASHES = {Score.ANXIETY: "solid", Score.MOOD: "5px,2px"}
BULK, BULK_LAYOUT = ("x", "y", "text", "customdata"), ("shapes", "annotations")
SESSION_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def figure(data: Sequence[Part], **layout: Any) -> Figure:
    """Validated by Plotly, then a plain dict without Plotly's own template.

    The long lists stay outside: Plotly looks at every number in them, twice, which takes half a
    second for two years of entries, and they are ours.
    """
    styles = [{key: part[key] for key in part if key not in BULK} for part in data]
    marks = {key: layout.pop(key) for key in BULK_LAYOUT if key in layout}
    built = go.Figure(data=styles, layout=_quiet(layout))
    built.layout.template = None
    spec: Figure = built.to_plotly_json()
    spec["layout"].pop("template", None)
    spec["layout"].update(marks)
    for style, part in zip(spec["data"], data, strict=True):
        style.update({key: part[key] for key in BULK if key in part})
    return spec


def _quiet(layout: Part) -> Part:
    base: Part = {
        "dragmode": False,
        "hovermode": "closest",
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": FONT, "size": 12, "color": INK},
        "hoverlabel": {
            "bgcolor": SURFACE,
            "bordercolor": EDGE,
            "font": {"family": FONT, "color": INK, "size": 14},
        },
        "showlegend": False,
    }
    return base | layout


@dataclass(frozen=True, slots=True)
class Panels:
    """Panels over one another: their whole height in px, and each one's share, the lowest first."""

    inner: int
    domains: list[list[float]]


def stacked(heights: Sequence[int], gap: int) -> Panels:
    """Panels of these heights in px, the lowest first."""
    inner = sum(heights) + gap * (len(heights) - 1)
    starts = [sum(heights[:index]) + gap * index for index in range(len(heights))]
    pairs = zip(starts, heights, strict=True)
    return Panels(inner, [[start / inner, (start + height) / inner] for start, height in pairs])


def axis_title(text: str) -> Part:
    return {"text": text, "font": {"size": 11, "color": MUTED}, "standoff": 6}


def panel_axis(score: Score, domain: list[float]) -> Part:
    """Always 0 to 10, with room for a mark at either end. Each end says what it is, and the title
    which way is better.
    """
    lowest, highest = score.ends
    return {
        "domain": domain,
        "anchor": "x",
        "range": [-0.5, 10.5],
        "tickvals": [0, 5, 10],
        "ticktext": [f"0<br>{lowest}", "5", f"10<br>{highest}"],
        "title": axis_title(f"{score.capitalize()}<br>{score.direction.words}"),
        "fixedrange": True,
        "gridcolor": RULE,
        "zeroline": False,
        "showline": False,
    }


def count_axis(most: int, title: str) -> Part:
    """Whole numbers from 0, with at most six ticks."""
    step = max(1, -(-most // 5))
    return {
        "range": [0, max(most, 1) * 1.08],
        "dtick": step,
        "title": axis_title(title),
        "fixedrange": True,
        "gridcolor": RULE,
        "zeroline": False,
    }


def legend(y: float) -> Part:
    """Under the plot. A tap on it hides nothing, so that no point is ever missing unnoticed."""
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


def keys(recent: Sequence[ChartTreatment], earlier: int, faint: float) -> list[Part]:
    """The legend in ink, as a dash means the same session in every panel."""
    names = [
        (f"Session {s.number}: {format_plain(s.label)}", SESSION_DASHES[i], 1.0)
        for i, s in enumerate(recent)
    ]
    if earlier:
        names.append((format_count(earlier, "earlier session", "earlier sessions"), "solid", faint))
    return [key(name, opacity, line={"color": INK, "width": 1.5, "dash": dash})
            for name, dash, opacity in names]  # fmt: skip


def key(name: str, opacity: float = 1.0, mode: str = "lines", **look: Any) -> Part:
    """One entry of a legend, without a point of its own."""
    return {
        "type": "scatter",
        "mode": mode,
        "x": [None],
        "y": [None],
        "name": name,
        "opacity": opacity,
        "hoverinfo": "skip",
        "meta": "key",
        **look,
    }


def minute(at: datetime) -> str:
    """A naive wall time, short. Plotly takes it as written, whatever the reader's zone."""
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
