"""Vital signs during the sessions: blood pressure and pulse by minutes since the start."""

from collections.abc import Iterator, Sequence
from typing import Any

from diary.charts.figures.parts import (
    INK,
    RULE,
    SESSION_DASHES,
    Figure,
    Part,
    axis_title,
    figure,
    keys,
    legend,
    stacked,
)
from diary.charts.rules.vital_signs import TimedVitalSigns, TreatmentVitalSigns

OWN_DASH_PHONE, OWN_DASH_DESK = 2, 4
SYMBOLS = {"systolic": "triangle-up", "diastolic": "triangle-down", "pulse": "square"}
Point = tuple[int | None, int | None, str | None]  # minute, value, session and time
BREAK: Point = (None, None, None)
GAP_PX = 24


def vitals(rows: Sequence[TreatmentVitalSigns], *, detail: bool) -> Figure:
    most = OWN_DASH_DESK if detail else OWN_DASH_PHONE
    recent, earlier = list(rows[-most:])[::-1], rows[:-most]
    edges = _edges(rows)
    data: list[Part] = []
    for field, axis in (("systolic", ""), ("diastolic", ""), ("pulse", "2")):
        data += _trace([_points(row, field, edges) for row in earlier], field, axis, 0, 0.25)
        for index, row in enumerate(recent):
            opacity = 1.0 if index == 0 else 0.7
            data += _trace([_points(row, field, edges)], field, axis, index, opacity)
    legends = keys([row.session for row in recent], len(earlier), 0.3)
    return _figure(rows, data + legends, edges, count=len(legends), detail=detail)


def _edges(rows: Sequence[TreatmentVitalSigns]) -> tuple[int, int]:
    """Where readings without a time stand: left of the first minute, right of the last."""
    minutes = [r.minutes for row in rows for r in row.readings if r.minutes is not None]
    return min([0, *minutes]) - 12, max([40, *minutes]) + 12


def _place(reading: TimedVitalSigns, edges: tuple[int, int]) -> int | None:
    if reading.minutes is not None:
        return reading.minutes
    return {"before": edges[0], "during": None, "leaving": edges[1]}[reading.vital_signs.phase]


def _points(row: TreatmentVitalSigns, field: str, edges: tuple[int, int]) -> list[Point]:
    places = [(_place(r, edges), getattr(r.vital_signs, field)) for r in row.readings]
    name = f"Session {row.session.number}"
    return [
        (x, y, f"{name}, {_when(reading)}")
        for reading, (x, y) in zip(row.readings, places, strict=True)
        if x is not None and y is not None
    ]


def _when(reading: TimedVitalSigns) -> str:
    if reading.minutes is None:
        return reading.vital_signs.phase
    return f"minute {reading.minutes}".replace("-", "−")


def _trace(
    rows: Sequence[list[Point]], field: str, axis: str, dash: int, opacity: float
) -> Iterator[Part]:
    """One field of one or many sessions in one trace, broken between sessions."""
    line: list[Point] = []
    for row in rows:
        line += [BREAK, *row] if line and row else row
    if line:
        unit = "a minute" if field == "pulse" else "mmHg"
        yield {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [x for x, _, _ in line],
            "y": [y for _, y, _ in line],
            "customdata": [words for _, _, words in line],
            "yaxis": f"y{axis}",
            "line": {"color": INK, "width": 1.3, "dash": SESSION_DASHES[dash]},
            "marker": {"symbol": SYMBOLS[field], "size": 7, "color": INK},
            "opacity": opacity,
            "showlegend": False,
            "connectgaps": False,
            "hovertemplate": f"%{{customdata}}: {field} %{{y}} {unit}<extra></extra>",
            "meta": f"vitals {field}",
        }


def _figure(
    rows: Sequence[TreatmentVitalSigns],
    data: list[Part],
    edges: tuple[int, int],
    *,
    count: int,
    detail: bool,
) -> Figure:
    upper, lower = (210, 130) if detail else (190, 120)
    panels = stacked([lower, upper], GAP_PX)
    bottom = 58 + 20 * -(-count // (3 if detail else 1))
    return figure(
        data,
        height=panels.inner + bottom + 12,
        margin={"l": 56, "r": 28, "t": 12, "b": bottom},
        xaxis=_minutes_axis(edges, rows, 8 if detail else 5),
        yaxis=_axis(
            rows,
            ("systolic", "diastolic"),
            40,
            180,
            "Blood pressure<br>mmHg",
            panels.domains[1],
        ),
        yaxis2=_axis(rows, ("pulse",), 40, 120, "Pulse<br>a minute", panels.domains[0]),
        showlegend=True,
        legend=legend(-44 / panels.inner),
    )


def _axis(
    rows: Sequence[TreatmentVitalSigns], fields: tuple[str, ...], low: int, high: int, title: str,
    domain: list[float],
) -> Part:  # fmt: skip
    """A fixed scale, widened only by a reading beyond it, so that a rise looks its size."""
    values = [getattr(r.vital_signs, f) for row in rows for r in row.readings for f in fields]
    known: list[Any] = [v for v in values if v is not None]
    return {
        "range": [min([low, *known]) - 5, max([high, *known]) + 5],
        "domain": domain,
        "anchor": "x",
        "dtick": 40,
        "title": axis_title(title),
        "fixedrange": True,
        "gridcolor": RULE,
        "zeroline": False,
    }


def _minutes_axis(edges: tuple[int, int], rows: Sequence[TreatmentVitalSigns], most: int) -> Part:
    untimed = {r.vital_signs.phase for row in rows for r in row.readings if r.minutes is None}
    ticks = {minute: str(minute) for minute in range(0, edges[1] - 11, _step(edges, most))}
    if "before" in untimed:
        ticks[edges[0]] = "before"
    if "leaving" in untimed:
        ticks[edges[1]] = "leaving"
    return {
        "range": [edges[0] - 4, edges[1] + 4],
        "tickvals": list(ticks),
        "ticktext": list(ticks.values()),
        "tickangle": 0,
        "title": axis_title("minutes since the start"),
        "anchor": "y2",
        "fixedrange": True,
        "gridcolor": RULE,
        "zeroline": False,
    }


def _step(edges: tuple[int, int], most: int) -> int:
    """Minutes between ticks: 15, 30, 60 and so on, so that there are few."""
    step = 15
    while (edges[1] - edges[0]) / step > most:
        step *= 2
    return step
