"""Nothing that came after a session is drawn left of it, and nothing from before right of it."""

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.charts.figures import timeline
from diary.charts.rules import ChartEntry, ChartTreatment, DateWindow, Mark
from diary.charts.rules.time_axis import WallAxis, median_line, parts_of_days
from diary.clinic.figures import draw_timeline as printed
from diary.domain.scores import Score
from tests.charts.builders import chart_entry, diary, session, utc, views_of
from tests.treatments.builders import build_treatment

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland")
START = utc(2026, 10, 20, 0)
moments = st.tuples(st.integers(0, 10 * 24 * 60), st.sampled_from(ZONES))


def _wall(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def _entry(minutes: int, zone: str) -> ChartEntry:
    at = START + timedelta(minutes=minutes)
    wall = _wall(at, zone)
    return ChartEntry(UUID(int=1), at, wall, (wall - timedelta(hours=4)).date(), 5, 5)


def _session(number: int, minutes: int, zone: str) -> ChartTreatment:
    at = START + timedelta(minutes=minutes)
    wall = _wall(at, zone)
    return ChartTreatment(number, wall.date(), build_treatment(starts_at_utc=at, wall=wall))


@given(st.lists(moments, min_size=1, max_size=25), st.lists(moments, max_size=5))
@settings(max_examples=150, deadline=None)
def test_every_point_stays_on_its_side_of_every_session(
    entries: list[tuple[int, str]], starts: list[tuple[int, str]]
) -> None:
    chart_entries = [_entry(*moment) for moment in sorted(entries)]
    sessions = [_session(n, *moment) for n, moment in enumerate(sorted(starts), start=1)]
    axis = WallAxis(sessions)
    marks = axis.sessions
    parts = parts_of_days(chart_entries, Score.MOOD, axis)
    points = [(c.at, c.at, axis.place(c.at, c.wall)) for c in chart_entries]
    points += [(part.first, part.last, part.place) for part in parts]
    for each, mark in zip(axis.ordered, marks, strict=True):
        for first, last, place in points:
            if first >= each.at:
                assert place >= mark
            else:
                assert last < each.at
                assert place <= mark
    assert list(marks) == sorted(marks)
    assert [p.place for p in parts] == sorted(p.place for p in parts)


def test_an_entry_stands_at_its_own_time_unless_travel_would_cross_a_session() -> None:
    flown = _session(1, 600, "Europe/Berlin")  # 12:00 on that wall
    landed = _entry(700, "America/New_York")  # 07:40 there, an hour and more after it
    axis = WallAxis([flown])
    assert axis.place(landed.at, landed.wall) == flown.wall
    home = _entry(700, "Europe/Berlin")
    assert axis.place(home.at, home.wall) == home.wall


def _xs(node: object, meta: str) -> list[str]:
    assert isinstance(node, dict)
    return [x for t in node["data"] if t.get("meta") == meta for x in t["x"] if x]


@pytest.mark.parametrize("start", [utc(2026, 11, 15, 23, 30), utc(2026, 11, 18, 1)])
def test_the_line_falls_right_of_a_session_at_night(start: datetime) -> None:
    before = [chart_entry(start - timedelta(hours=h), 8) for h in (62, 50, 38, 26, 14, 3)]
    after = [chart_entry(start + timedelta(minutes=m), 3) for m in (30, 90, 600, 1500)]
    one = session(1, start)
    (view, *_) = views_of([*before, *after], [one])
    spec = json.loads(view.figure_json or "")
    (line,) = [t for t in spec["data"] if t["meta"] == "median anxiety"]
    mark = spec["layout"]["shapes"][0]["x0"]
    points = list(zip(line["x"], line["y"], strict=True))
    assert {y for x, y in points if x < mark} == {8}
    assert (mark, 8) in points  # level as far as the session
    assert {y for x, y in points if x > mark} == {3}


def test_a_change_of_medication_after_a_session_is_marked_right_of_it() -> None:
    flown = _session(1, 600, "Europe/Berlin")
    landed = _entry(700, "America/New_York")
    mark = Mark("medication", landed.wall, "Dose up", landed.day, landed.at)
    window = DateWindow(landed.day, landed.day)
    spec = timeline([landed], [flown], [mark], window, detail=True)
    assert _xs(spec, "marks") == [spec["layout"]["shapes"][0]["x0"]]
    # and what the pointer reads is the time as it was entered
    (dots,) = [t for t in spec["data"] if t["meta"] == "entries mood"]
    assert dots["customdata"] == ["Tue 20 Oct 2026, 07:40"]


def test_on_paper_the_line_falls_right_of_the_session_too() -> None:
    start = utc(2026, 11, 15, 23, 30)
    before = [chart_entry(start - timedelta(hours=h), 8) for h in (50, 26, 3)]
    after = [chart_entry(start + timedelta(minutes=m), 3) for m in (30, 90, 1500)]
    window = DateWindow(before[0].day, after[-1].day)
    svg = printed([*before, *after], [session(1, start)], window, "")
    mark = float(re.findall(r'<line x1="([\d.]+)"[^>]*stroke-dasharray="1 2"', svg)[0])
    (path, *_) = re.findall(r'd="M([^"Z]+)" fill="none"', svg)
    places = [tuple(map(float, place.split())) for place in path.split("L")]
    assert len({y for x, y in places if x > mark}) == 1
    assert all(y == next_y for (x, y), (_, next_y) in pairwise(places) if x < mark)


def test_what_is_drawn_after_midnight_of_the_last_day_stays_on_the_paper() -> None:
    late = chart_entry(utc(2026, 11, 21, 3))
    svg = printed([late], [], DateWindow(late.day, late.day), "")
    assert all(float(x) <= 714 for x in re.findall(r'c[x]="([\d.]+)"', svg))


@pytest.mark.parametrize("count", [100, 250, 500])
def test_on_paper_numbers_and_lines_of_sessions_stay_apart(count: int) -> None:
    chart_entries, sessions, _ = diary(days=730, count=count)
    svg = printed(
        chart_entries, sessions, DateWindow(chart_entries[0].day, chart_entries[-1].day), ""
    )
    lines = [float(x) for x in re.findall(r'<line x1="([\d.]+)"[^>]*stroke-dasharray="1 2"', svg)]
    assert all(b - a >= 4.9 for a, b in pairwise(lines))
    numbers = re.findall(r'<text x="([\d.]+)" y="9.0"[^>]*>(\d+)<', svg)
    ends = [(float(x) - 1.9 * len(n), float(x) + 1.9 * len(n)) for x, n in numbers]
    assert len(ends) > 20
    assert all(right < left for (_, right), (left, _) in pairwise(ends))
    assert svg.count('stroke-width="0.4"') == (0 if len(lines) == count else count)


@given(st.lists(moments, min_size=2, max_size=25), st.lists(moments, min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_no_slope_of_the_line_lies_left_of_the_session_before_its_end(
    entries: list[tuple[int, str]], starts: list[tuple[int, str]]
) -> None:
    chart_entries = [
        replace(_entry(*moment), mood=number % 11) for number, moment in enumerate(sorted(entries))
    ]
    sessions = [_session(n, *moment) for n, moment in enumerate(sorted(starts), start=1)]
    axis = WallAxis(sessions)
    xs, ys = median_line(parts_of_days(chart_entries, Score.MOOD, axis), axis)
    assert xs == sorted(xs)
    for (left, y), (right, next_y) in pairwise(zip(xs, ys, strict=True)):
        if y is not None and next_y is not None and y != next_y:
            # no mark lies inside a slope
            assert not any(left < mark < right for mark in axis.sessions)
