"""Chart 4: side effects as stacked bars: plain mild, hatched moderate, dark severe."""

from collections.abc import Sequence

from diary.charts.figures.parts import (
    CLEAR,
    INK,
    MUTED,
    PAPER,
    RULE,
    Figure,
    Part,
    axis_title,
    count_axis,
    figure,
    legend,
)
from diary.charts.rules import ChartTreatment
from diary.charts.rules.effects import Tally
from diary.charts.rules.values import SEVERITIES
from diary.charts.rules.words import format_plain

FILLS: dict[str, Part] = {
    "mild": {"color": RULE, "line": {"color": MUTED, "width": 1}},
    "moderate": {
        "color": PAPER,
        "line": {"color": MUTED, "width": 1},
        "pattern": {"shape": "/", "bgcolor": RULE, "fgcolor": INK, "size": 7, "solidity": 0.25},
    },
    "severe": {"color": INK, "line": {"color": INK, "width": 1}},
}


def by_hours(tallies: Sequence[Tally], *, detail: bool) -> Figure:
    """Entries with a side effect, by hours since the session, at the worst each entry named."""
    ticks = [f"{t.label.replace(' ', '<br>')}<br>of {t.answered}" for t in tallies]
    return _upright(tallies, ticks, "entries with a side effect", 260 if detail else 240)


def by_session(tallies: Sequence[tuple[ChartTreatment, Tally]], *, detail: bool) -> Figure:
    """How many different side effects followed each session, in order of time."""
    every = -(-len(tallies) // (24 if detail else 9))
    ticks = [
        str(session.number) if index % every == 0 else "" for index, (session, _) in
        enumerate(tallies)
    ]  # fmt: skip
    chart = _upright(
        [t for _, t in tallies], ticks, "different side effects", 240 if detail else 220
    )
    chart["layout"]["xaxis"]["title"] = axis_title("session")
    return chart


def by_kind(tallies: Sequence[Tally], sessions: int) -> Figure:
    """In how many sessions each side effect was reported, at its worst there."""
    names = [format_plain(tally.label[:1].upper() + tally.label[1:]) for tally in tallies]
    places = list(range(len(tallies)))
    bars: list[Part] = [
        _bar(severity, places, [t.of(severity) for t in tallies], names, flat=True)
        for severity in SEVERITIES
    ]
    height = 34 * len(tallies) + 84
    return figure(
        bars,
        height=height,
        barmode="stack",
        bargap=0.4,
        margin={"l": 12, "r": 16, "t": 8, "b": 76},
        xaxis=count_axis(sessions, f"sessions, of {sessions}"),
        yaxis={
            "tickvals": places,
            "ticktext": names,
            "range": [len(tallies) - 0.5, -0.5],
            "automargin": True,
            "ticks": "outside",
            "ticklen": 6,
            "tickcolor": CLEAR,
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
        },
        showlegend=True,
        legend=legend(-48 / (height - 84)),
    )


def _upright(tallies: Sequence[Tally], ticks: Sequence[str], title: str, plot: int) -> Figure:
    places = list(range(len(tallies)))
    names = [format_plain(tally.label) for tally in tallies]
    most = max((t.reported for t in tallies), default=0)
    return figure(
        [
            _bar(severity, places, [t.of(severity) for t in tallies], names)
            for severity in SEVERITIES
        ],
        height=plot + 92,
        barmode="stack",
        bargap=0.35,
        margin={"l": 48, "r": 12, "t": 8, "b": 84},
        xaxis={
            "tickvals": places,
            "ticktext": list(ticks),
            "range": [-0.6, len(tallies) - 0.4],
            "tickangle": 0,
            "tickfont": {"size": 11},
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
        },
        yaxis=count_axis(most, title),
        showlegend=True,
        legend=legend(-60 / plot),
    )


def _bar(
    severity: str, places: list[int], counts: list[int], names: Sequence[str], *, flat: bool = False
) -> Part:
    value = "%{x}" if flat else "%{y}"
    heights = [number or None for number in counts]  # of nothing Plotly would draw the outline
    return {
        "type": "bar",
        "orientation": "h" if flat else "v",
        "name": severity,
        "x": heights if flat else places,
        "y": places if flat else heights,
        "customdata": list(names),
        "marker": FILLS[severity] if len(places) < 40 else _unlined(FILLS[severity]),
        "hovertemplate": f"%{{customdata}}: {value} {severity}<extra></extra>",
        "meta": f"effects {severity}",
    }


def _unlined(fill: Part) -> Part:
    """Bars a few pixels wide would be all outline."""
    return fill | {"line": {"width": 0}}
