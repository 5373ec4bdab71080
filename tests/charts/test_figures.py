"""Figures that show every point, invent none, and say their direction."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plotly import graph_objects as go

from diary.charts.figures import as_json
from diary.charts.rules import ChartEntry, ChartTreatment, Mark
from tests.charts.builders import chart_entry, diary, session, utc, views_of, vitals_of, week_before

WILD = "a<b>c</b> & </script><img src=x onerror=alert(1)> %{x} \u202e"
Spec = dict[str, Any]


def specs(
    chart_entries: Any, sessions: Any = (), marks: Any = (), detail: bool = False
) -> dict[str, Spec]:
    views = views_of(chart_entries, sessions, marks, detail=detail)
    return {v.id: json.loads(v.figure_json) for v in views if v.figure_json is not None}


def traces(spec: Spec, meta: str) -> list[Spec]:
    return [t for t in spec["data"] if t.get("meta") == meta]


def points(spec: Spec, meta: str) -> list[tuple[Any, Any]]:
    return [
        (x, y)
        for t in traces(spec, meta)
        for x, y in zip(t["x"], t["y"], strict=True)
        if y is not None
    ]


def texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        yield from (text for value in node.values() for text in texts(value))
    elif isinstance(node, list):
        yield from (text for value in node for text in texts(value))


@pytest.mark.parametrize("detail", [False, True])
def test_every_entry_is_a_point(detail: bool) -> None:
    chart_entries, sessions, marks = diary(days=120, per_day=3)
    timeline = specs(chart_entries, sessions, marks, detail)["timeline"]
    for score in ("anxiety", "mood"):
        drawn = points(timeline, f"entries {score}")
        assert drawn == [
            (c.wall.isoformat(timespec="minutes"), getattr(c, score)) for c in chart_entries
        ]


@pytest.mark.parametrize("detail", [False, True])
def test_every_entry_near_a_session_is_a_point_of_the_overlay(detail: bool) -> None:
    chart_entries, sessions, _ = diary(days=170, count=9)
    overlay = specs(chart_entries, sessions, detail=detail)["after-sessions"]
    near = sum(
        timedelta(hours=-24) <= c.at - s.at <= timedelta(days=14)
        and not any(s.at < o.at <= c.at or c.at < o.at < s.at for o in sessions)
        for c in chart_entries
        for s in sessions
    )
    assert len(points(overlay, "trail anxiety")) == near > 50


def test_gaps_stay_gaps() -> None:
    start = utc(2026, 11, 1)
    found = specs([chart_entry(start + timedelta(days=d)) for d in (0, 1, 5, 6)])
    (line,) = traces(found["timeline"], "median anxiety")
    assert line["connectgaps"] is False
    assert line["y"] == [5, 5, None, 5, 5]


@given(st.sets(st.integers(0, 60), max_size=40))
@settings(max_examples=20, deadline=None)
def test_deleting_entries_moves_no_other(gone: set[int]) -> None:
    chart_entries, sessions, _ = diary(days=60, count=2)
    fewer = [c for n, c in enumerate(chart_entries) if n not in gone]
    all_charts, some = specs(chart_entries, sessions), specs(fewer, sessions)
    whole = points(all_charts["timeline"], "entries mood")
    assert set(points(some["timeline"], "entries mood")) <= set(whole)
    if "after-sessions" in some:
        # what they are compared with may move; where they stand may not
        here, there = (points(c["after-sessions"], "trail mood") for c in (some, all_charts))
        assert {x for x, _ in here} <= {x for x, _ in there}


def test_every_score_axis_is_fixed_and_says_which_way_is_better() -> None:
    found = specs(*diary())
    overlay = found["after-sessions"]["layout"]
    assert overlay["yaxis"]["title"]["text"] == "Anxiety, change<br>below 0 is better"
    assert overlay["yaxis2"]["title"]["text"] == "Mood, change<br>above 0 is better"
    for chart in ("timeline", "by-session"):
        layout = found[chart]["layout"]
        assert layout["yaxis"]["title"]["text"] == "Anxiety<br>lower is better"
        assert layout["yaxis2"]["title"]["text"] == "Mood<br>higher is better"
        assert layout["yaxis"]["range"] == layout["yaxis2"]["range"] == [-0.5, 10.5]
        # and each end of an axis says what it is
        assert layout["yaxis"]["ticktext"] == ["0<br>none", "5", "10<br>most"]
        assert layout["yaxis2"]["ticktext"] == ["0<br>worst", "5", "10<br>best"]
    ends = {(a["yref"], a["y"], a["text"]) for a in overlay["annotations"]}
    assert ends == {
        ("y domain", 1, "worse"),
        ("y domain", 0, "better"),
        ("y2 domain", 1, "better"),
        ("y2 domain", 0, "worse"),
    }


@pytest.mark.parametrize("detail", [False, True])
def test_a_thumb_can_scroll_past_every_chart(detail: bool) -> None:
    found = specs(*diary(), detail=detail)
    assert len(found) == (7 if detail else 6)
    for spec in found.values():
        layout = spec["layout"]
        assert layout["dragmode"] is False
        assert "template" not in layout
        axes = [layout[key] for key in layout if key[1:5] == "axis"]
        assert all(axis["fixedrange"] for axis in axes)


@pytest.mark.parametrize("count", [10, 120, 500])
@pytest.mark.parametrize(("detail", "px"), [(False, 290), (True, 640)])
def test_lines_of_sessions_stay_apart_and_no_session_is_lost(
    count: int, detail: bool, px: int
) -> None:
    chart_entries, sessions, _ = diary(days=730, count=count)
    spec = specs(chart_entries, sessions, detail=detail)["timeline"]
    start, end = (datetime.fromisoformat(each) for each in spec["layout"]["xaxis"]["range"])
    lines = [datetime.fromisoformat(shape["x0"]) for shape in spec["layout"]["shapes"]]
    ticks = [tick for part in traces(spec, "session ticks") for tick in part["x"][::3]]
    assert all((b - a) / (end - start) * px >= 5 for a, b in pairwise(lines))
    whole = len(lines) == count
    assert ticks == ([] if whole else [f"{s.wall:%Y-%m-%dT%H:%M}" for s in sessions])
    assert len(lines) >= 10 if whole else len(lines) > 30
    named = [note["text"].split(":")[0] for note in spec["layout"]["annotations"]]
    assert len(named) >= 5
    drawn = {s.number for s in sessions if s.wall in lines}
    assert {int(number) for number in named} <= drawn


def test_few_sessions_carry_route_and_dose() -> None:
    chart_entries, sessions, _ = diary(days=90, count=2)
    labels = specs(chart_entries, sessions)["timeline"]["layout"]["annotations"]
    assert [label["text"] for label in labels] == ["1: IV 40 mg", "2: Nasal spray 56 mg"]


def test_no_words_of_a_patient_are_read_as_markup() -> None:
    start = utc(2026, 11, 10)
    entry = chart_entry(start + timedelta(hours=1), effects=(("other", WILD, "mild"),))
    mark = Mark("medication", start.replace(tzinfo=None), WILD)
    entries = [*week_before(start), entry, chart_entry(start + timedelta(hours=24))]
    found = specs(entries, [session(1, start, WILD, vitals_of(start))], [mark], detail=True)
    assert len(found) == 7
    for spec in found.values():
        for text in texts(spec):
            bare = text.replace("<br>", "").replace("<extra></extra>", "")
            assert "<" not in bare
            assert ">" not in bare


def test_a_severity_that_nobody_named_is_no_bar_and_no_line() -> None:
    start = utc(2026, 11, 10)
    entry = chart_entry(start + timedelta(hours=1), effects=(("nausea", "nausea", "mild"),))
    found = specs([*week_before(start), entry], [session(1, start)], detail=True)
    bars = [bar for spec in found.values() for bar in spec["data"] if bar["type"] == "bar"]
    assert len(bars) == 9
    for bar in bars:
        counts = bar["x"] if bar["orientation"] == "h" else bar["y"]
        named = bar["name"] == "mild"
        assert [count for count in counts if count is not None] == [1] * named


def test_a_templates_marks_in_a_patients_words_stay_words() -> None:
    start = utc(2026, 11, 10)
    mark = Mark("visit", start.replace(tzinfo=None), "%{x} hidden")
    spec = specs([chart_entry(start)], (), [mark])["timeline"]
    templates = [t["hovertemplate"] for t in spec["data"] if "hovertemplate" in t]
    assert not any("hidden" in template for template in templates)


def test_the_json_cannot_close_its_script_element() -> None:
    text = as_json({"layout": {"x": "</script>\u2028&"}, "data": []})
    assert not set(text) & set("<>&\u2028")
    assert json.loads(text)["layout"]["x"] == "</script>\u2028&"


@pytest.mark.parametrize("detail", [False, True])
def test_plotly_accepts_every_figure_whole(detail: bool) -> None:
    for spec in specs(*diary(days=90, count=8), detail=detail).values():
        go.Figure(spec)


def test_early_entries_are_hollow() -> None:
    start = utc(2026, 11, 10)
    entries = [*week_before(start)[1:], *(chart_entry(start + timedelta(hours=h)) for h in (1, 3))]
    spec = specs(entries, [session(1, start)])["after-sessions"]
    assert [t["marker"]["symbol"] for t in traces(spec, "trail anxiety")] == [
        [100, 0]  # Plotly's numbers of the hollow and the full circle
    ]


def test_the_overlay_shows_the_change_from_before() -> None:
    start = utc(2026, 11, 10)
    entries = [*week_before(start, anxiety=8), chart_entry(start + timedelta(hours=24), anxiety=3)]
    spec = specs(entries, [session(1, start)])["after-sessions"]
    assert (2.9, -5) in points(spec, "trail anxiety")
    assert traces(spec, "middle anxiety") == []  # one session has no middle


def test_three_sessions_have_a_middle_with_a_band_around_it() -> None:
    spec = specs(*diary(days=120, count=3))["after-sessions"]
    (middle,) = traces(spec, "middle anxiety")
    bands = traces(spec, "band")
    assert len([y for y in middle["y"] if y is not None]) >= 5
    assert bands
    assert all(len(band["x"]) == len(band["y"]) for band in bands)
    assert all(band["hoverinfo"] == "skip" for band in bands)


def test_session_by_session_shows_before_the_next_day_and_a_week_later() -> None:
    start = utc(2026, 11, 1)
    after = [chart_entry(start + timedelta(hours=h), a) for h, a in ((24, 3), (168, 6))]
    spec = specs([*week_before(start, anxiety=8), *after], [session(1, start)])["by-session"]
    assert [y for _, y in points(spec, "levels anxiety")] == [8, 3, 6]
    assert spec["layout"]["xaxis"]["ticktext"] == ["1<br>1 Nov<br>IV 40 mg"]


def test_what_the_next_session_cut_is_absent_and_said_in_the_table() -> None:
    first, second = utc(2026, 11, 1), utc(2026, 11, 5)
    entries = [*week_before(first), *(chart_entry(first + timedelta(days=d)) for d in range(1, 14))]
    views = views_of(entries, [session(1, first), session(2, second)])
    view = next(v for v in views if v.id == "by-session")
    spec = json.loads(view.figure_json or "")
    assert len(points(spec, "levels anxiety")) == 5  # no week later for the first
    assert view.table is not None
    assert view.table.rows[0][-1] == "next session"


def test_a_hundred_sessions_are_one_trace_a_score() -> None:
    spec = specs(*diary(days=730, count=100))["by-session"]
    assert len(traces(spec, "levels anxiety")) == 1
    assert sum(text != "" for text in spec["layout"]["xaxis"]["ticktext"]) <= 10


def test_the_days_range_is_drawn_where_a_day_has_several_entries() -> None:
    entries = [chart_entry(utc(2026, 11, 10, h), a) for h, a in ((8, 3), (12, 4), (20, 9))]
    (bars,) = traces(specs(entries)["timeline"], "range anxiety")
    assert bars["y"] == [3, 9, None]


def test_vitals_stand_at_their_minute_or_at_the_edge_named_for_it() -> None:
    start = utc(2026, 11, 10)
    timed = session(1, start, vitals=vitals_of(start))
    untimed = session(2, start + timedelta(days=2), vitals=vitals_of(start, timed=False))
    spec = specs([chart_entry(start)], [timed, untimed])["vitals"]
    ticks = spec["layout"]["xaxis"]
    edge = dict(zip(ticks["ticktext"], ticks["tickvals"], strict=True))
    places = {x for x, _ in points(spec, "vitals systolic")}
    assert places == {-10, 20, 40, 110, edge["before"], edge["leaving"]}


scores = st.none() | st.integers(0, 10)
kinds = st.tuples(
    st.sampled_from(["nausea", "other"]), st.text(max_size=80), st.sampled_from(
        ["mild", "moderate", "severe"]),
)  # fmt: skip
moments = st.integers(0, 900 * 24 * 60).map(lambda m: utc(2024, 6, 1) + timedelta(minutes=m))
checkins_made = st.builds(
    chart_entry, moments, scores, scores, st.lists(kinds, max_size=2).map(tuple), st.booleans()
)


@given(
    st.lists(checkins_made, max_size=12),
    st.lists(st.tuples(moments, st.text(max_size=80), st.booleans()), max_size=8),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_no_diary_stops_the_charts(
    chart_entries: list[ChartEntry], starts: list[tuple[Any, str, bool]], detail: bool
) -> None:
    sessions: list[ChartTreatment] = [
        session(n, at, label, vitals_of(at, timed)) for n, (at, label, timed) in enumerate(starts)
    ]
    marks = [Mark("visit", at.replace(tzinfo=None), label) for at, label, _ in starts]
    for view in views_of(chart_entries, sessions, marks, detail=detail):
        assert view.reading
        assert "None" not in view.reading


def test_not_a_number_is_refused_rather_than_sent() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        as_json({"data": [float("nan")]})
