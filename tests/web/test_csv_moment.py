from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diary.web.csv_moment import Home, Moment, read_moment

# a busy machine is no fault of the code
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
HOME = Home("Europe/Amsterdam", ZoneInfo("Europe/Amsterdam"))
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def moment(text: str) -> Moment:
    found = read_moment(text, HOME, NOW)
    assert isinstance(found, Moment), found
    return found


@unhurried
@given(st.text())
def test_any_words_get_an_answer(text: str) -> None:
    assert read_moment(text, HOME, NOW)


@unhurried
@given(
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59)),
    st.integers(-23 * 60, 23 * 60),
)
def test_any_year_and_offset_get_an_answer(wall: datetime, minutes: int) -> None:
    sign, size = "-" if minutes < 0 else "+", abs(minutes)
    text = f"{wall.isoformat()}{sign}{size // 60:02d}:{size % 60:02d}"
    found = read_moment(text, HOME, NOW)
    if isinstance(found, Moment):
        assert found.at == found.wall.replace(tzinfo=UTC) - timedelta(minutes=minutes)
        assert found.wall == wall.replace(microsecond=0)


def test_a_time_with_homes_offset_gets_homes_zone() -> None:
    assert moment("2012-08-13T08:58:56+02:00") == Moment(
        datetime(2012, 8, 13, 6, 58, 56, tzinfo=UTC),
        datetime(2012, 8, 13, 8, 58, 56),
        "Europe/Amsterdam",
    )


def test_a_time_with_another_offset_keeps_it() -> None:
    found = moment("2012-08-13T08:58:56+05:45")
    assert found.zone == "+05:45"
    assert found.wall == datetime(2012, 8, 13, 8, 58, 56)


@pytest.mark.parametrize(
    ("text", "hour"), [("2025-10-26T02:30:00+02:00", 0), ("2025-10-26T02:30:00+01:00", 1)]
)
def test_the_offset_tells_the_two_hours_of_autumn_apart(text: str, hour: int) -> None:
    assert moment(text).at == datetime(2025, 10, 26, hour, 30, tzinfo=UTC)
    assert moment(text).zone == "Europe/Amsterdam"


def test_a_time_that_home_skipped_in_spring_keeps_its_offset() -> None:
    assert moment("2025-03-30T02:30:00+02:00").zone == "+02:00"


@pytest.mark.parametrize(
    "text",
    [
        "2025-07-01T08:30:00Z",
        "2025-07-01 08:30:00.123456 +00:00",
        "2025-07-01t08:30:00,5-00:00",
        " 2025-07-01T08:30+0000 ",
        "2025-07-01T08:30:00+00",
    ],
)
def test_the_usual_ways_of_writing_a_moment_are_read(text: str) -> None:
    assert moment(text).at == datetime(2025, 7, 1, 8, 30, tzinfo=UTC)
    assert moment(text).zone == "+00:00"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "missing"),
        ("2012-08-13T08:58:56", "no offset"),
        ("2012-08-13", "not a time like"),
        ("13/08/2012 08:58", "not a time like"),
        ("\N{ARABIC-INDIC DIGIT TWO}012-08-13T08:58:56+02:00", "not a time like"),
        ("NaN", "not a time like"),
        ("2025-02-30T08:00:00+01:00", "not in the calendar"),
        ("2025-02-20T24:00:00+01:00", "not in the calendar"),
        ("0000-01-01T00:00:00Z", "not in the calendar"),
        ("2025-02-20T08:00:00+15:00", "not used anywhere"),
        ("2025-02-20T08:00:00+01:60", "not used anywhere"),
        ("0001-01-01T00:00:00+14:00", "before 1900"),
        ("1899-12-31T23:59:59+00:00", "before 1900"),
        ("1900-01-01T00:00:00+01:00", "before 1900"),
        ("9999-12-31T23:59:59-12:00", "in the future"),
        ("2026-03-01T12:00:01+00:00", "in the future"),
        ("2026-03-01T14:00:01+02:00", "in the future"),
    ],
)
def test_a_refused_moment_says_why(text: str, reason: str) -> None:
    found = read_moment(text, HOME, NOW)
    assert isinstance(found, str)
    assert reason in found


def test_long_words_are_cut_in_the_answer() -> None:
    found = read_moment("x" * 1_000_000, HOME, NOW)
    assert isinstance(found, str)
    assert len(found) < 200
