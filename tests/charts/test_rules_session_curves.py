"""Elapsed time from a session, and what belongs to it."""

from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from diary.charts.rules.session_curves import (
    AXIS,
    CurvePoint,
    place,
    session_before,
    trails,
    with_gaps,
)
from diary.charts.rules.values import hours_between
from diary.domain.scores import Score
from tests.charts.builders import chart_entry, session, utc


def test_elapsed_time_is_right_across_a_change_of_the_clocks() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before = utc(2026, 10, 24, 22).astimezone(berlin)  # 00:00 summer time
    after = utc(2026, 10, 25, 2).astimezone(berlin)  # 03:00 winter time
    assert hours_between(before, after) == 4


def test_elapsed_time_is_the_same_from_any_zone() -> None:
    start, end = utc(2026, 3, 29, 0), utc(2026, 3, 29, 5)
    zones = [ZoneInfo("Europe/London"), ZoneInfo("Asia/Kathmandu"), timezone(-timedelta(hours=9))]
    trailed = {
        trails([chart_entry(end.astimezone(z))], [session(1, start.astimezone(y))], Score.ANXIETY)[
            0
        ].points
        for z in zones
        for y in zones
    }
    assert trailed == {(CurvePoint(5.0, 5),)}


def test_a_trail_is_cut_where_the_next_session_starts() -> None:
    first, second = session(1, utc(2026, 5, 1)), session(2, utc(2026, 5, 4))
    entries = [chart_entry(utc(2026, 5, d), anxiety=d) for d in (2, 4, 5)]
    one, two = trails(entries, [second, first], Score.ANXIETY)
    assert [p.value for p in one.points] == [2]
    assert [p.hours for p in two.points] == [0, 24]


def test_what_follows_the_session_before_stays_out_of_what_goes_before_this_one() -> None:
    first, second = session(1, utc(2026, 5, 1, 9)), session(2, utc(2026, 5, 1, 20))
    entries = [chart_entry(utc(2026, 5, 1, 8), 8), chart_entry(utc(2026, 5, 1, 12), 4)]
    one, two = trails(entries, [first, second], Score.ANXIETY)
    assert [p.value for p in one.points] == [8, 4]
    assert [p.value for p in two.points] == [4]


def test_a_trail_reaches_from_24_hours_before_to_14_days_after() -> None:
    start = utc(2026, 5, 1)
    steps = [timedelta(hours=h) for h in (-24.1, -24, 0, 336, 336.1)]
    (trail,) = trails([chart_entry(start + s) for s in steps], [session(1, start)], Score.MOOD)
    assert [p.hours for p in trail.points] == [-24, 0, 336]


def test_entries_under_two_hours_are_early() -> None:
    assert [CurvePoint(h, 5).early for h in (-0.1, 0, 1.9, 2)] == [False, True, True, False]


def test_over_48_hours_without_an_entry_break_a_trail() -> None:
    line = with_gaps([CurvePoint(1, 5), CurvePoint(49, 5), CurvePoint(97.5, 5)])
    assert [p and p.hours for p in line] == [1, 49, None, 97.5]


@pytest.mark.parametrize(("hours", "where"), AXIS)
def test_every_tick_lies_where_the_axis_bends(hours: float, where: float) -> None:
    assert place(hours) == where


def test_the_stretched_axis_never_turns_back() -> None:
    places = [place(h / 10) for h in range(-240, 3361)]
    assert places == sorted(places)
    assert len(set(places)) > 3000


def test_an_entry_belongs_to_the_latest_session_that_had_started() -> None:
    ordered = [session(1, utc(2026, 5, 1)), session(2, utc(2026, 5, 4))]
    numbers = [
        s and s.number
        for s in (session_before(chart_entry(utc(2026, 5, d)), ordered) for d in (1, 3, 4, 9))
    ]
    assert numbers == [1, 1, 2, 2]
    assert session_before(chart_entry(utc(2026, 4, 30)), ordered) is None
