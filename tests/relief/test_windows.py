"""The change in five windows, each only where nothing but one session lies behind it."""

from datetime import timedelta
from statistics import median

import pytest
from hypothesis import given, settings

from diary.domain.scores import Direction
from diary.relief.windows import NEXT_DAY, WINDOWS, ChangeWindow, WindowChange, WindowStatus
from tests.relief.builders import at, entries, session, told_of, week
from tests.relief.diaries import Diary, diaries

NAMES = [window.name for window in WINDOWS]


def ana(
    pairs: list[tuple[float, float]], name: str, now: float = 400, until: float = 0
) -> WindowChange:
    """A week at 8, a session, these entries, and a second session where there is one."""
    sessions = [session(1), *([session(2, until)] if until else [])]
    found = told_of([*week(8), *entries(pairs)], sessions, now=at(now))
    return found.sessions[0].change(name)


def test_the_windows_are_those_of_the_design() -> None:
    assert [(w.name, w.opens, w.closes) for w in WINDOWS] == [
        ("2h", 0.5, 4),
        ("4h", 3, 8),
        ("24h", 18, 36),
        ("72h", 60, 84),
        ("7d", 144, 192),
    ]
    assert NEXT_DAY.name == "24h"


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: window.name)
def test_both_edges_lie_inside(window: ChangeWindow) -> None:
    found = ana([(window.opens, 4), (window.closes, 6)], window.name)
    assert (found.status, found.level, found.change) == (WindowStatus.MEASURED, 5, -3)
    assert found.entries == 2


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: window.name)
def test_a_second_beyond_an_edge_lies_outside(window: ChangeWindow) -> None:
    second = 1 / 3600
    found = ana([(window.opens - second, 4), (window.closes + second, 6)], window.name)
    assert found == WindowChange(window, WindowStatus.NO_SCORE)


def test_the_change_is_the_median_less_the_level_before() -> None:
    found = ana([(20, 2), (24, 5), (30, 4)], "24h")
    assert (found.level, found.change, found.entries) == (4, -4, 3)


def test_mood_that_rose_has_risen() -> None:
    found = told_of([*week(3), *entries([(24, 7)])], [session()], better=Direction.HIGHER)
    assert found.sessions[0].change("24h").change == 4


def test_entries_of_the_first_two_hours_are_counted_apart() -> None:
    found = ana([(0.5, 1), (1.9, 1), (2, 6)], "2h")
    assert (found.level, found.entries, found.early) == (1, 3, 2)


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: window.name)
def test_a_window_that_the_next_session_reaches_has_no_number(window: ChangeWindow) -> None:
    pairs = [(window.opens, 4.0)]
    assert ana(pairs, window.name, until=window.closes) == WindowChange(
        window, WindowStatus.NEXT_SESSION
    )
    assert ana(pairs, window.name, until=window.closes + 0.01).status is WindowStatus.MEASURED


def test_a_window_that_is_still_open_is_not_yet() -> None:
    assert ana([], "24h", now=35.9).status is WindowStatus.NOT_YET
    assert ana([], "24h", now=36).status is WindowStatus.NO_SCORE


def test_a_window_without_a_week_before_has_a_level_and_no_change() -> None:
    found = told_of(entries([(24, 5)]), [session()]).sessions[0].change("24h")
    assert found == WindowChange(NEXT_DAY, WindowStatus.NO_BASELINE, 5, None, 1, 0)


@given(diaries())
@settings(max_examples=60, deadline=None)
def test_each_window_is_what_a_reader_would_count(diary: Diary) -> None:
    found, starts = diary.analysed(), [*diary.starts(), None]
    known = {one for one in diary.entries if one.at <= diary.now}
    for one, following in zip(found.sessions, starts[1:], strict=True):
        for each in one.changes:
            opens, closes = (
                one.session.at + timedelta(hours=h) for h in (each.window.opens, each.window.closes)
            )
            if following is not None and following <= closes:
                assert each == WindowChange(each.window, WindowStatus.NEXT_SESSION)
                continue
            inside = [e.value for e in known if opens <= e.at <= closes]
            assert each.entries == len(inside)
            assert each.level == (median(inside) if inside else None)
            base = one.baseline.value
            either = None in (each.level, base)
            assert each.change == (None if either else median(inside) - (base or 0))
