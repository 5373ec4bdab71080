"""The small picture: nothing that followed a session is drawn left of its mark."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from diary.entries.figures import Sparkline, daily, sparkline

TODAY = date(2026, 11, 30)
START = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
DAY = date(2026, 11, 20)


def _picture(hours: Sequence[float], start: datetime = START) -> Sparkline:
    """8 before the session and 2 after it, at these hours from its start."""
    entries = [(start + timedelta(hours=h), 2 if h >= 0 else 8) for h in hours]
    days = daily(
        [(at, (at - timedelta(hours=4)).date(), value, None) for at, value in entries],
        [(DAY, start)],
    )
    found = sparkline(days, TODAY, [DAY])
    assert found is not None
    return found


def _points(found: Sparkline) -> list[tuple[float, float]]:
    return [
        (float(x), float(y))
        for line in found.anxiety.lines
        for x, y in (point.split(",") for point in line.split())
    ]


def test_a_day_with_a_session_has_two_parts_and_is_one_day() -> None:
    found = _picture([-14, -3, 0.5, 1])
    assert found.words == "Last 30 days, 1 with an entry, 1 session: anxiety from 2 to 8."
    (mark,) = found.sessions
    assert {x < mark for x, _ in _points(found)} == {True, False}


@given(st.lists(st.integers(-200, 200), min_size=2, max_size=20))
def test_the_line_leaves_its_level_only_right_of_the_session(hours: list[int]) -> None:
    found = _picture(hours)
    (mark,) = found.sessions
    high = {y for x, y in _points(found) if x < mark}
    low = {y for x, y in _points(found) if x > mark}
    assert len(high) <= 1
    assert len(low) <= 1
    for line in found.anxiety.lines:
        xs = [float(point.split(",")[0]) for point in line.split()]
        if xs[0] < mark < xs[-1]:
            assert mark in xs
