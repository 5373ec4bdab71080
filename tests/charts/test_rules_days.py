"""Medians of the days, gaps, and the days a chart covers."""

from datetime import date, timedelta

from diary.charts.rules.days import daily, window_of
from diary.charts.rules.time_axis import WallAxis, median_line, parts_of_days
from diary.domain.scores import Score
from tests.charts.builders import TODAY, chart_entry, session, utc


def test_a_day_knows_its_median_and_its_range() -> None:
    stats = daily([chart_entry(utc(2026, 5, 1, h), a) for h, a in ((8, 3), (9, 4), (20, 9))],
                  Score.ANXIETY)  # fmt: skip
    assert [(s.median, s.low, s.high, s.count) for s in stats] == [(4, 3, 9, 3)]


def test_an_entry_after_midnight_belongs_to_the_diary_day() -> None:
    stats = daily([chart_entry(utc(2026, 5, 1, 22)), chart_entry(utc(2026, 5, 2, 3))], Score.MOOD)
    assert [s.day for s in stats] == [date(2026, 5, 1)]


def test_a_score_left_out_is_no_zero() -> None:
    assert daily([chart_entry(utc(2026, 5, 1), anxiety=None)], Score.ANXIETY) == ()


def test_just_48_hours_are_no_gap_and_more_are_one() -> None:
    start = utc(2026, 5, 1)
    steps = (0, 48, 96.1)
    entries = [chart_entry(start + timedelta(hours=h)) for h in steps]
    axis = WallAxis([])
    assert median_line(parts_of_days(entries, Score.MOOD, axis), axis)[1] == [5, 5, None, 5]


def test_the_window_runs_from_the_first_row_to_today() -> None:
    window = window_of([chart_entry(utc(2026, 11, 1))], [session(1, utc(2026, 10, 20))], TODAY)
    assert (window.start, window.end, window.days) == (date(2026, 10, 20), TODAY, 33)


def test_a_diary_that_fell_quiet_long_ago_ends_at_its_last_entry() -> None:
    window = window_of([chart_entry(utc(2012, 8, 13)), chart_entry(utc(2013, 4, 8))], [], TODAY)
    assert window.end == date(2013, 4, 8)


def test_a_chosen_start_keeps_the_empty_days_in_sight() -> None:
    window = window_of([chart_entry(utc(2026, 11, 20))], [], TODAY, TODAY - timedelta(days=29))
    assert window.days == 30


def test_an_empty_diary_has_a_window_of_today() -> None:
    assert window_of([], [], TODAY).days == 1
