"""Chart 3: session by session, the level before, the next day and a week later."""

from collections.abc import Sequence

from diary.charts.figures.parts import (
    COLOURS,
    INK,
    SYMBOL_NUMBERS,
    SYMBOLS,
    Figure,
    Part,
    figure,
    key,
    legend,
    panel_axis,
    stacked,
)
from diary.charts.rules.labels import short_date
from diary.charts.rules.levels import MOMENTS, Levels
from diary.charts.rules.words import format_number, format_plain
from diary.domain.scores import Score

GAP_PX = 28
PLACES = (-0.22, 0.0, 0.22)  # before, the next day, a week later: beside each other
OPEN_DOT = {Score.ANXIETY: 300, Score.MOOD: 302}


def levels(rows: Sequence[Levels], *, detail: bool) -> Figure:
    """One column for each session in order. What was not measured is left out."""
    panel = 170 if detail else 150
    panels = stacked([panel, panel], GAP_PX)
    bottom = 92 if _few(rows, detail) else 76
    return figure(
        [*(_trace(rows, score, axis) for score, axis in ((Score.ANXIETY, ""), (Score.MOOD, "2"))),
         *_keys()],
        height=panels.inner + bottom + 14,
        margin={"l": 62, "r": 16, "t": 14, "b": bottom},
        xaxis=_session_axis(rows, detail),
        yaxis=panel_axis(Score.ANXIETY, panels.domains[1]),
        yaxis2=panel_axis(Score.MOOD, panels.domains[0]),
        showlegend=True,
        legend=legend((40 - bottom) / panels.inner),
    )  # fmt: skip


def _few(rows: Sequence[Levels], detail: bool) -> bool:
    return len(rows) <= (8 if detail else 3)


def _session_axis(rows: Sequence[Levels], detail: bool) -> Part:
    """Date, route and dose under each where they fit, else numbers, thinned."""
    every = -(-len(rows) // (24 if detail else 9))
    texts = [str(r.session.number) if at % every == 0 else "" for at, r in enumerate(rows)]
    if _few(rows, detail):
        texts = [
            f"{r.session.number}<br>{short_date(r.session.day)}<br>{format_plain(r.session.label)}"
            for r in rows
        ]
    return {
        "tickvals": list(range(len(rows))),
        "ticktext": texts,
        "range": [-0.6, len(rows) - 0.4],
        "tickangle": 0,
        "tickfont": {"size": 11},
        "anchor": "y2",
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }


def _trace(rows: Sequence[Levels], score: Score, axis: str) -> Part:
    """All sessions of one score in one trace, broken between sessions: a hundred stay light."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    words: list[str | None] = []
    symbols: list[int] = []
    full, hollow = SYMBOL_NUMBERS[score]
    kinds = (hollow, full, OPEN_DOT[score])
    for column, row in enumerate(rows):
        for place, value, moment, kind in zip(
            PLACES, row.values[score], MOMENTS, kinds, strict=True
        ):
            if value is not None:
                xs.append(column + place)
                ys.append(value)
                symbols.append(kind)
                words.append(
                    f"Session {row.session.number}, {moment}: {score} {format_number(value)}"
                )
        xs.append(None)
        ys.append(None)
        symbols.append(full)
        words.append(None)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": xs,
        "y": ys,
        "customdata": words,
        "yaxis": f"y{axis}",
        "line": {"color": COLOURS[score], "width": 1},
        "marker": {"symbol": symbols, "size": 9 if len(rows) <= 30 else 6, "color": COLOURS[score]},
        "connectgaps": False,
        "showlegend": False,
        "cliponaxis": False,
        "hovertemplate": "%{customdata}<extra></extra>",
        "meta": f"levels {score}",
    }


def _keys() -> list[Part]:
    shapes = (f"{SYMBOLS[Score.ANXIETY]}-open", SYMBOLS[Score.ANXIETY], "circle-open-dot")
    return [
        key(moment, mode="markers", marker={"symbol": shape, "size": 9, "color": INK})
        for moment, shape in zip(MOMENTS, shapes, strict=True)
    ]
