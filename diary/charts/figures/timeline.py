"""Chart 1: every entry as a dot, a line of daily medians, sessions and other events as marks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from diary.charts.figures.parts import (
    COLOURS,
    DASHES,
    INK,
    MUTED,
    RULE,
    SYMBOLS,
    Figure,
    Part,
    figure,
    legend,
    minute,
    panel_axis,
    stacked,
    whole,
)
from diary.charts.rules import Checkin, Mark, Score, Session, Window
from diary.charts.rules.days import DayStat, daily, median_line, noon
from diary.charts.rules.labels import Anchor, Label, date_ticks, place_labels, words_beside
from diary.charts.rules.words import plain

# Width of the plot itself, on the narrowest screen each reader is likely to hold.
PHONE_PX, DESK_PX = 290, 640
PANEL_PX, LANE_PX, GAP_PX = 150, 16, 30


def timeline(
    checkins: Sequence[Checkin],
    sessions: Sequence[Session],
    marks: Sequence[Mark],
    window: Window,
    *,
    detail: bool,
) -> Figure:
    """A panel for each score, so that no line hides the other, over one axis of days."""
    width = DESK_PX if detail else PHONE_PX
    start, end = _range(window)
    labels = _session_labels(sessions, start, end, width, rows=2)
    rows = 1 + max((label.row for label in labels), default=0)
    data = [trace for score in Score for trace in _score_traces(checkins, score, window, width)]
    panels = stacked([LANE_PX, PANEL_PX, PANEL_PX] if marks else [PANEL_PX, PANEL_PX], GAP_PX)
    top, bottom = 12 + 14 * rows, 66 if marks else 44
    return figure(
        data + _mark_traces(marks, start, end, width),
        height=panels.inner + top + bottom,
        margin={"l": 62, "r": 16, "t": top, "b": bottom},
        xaxis=_date_axis(start, end, 9 if detail else 5) | {"anchor": "y3" if marks else "y2"},
        yaxis=panel_axis(Score.ANXIETY, panels.domains[-1]),
        yaxis2=panel_axis(Score.MOOD, panels.domains[-2]),
        **({"yaxis3": _lane(panels.domains[0])} if marks else {}),
        shapes=[_line(minute(s.wall), 1 if len(sessions) < 40 else 0.4) for s in sessions],
        annotations=[_annotation(sessions[label.index], label) for label in labels],
        showlegend=bool(marks),
        legend=legend(-44 / panels.inner),
    )


def _lane(domain: list[float]) -> Part:
    return {"range": [0, 1], "domain": domain, "anchor": "x", "fixedrange": True, "visible": False}


def _range(window: Window) -> tuple[datetime, datetime]:
    """At least two weeks wide, so that a first entry does not fill the picture."""
    start = min(window.start, window.end - timedelta(days=13))
    pad = timedelta(days=max(0.5, (window.end - start).days * 0.01))
    return noon(start) - timedelta(hours=12) - pad, noon(window.end) + timedelta(hours=12) + pad


def _date_axis(start: datetime, end: datetime, most: int) -> Part:
    ticks = date_ticks(start.date(), end.date(), most)
    inside = [(day, text) for day, text in ticks if 0.02 < _place(noon(day), start, end) < 0.98]
    return {
        "type": "date",
        "range": [minute(start), minute(end)],
        "tickvals": [minute(noon(day)) for day, _ in inside],
        "ticktext": [text for _, text in inside],
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": MUTED,
        "tickangle": 0,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "hoverformat": "%a %-d %b %Y, %H:%M",
    }


def _place(at: datetime, start: datetime, end: datetime) -> float:
    return (at - start) / (end - start)


def _score_traces(
    checkins: Sequence[Checkin], score: Score, window: Window, width: int
) -> list[Part]:
    stats = daily(checkins, score)
    if not stats:
        return []
    entries = [(c.wall, c.score(score)) for c in checkins if c.score(score) is not None]
    xs, ys = median_line(stats)
    px_per_day = width / max(window.days, 14)
    axis = {} if score is Score.ANXIETY else {"yaxis": "y2"}
    line: Part = {
        "type": "scatter",
        "mode": "lines",
        "showlegend": False,
        "x": [minute(x) for x in xs],
        "y": [whole(y) for y in ys],
        "connectgaps": False,
        "line": {
            "color": COLOURS[score],
            "width": 2 if px_per_day > 2 else 1.2,
            "dash": DASHES[score],
        },
        "hoverinfo": "skip",
        "meta": f"median {score}",
    }
    parts = (_ranges(stats, score, px_per_day), _dots(entries, score, px_per_day, width), line)
    return [part | axis for part in parts]


def _dots(
    entries: Sequence[tuple[datetime, int | None]], score: Score, px_per_day: float, width: int
) -> Part:
    """Few dots large and full, many small and pale, so that where they pile up shows."""
    few, dense = len(entries) <= 14, len(entries) > width * 1.5
    size = 9 if few else 6 if px_per_day > 2 else 4
    return {
        "type": "scatter",
        "mode": "markers",
        "showlegend": False,
        "x": [minute(wall) for wall, _ in entries],
        "y": [value for _, value in entries],
        "marker": {
            "symbol": SYMBOLS[score],
            "size": size + (1 if score is Score.MOOD else 0),
            "color": COLOURS[score],
            "opacity": 0.9 if few else 0.22 if dense else 0.45,
        },
        "hovertemplate": f"{score.capitalize()} %{{y}}<br>%{{x}}<extra></extra>",
        "meta": f"entries {score}",
    }


def _ranges(stats: Sequence[DayStat], score: Score, px_per_day: float) -> Part:
    """A pale upright bar from the day's lowest to its highest, where a day has several entries."""
    xs: list[str | None] = []
    ys: list[int | None] = []
    for stat in stats:
        if stat.low < stat.high:
            xs += [minute(noon(stat.day)), minute(noon(stat.day)), None]
            ys += [stat.low, stat.high, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "showlegend": False,
        "x": xs,
        "y": ys,
        "connectgaps": False,
        "line": {"color": COLOURS[score], "width": round(min(7, max(1.5, px_per_day * 0.6)), 1)},
        "opacity": 0.16,
        "hoverinfo": "skip",
        "meta": f"range {score}",
    }


def _session_labels(
    sessions: Sequence[Session], start: datetime, end: datetime, width: int, rows: int
) -> tuple[Label, ...]:
    places = [_place(session.wall, start, end) for session in sessions]
    full = [f"{session.number}: {plain(session.label)}" for session in sessions]
    short = [str(session.number) for session in sessions]
    return place_labels(places, full, short, width, rows)


def _line(x: str, opacity: float) -> Part:
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


def _annotation(session: Session, label: Label) -> Part:
    return {
        "x": minute(session.wall),
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 14 * label.row,
        "xanchor": label.anchor,
        "text": label.text,
        "showarrow": False,
        "font": {"size": 11, "color": INK},
    }


def _mark_traces(marks: Sequence[Mark], start: datetime, end: datetime, width: int) -> list[Part]:
    """A lane of its own under the scores; the words beside a mark only where all of them fit."""
    ordered = sorted(marks, key=lambda m: m.wall)
    texts = [plain(mark.label) for mark in ordered]
    places = [_place(mark.wall, start, end) for mark in ordered]
    sides = words_beside(places, texts, width) or (None,) * len(texts)
    kinds: tuple[tuple[str, str, str], ...] = (
        ("medication", "Medication change", "square-open"),
        ("visit", "Visit", "triangle-up"),
    )
    return [
        _mark_trace(rows, name, symbol)
        for kind, name, symbol in kinds
        if (rows := [r for r in zip(ordered, texts, sides, strict=True) if r[0].kind == kind])
    ]


def _mark_trace(
    rows: Sequence[tuple[Mark, str, Anchor | None]], name: str, symbol: str
) -> dict[str, Any]:
    sides = [side for _, _, side in rows if side]
    return {
        "type": "scatter",
        "mode": "markers+text" if sides else "markers",
        "name": name,
        "x": [minute(mark.wall) for mark, _, _ in rows],
        "y": [0.5] * len(rows),
        "yaxis": "y3",
        "text": [f"\u00a0{text}\u00a0" for _, text, _ in rows],
        "textposition": [f"middle {side}" for side in sides] or "middle right",
        "textfont": {"size": 11, "color": INK},
        "marker": {"symbol": symbol, "size": 9, "color": INK, "line": {"color": RULE, "width": 0}},
        "hovertemplate": "%{text}<br>%{x}<extra></extra>",
        "cliponaxis": False,
        "meta": "marks",
    }
