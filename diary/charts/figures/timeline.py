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
from diary.charts.figures.session_marks import (
    session_annotation,
    session_labels,
    session_line,
    session_ticks,
)
from diary.charts.rules import ChartEntry, ChartTreatment, DateWindow, Mark
from diary.charts.rules.days import noon
from diary.charts.rules.labels import (
    Anchor,
    date_ticks,
    long_date,
    select_spaced,
    words_beside,
)
from diary.charts.rules.time_axis import DayPart, WallAxis, median_line, parts_of_days
from diary.charts.rules.words import format_plain
from diary.domain.scores import Score

# Width of the plot itself, on the narrowest screen each reader is likely to hold.
PHONE_PX, DESK_PX = 290, 640
PANEL_PX, LANE_PX, GAP_PX = 150, 16, 30


def timeline(
    entries: Sequence[ChartEntry],
    sessions: Sequence[ChartTreatment],
    marks: Sequence[Mark],
    window: DateWindow,
    *,
    detail: bool,
) -> Figure:
    """A panel for each score, so that no line hides the other, over one axis of days."""
    width = DESK_PX if detail else PHONE_PX
    start, end = _range(window)
    axis = WallAxis(sessions)
    places = [_place(wall, start, end) for wall in axis.sessions]
    lines = select_spaced(places, width)
    labels = session_labels(axis, lines, [places[index] for index in lines], width, rows=2)
    rows = 1 + max((label.row for label in labels), default=0)
    data = [
        trace for score in Score for trace in _score_traces(entries, score, axis, window, width)
    ]
    if len(lines) < len(places):
        data.append(session_ticks(axis))
    panels = stacked([LANE_PX, PANEL_PX, PANEL_PX] if marks else [PANEL_PX, PANEL_PX], GAP_PX)
    top, bottom = 12 + 14 * rows, 66 if marks else 44
    return figure(
        data + _mark_traces(marks, axis, start, end, width),
        height=panels.inner + top + bottom,
        margin={"l": 62, "r": 16, "t": top, "b": bottom},
        xaxis=_date_axis(start, end, 9 if detail else 5) | {"anchor": "y3" if marks else "y2"},
        yaxis=panel_axis(Score.ANXIETY, panels.domains[-1]),
        yaxis2=panel_axis(Score.MOOD, panels.domains[-2]),
        **({"yaxis3": _lane(panels.domains[0])} if marks else {}),
        shapes=[
            session_line(minute(axis.sessions[n]), 1 if len(lines) < 40 else 0.4) for n in lines
        ],
        annotations=[session_annotation(axis.sessions[lines[each.index]], each) for each in labels],
        showlegend=bool(marks),
        legend=legend(-44 / panels.inner),
    )


def _lane(domain: list[float]) -> Part:
    return {"range": [0, 1], "domain": domain, "anchor": "x", "fixedrange": True, "visible": False}


def _range(window: DateWindow) -> tuple[datetime, datetime]:
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
    entries: Sequence[ChartEntry], score: Score, axis: WallAxis, window: DateWindow, width: int
) -> list[Part]:
    parts = parts_of_days(entries, score, axis)
    if not parts:
        return []
    scored = [c for c in entries if c.score(score) is not None]
    xs, ys = median_line(parts, axis)
    px_per_day = width / max(window.days, 14)
    panel = {} if score is Score.ANXIETY else {"yaxis": "y2"}
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
    dots = _dots(scored, score, axis, px_per_day, width)
    return [trace | panel for trace in (_ranges(parts, score, px_per_day), dots, line)]


def _dots(
    entries: Sequence[ChartEntry], score: Score, axis: WallAxis, px_per_day: float, width: int
) -> Part:
    """Few dots large and full, many small and pale, so that where they pile up shows. A dot that
    was moved to its side of a session says the time as it was entered.
    """
    places = [minute(axis.place(c.at, c.wall)) for c in entries]
    moved = places != [minute(c.wall) for c in entries]
    words = {"customdata": [_words(c.wall) for c in entries]} if moved else {}
    few, dense = len(entries) <= 14, len(entries) > width * 1.5
    size = 9 if few else 6 if px_per_day > 2 else 4
    return {
        "type": "scatter",
        "mode": "markers",
        "showlegend": False,
        "x": places,
        "y": [c.score(score) for c in entries],
        "marker": {
            "symbol": SYMBOLS[score],
            "size": size + (1 if score is Score.MOOD else 0),
            "color": COLOURS[score],
            "opacity": 0.9 if few else 0.22 if dense else 0.45,
        },
        "hovertemplate": f"{score.capitalize()} %{{y}}<br>"
        f"%{{{'customdata' if moved else 'x'}}}<extra></extra>",
        "meta": f"entries {score}",
        **words,
    }


def _words(wall: datetime) -> str:
    return f"{wall:%a} {long_date(wall.date())}, {wall:%H:%M}"


def _ranges(parts: Sequence[DayPart], score: Score, px_per_day: float) -> Part:
    """A pale upright bar from the lowest to the highest of a day, or of its part before or after a
    session, where there are several entries.
    """
    xs: list[str | None] = []
    ys: list[int | None] = []
    for part in parts:
        if part.low < part.high:
            xs += [minute(part.place), minute(part.place), None]
            ys += [part.low, part.high, None]
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


def _mark_traces(
    marks: Sequence[Mark], axis: WallAxis, start: datetime, end: datetime, width: int
) -> list[Part]:
    """A lane of its own under the scores. The words beside a mark only where all of them fit."""
    ordered = sorted(
        ((m.wall if m.at is None else axis.place(m.at, m.wall), m) for m in marks),
        key=lambda pair: pair[0].replace(tzinfo=None),
    )
    texts = [format_plain(mark.label) for _, mark in ordered]
    places = [_place(wall, start, end) for wall, _ in ordered]
    sides = words_beside(places, texts, width) or (None,) * len(texts)
    kinds: tuple[tuple[str, str, str], ...] = (
        ("medication", "Medication change", "square-open"),
        ("visit", "Visit", "triangle-up"),
    )
    return [
        _mark_trace(rows, name, symbol)
        for kind, name, symbol in kinds
        if (
            rows := [
                (wall, text, side)
                for (wall, mark), text, side in zip(ordered, texts, sides, strict=True)
                if mark.kind == kind
            ]
        )
    ]


def _mark_trace(
    rows: Sequence[tuple[datetime, str, Anchor | None]], name: str, symbol: str
) -> dict[str, Any]:
    sides = [side for _, _, side in rows if side]
    return {
        "type": "scatter",
        "mode": "markers+text" if sides else "markers",
        "name": name,
        "x": [minute(wall) for wall, _, _ in rows],
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
