"""Chart 2: every session laid over the others, on the scores as entered."""

from collections.abc import Iterator, Sequence
from typing import Any

from diary.charts.figures.parts import (
    COLOURS,
    INK,
    MUTED,
    RULE,
    SESSION_DASHES,
    SYMBOL_NUMBERS,
    SYMBOLS,
    Figure,
    Part,
    figure,
    legend,
    panel_axis,
    stacked,
)
from diary.charts.rules import Score, Session
from diary.charts.rules.trails import AXIS, SHORT_TICKS, TICKS, Point, Trail, place, with_gaps
from diary.charts.rules.words import count, elapsed, plain

OWN_DASH_PHONE, OWN_DASH_DESK = 3, 6  # the latest sessions, each with a dash of its own
GAP_PX = 30


def overlay(anxiety: Sequence[Trail], mood: Sequence[Trail], *, detail: bool) -> Figure:
    """Trails of both scores, of the same sessions in the same order of time."""
    both = {Score.ANXIETY: anxiety, Score.MOOD: mood}
    shown = [a.session for a, m in zip(anxiety, mood, strict=True) if a.points or m.points]
    most = OWN_DASH_DESK if detail else OWN_DASH_PHONE
    recent, earlier = shown[-most:][::-1], shown[:-most]
    data: list[Part] = []
    for score, axis in ((Score.ANXIETY, ""), (Score.MOOD, "2")):
        by_session = {t.session.treatment_id: t for t in both[score]}
        data += _earlier([by_session[s.treatment_id] for s in earlier], score, axis)
        data += _recent([by_session[s.treatment_id] for s in recent], score, axis)
    keys = _keys(recent, len(earlier))
    return _figure(data + keys, panel=230 if detail else 190, keys=len(keys), detail=detail)


def _figure(data: list[Part], *, panel: int, keys: int, detail: bool) -> Figure:
    panels = stacked([panel, panel], GAP_PX)
    bottom = 44 + 20 * -(-keys // (3 if detail else 1))
    return figure(
        data,
        height=panels.inner + bottom + 14,
        margin={"l": 52, "r": 28, "t": 14, "b": bottom},
        xaxis=_time_axis(TICKS if detail else SHORT_TICKS, 12 if detail else 11),
        yaxis=panel_axis(Score.ANXIETY, panels.domains[1]),
        yaxis2=panel_axis(Score.MOOD, panels.domains[0]),
        shapes=[_start_line()],
        showlegend=True,
        legend=legend(-32 / panels.inner),
    )


def _time_axis(ticks: Sequence[str], size: int) -> Part:
    return {
        "range": [AXIS[0][1] - 0.15, AXIS[-1][1] + 0.15],
        "tickvals": [x for _, x in AXIS],
        "ticktext": list(ticks),
        "tickfont": {"size": size},
        "tickangle": 0,
        "anchor": "y2",
        "fixedrange": True,
        "gridcolor": RULE,
        "zeroline": False,
    }


def _start_line() -> Part:
    return {
        "type": "line",
        "x0": 0,
        "x1": 0,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": MUTED, "width": 1, "dash": "dot"},
    }


def _recent(chosen: Sequence[Trail], score: Score, axis: str) -> Iterator[Part]:
    """The latest sessions: the newest solid and strong, each with its number at its end."""
    ends: list[Point] = []
    for index, trail in enumerate(chosen):
        line = with_gaps(trail.points)
        if line:
            named = _is_free(trail.points[-1], ends)
            ends += [trail.points[-1]] if named else []
            yield _trace(line, score, axis) | {
                "mode": "lines+markers+text",
                "line": {
                    "color": COLOURS[score],
                    "width": 2 if index == 0 else 1.3,
                    "dash": SESSION_DASHES[index],
                },
                "opacity": 1 if index == 0 else 0.75,
                "marker": _marker(line, score, 6),
                "text": [""] * (len(line) - 1) + [str(trail.session.number) if named else ""],
                "textposition": "middle right",
                "textfont": {"size": 11, "color": INK},
                "hovertemplate": f"Session {trail.session.number}: {score} %{{y}}"
                "<br>%{customdata} from the start<extra></extra>",
            }


def _is_free(end: Point, taken: Sequence[Point]) -> bool:
    """Whether a number beside this point covers none beside the others."""
    return all(
        abs(place(end.hours) - place(other.hours)) > 0.6 or abs(end.value - other.value) > 0
        for other in taken
    )


def _earlier(chosen: Sequence[Trail], score: Score, axis: str) -> Iterator[Part]:
    """All earlier sessions as one pale trace, broken between sessions: a hundred stay light."""
    line: list[Point | None] = []
    numbers: list[int | None] = []
    for trail in chosen:
        part: list[Point | None] = [*with_gaps(trail.points), None]
        line += part
        numbers += [trail.session.number] * len(part)
    if line:
        yield _trace(line, score, axis) | {
            "mode": "lines+markers",
            "line": {"color": COLOURS[score], "width": 1},
            "opacity": 0.32,
            "marker": _marker(line, score, 4),
            "text": [f"Session {number}" for number in numbers],
            "hovertemplate": f"%{{text}}: {score} %{{y}}"
            "<br>%{customdata} from the start<extra></extra>",
        }


def _trace(line: Sequence[Point | None], score: Score, axis: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [None if p is None else place(p.hours) for p in line],
        "y": [None if p is None else p.value for p in line],
        "customdata": [None if p is None else elapsed(p.hours) for p in line],
        "yaxis": f"y{axis}",
        "connectgaps": False,
        "showlegend": False,
        "cliponaxis": False,
        "meta": f"trail {score}",
    }


def _marker(line: Sequence[Point | None], score: Score, size: int) -> Part:
    """Hollow where less than two hours have passed."""
    early = [p is not None and p.early for p in line]
    full, hollow = SYMBOL_NUMBERS[score]
    symbol = [hollow if e else full for e in early] if any(early) else SYMBOLS[score]
    return {"symbol": symbol, "size": size, "color": COLOURS[score]}


def _keys(recent: Sequence[Session], earlier: int) -> list[Part]:
    """The legend in ink, as a dash means the same session in both panels."""
    names = [
        (f"Session {s.number}: {plain(s.label)}", SESSION_DASHES[i], 1.0)
        for i, s in enumerate(recent)
    ]
    if earlier:
        names.append((count(earlier, "earlier session", "earlier sessions"), "solid", 0.35))
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [None],
            "y": [None],
            "name": name,
            "line": {"color": INK, "width": 1.5, "dash": dash},
            "opacity": opacity,
            "hoverinfo": "skip",
            "meta": "key",
        }
        for name, dash, opacity in names
    ]
