"""Chart 2: every session laid over the others, as the change from before treatment."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from diary.charts.figures.parts import (
    COLOURS,
    EDGE,
    INK,
    MUTED,
    RULE,
    SESSION_DASHES,
    SYMBOL_NUMBERS,
    SYMBOLS,
    Figure,
    Part,
    axis_title,
    figure,
    key,
    keys,
    legend,
    stacked,
)
from diary.charts.rules.session_curves import (
    AXIS,
    SHORT_TICKS,
    TICKS,
    CurvePoint,
    Trail,
    place,
    with_gaps,
)
from diary.charts.rules.words import format_count, format_elapsed
from diary.domain.scores import Score
from diary.relief import band

OWN_DASH_PHONE, OWN_DASH_DESK = 1, 3  # the latest sessions, each with a dash of its own
GAP_PX = 30
# Points beyond which the scale is widened; the better side needs more room.
ROOM = {Score.ANXIETY: (-6.0, 3.0), Score.MOOD: (-3.0, 6.0)}
Courses = Mapping[Score, Sequence[band.CoursePoint]]


def overlay(
    anxiety: Sequence[Trail], mood: Sequence[Trail], courses: Courses, *, detail: bool
) -> Figure:
    """Trails of changes of both scores, of the same sessions in the same order of time, with the
    typical course of each.
    """
    both = {Score.ANXIETY: anxiety, Score.MOOD: mood}
    drawn = [a.session for a, m in zip(anxiety, mood, strict=True) if a.points or m.points]
    most = OWN_DASH_DESK if detail else OWN_DASH_PHONE
    recent, earlier = drawn[-most:][::-1], drawn[:-most]
    data: list[Part] = []
    for score, axis in ((Score.ANXIETY, ""), (Score.MOOD, "2")):
        by_session = {t.session.treatment_id: t for t in both[score]}
        data += _band(courses[score], axis)
        data += _earlier([by_session[s.treatment_id] for s in earlier], score, axis)
        data += _recent([by_session[s.treatment_id] for s in recent], score, axis)
        data += _middle(courses[score], score, axis)
    legends = keys(recent, len(earlier), 0.35) + _course_keys(courses)
    ranges = {score: _room(both[score], courses[score], score) for score in Score}
    return _figure(data + legends, ranges, count=len(legends), detail=detail)


def _room(trails: Sequence[Trail], course: Sequence[band.CoursePoint], score: Score) -> list[float]:
    values = [p.value for trail in trails for p in trail.points]
    values += [end for p in course for end in (p.band.low, p.band.high)]
    low, high = ROOM[score]
    return [max(min([low, *values]), -10) - 0.5, min(max([high, *values]), 10) + 0.5]


def _figure(
    data: list[Part], ranges: Mapping[Score, list[float]], *, count: int, detail: bool
) -> Figure:
    panel = 230 if detail else 190
    panels = stacked([panel, panel], GAP_PX)
    bottom = 44 + 20 * -(-count // (3 if detail else 1))
    return figure(
        data,
        height=panels.inner + bottom + 14,
        margin={"l": 60, "r": 28, "t": 14, "b": bottom},
        xaxis=_time_axis(TICKS if detail else SHORT_TICKS, 12 if detail else 11),
        yaxis=_change_axis(Score.ANXIETY, ranges[Score.ANXIETY], panels.domains[1]),
        yaxis2=_change_axis(Score.MOOD, ranges[Score.MOOD], panels.domains[0]),
        shapes=[_start_line()],
        annotations=[*_ends(Score.ANXIETY, "y"), *_ends(Score.MOOD, "y2")],
        showlegend=True,
        legend=legend(-32 / panels.inner),
    )


def _change_axis(score: Score, reach: list[float], domain: list[float]) -> Part:
    """0 is the level before. The title says which side is better."""
    better = "below" if score is Score.ANXIETY else "above"
    return {
        "domain": domain,
        "anchor": "x",
        "range": reach,
        "tickvals": list(range(-10, 11, 2)),
        "ticktext": [_tick(value) for value in range(-10, 11, 2)],
        "title": axis_title(f"{score.capitalize()}, change<br>{better} 0 is better"),
        "fixedrange": True,
        "gridcolor": RULE,
        "zeroline": True,
        "zerolinecolor": EDGE,
        "zerolinewidth": 2,
        "showline": False,
    }


def _ends(score: Score, axis: str) -> Iterator[Part]:
    """Which end of the axis is the better one."""
    words = ("worse", "better") if score is Score.ANXIETY else ("better", "worse")
    for text, at, anchor in zip(words, (1, 0), ("top", "bottom"), strict=True):
        yield {
            "text": text,
            "xref": "paper",
            "x": 1,
            "xanchor": "right",
            "yref": f"{axis} domain",
            "y": at,
            "yanchor": anchor,
            "showarrow": False,
            "font": {"size": 11, "color": MUTED},
        }


def _tick(value: int) -> str:
    return "0" if value == 0 else f"{'−' if value < 0 else '+'}{abs(value)}"


def _runs(course: Sequence[band.CoursePoint]) -> Iterator[list[band.CoursePoint]]:
    """Steps that follow one another: nothing is drawn over a step without a median."""
    numbered = enumerate(course)
    firsts = [opens for opens, _ in band.STEPS]
    for _, run in groupby(numbered, lambda pair: firsts.index(pair[1].opens) - pair[0]):
        yield [point for _, point in run]


def _at(point: band.CoursePoint) -> float:
    """The middle of a step on the stretched axis."""
    return (place(point.opens) + place(min(point.closes, AXIS[-1][0]))) / 2


def _band(course: Sequence[band.CoursePoint], axis: str) -> Iterator[Part]:
    for run in _runs(course):
        there = [_at(point) for point in run]
        yield {
            "type": "scatter",
            "mode": "lines",
            "x": there + there[::-1],
            "y": [p.band.high for p in run] + [p.band.low for p in run][::-1],
            "yaxis": f"y{axis}",
            "fill": "toself",
            "fillcolor": RULE,
            "line": {"color": RULE, "width": 6 if len(run) == 1 else 0},
            "hoverinfo": "skip",
            "showlegend": False,
            "meta": "band",
        }


def _middle(course: Sequence[band.CoursePoint], score: Score, axis: str) -> Iterator[Part]:
    line: list[band.CoursePoint | None] = []
    for run in _runs(course):
        line += [*run, None]
    if line:
        yield {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [None if p is None else _at(p) for p in line],
            "y": [None if p is None else p.median for p in line],
            "customdata": [None if p is None else _format_point(p) for p in line],
            "yaxis": f"y{axis}",
            "line": {"color": COLOURS[score], "width": 4},
            "marker": {"symbol": SYMBOLS[score], "size": 9, "color": COLOURS[score]},
            "connectgaps": False,
            "showlegend": False,
            "hovertemplate": f"Middle of %{{customdata}}: {score} %{{y:+.1f}}<extra></extra>",
            "meta": f"middle {score}",
        }


def _format_point(point: band.CoursePoint) -> str:
    session_count = format_count(point.sessions, "session", "sessions")
    first, last = format_elapsed(point.opens), format_elapsed(min(point.closes, 336))
    return f"{session_count}, {first} to {last}"


def _course_keys(courses: Courses) -> list[Part]:
    if not any(courses.values()):
        return []
    return [
        key("Median of the sessions", line={"color": INK, "width": 4}),
        key("its 95 % interval", line={"color": RULE, "width": 10}),
    ]


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
    ends: list[CurvePoint] = []
    for index, trail in enumerate(chosen):
        line = with_gaps(trail.points)
        if line:
            named = _is_free(trail.points[-1], ends)
            ends += [trail.points[-1]] if named else []
            yield _trace(line, score, axis) | {
                "mode": "lines+markers+text",
                "line": {
                    "color": COLOURS[score],
                    "width": 1.6 if index == 0 else 1.2,
                    "dash": SESSION_DASHES[index],
                },
                "opacity": 1 if index == 0 else 0.75,
                "marker": _marker(line, score, 6),
                "text": [""] * (len(line) - 1) + [str(trail.session.number) if named else ""],
                "textposition": "middle right",
                "textfont": {"size": 11, "color": INK},
                "hovertemplate": f"Session {trail.session.number}: {score} %{{y:+.3~g}}"
                "<br>%{customdata} from the start<extra></extra>",
            }


def _is_free(end: CurvePoint, named_ends: Sequence[CurvePoint]) -> bool:
    """Whether a number beside this point covers none beside the others."""
    return all(
        abs(place(end.hours) - place(other.hours)) > 0.6 or abs(end.value - other.value) > 0
        for other in named_ends
    )


def _earlier(chosen: Sequence[Trail], score: Score, axis: str) -> Iterator[Part]:
    """All earlier sessions as one pale trace, broken between sessions: a hundred stay light."""
    line: list[CurvePoint | None] = []
    numbers: list[int | None] = []
    for trail in chosen:
        part: list[CurvePoint | None] = [*with_gaps(trail.points), None]
        line += part
        numbers += [trail.session.number] * len(part)
    if line:
        yield _trace(line, score, axis) | {
            "mode": "lines+markers",
            "line": {"color": COLOURS[score], "width": 1},
            "opacity": 0.32,
            "marker": _marker(line, score, 4),
            "text": [f"Session {number}" for number in numbers],
            "hovertemplate": f"%{{text}}: {score} %{{y:+.3~g}}"
            "<br>%{customdata} from the start<extra></extra>",
        }


def _trace(line: Sequence[CurvePoint | None], score: Score, axis: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [None if p is None else place(p.hours) for p in line],
        "y": [None if p is None else p.value for p in line],
        "customdata": [None if p is None else format_elapsed(p.hours) for p in line],
        "yaxis": f"y{axis}",
        "connectgaps": False,
        "showlegend": False,
        "cliponaxis": False,
        "meta": f"trail {score}",
    }


def _marker(line: Sequence[CurvePoint | None], score: Score, size: int) -> Part:
    """Hollow where less than two hours have passed."""
    early = [p is not None and p.early for p in line]
    full, hollow = SYMBOL_NUMBERS[score]
    symbol = [hollow if e else full for e in early] if any(early) else SYMBOLS[score]
    return {"symbol": symbol, "size": size, "color": COLOURS[score]}
