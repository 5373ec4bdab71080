"""Dates and times as programs and people write them."""

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diary.tabular.timestamps import (
    NotAStamp,
    Order,
    OrderUnknown,
    Stamp,
    holds_clocks,
    read_clock,
    read_stamp,
)

# a busy machine is no fault of the code
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAY, CLOCK = date(2026, 11, 20), time(20, 15)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20 20:15",
        "2026-11-20T20:15:00",
        "2026-11-20t20:15:00.123456",
        "2026/11/20 8:15 PM",
        "20.11.2026 20:15",
        "20.11.2026, 20:15 Uhr",
        "20.11.26 20:15",
        "20.11.2026 20.15 Uhr",
        "20-Nov-26 20:15",
        "20-Nov-2026 8:15 PM",
        "20/Nov/2026 20:15",
        "20/11/2026 20:15",
        "11/20/2026 8:15pm",
        "11-20-2026 8:15 p.m.",
        "20th Nov 2026 20:15",
        "Friday, 20 November 2026 at 8:15 PM",
        "20. November 2026 20:15",
        "November 20, 2026 8:15 PM",
        "2026 Fri Nov 20 8:15 PM",
        "20 Nov 2026 8:15\N{NARROW NO-BREAK SPACE}PM",
    ],
)
def test_the_usual_ways_of_writing_a_moment_are_read(text: str) -> None:
    assert read_stamp(text) == Stamp(DAY, CLOCK, None)


@pytest.mark.parametrize("text", ["20th Nov 2026", "20.11.2026", "Nov 20 2026", "2026-11-20"])
def test_a_day_may_stand_alone(text: str) -> None:
    assert read_stamp(text) == Stamp(DAY, None, None)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2026-11-20T20:15:00Z", 0),
        ("2026-11-20T20:15:00.432+01:00", 1),
        ("2026-11-20 20:15:00 +0100", 1),
        ("2026-11-20T20:15+01", 1),
        ("2026-11-20 20:15:00 -0500", -5),
        ("2026-11-20 20:15 UTC", 0),
    ],
)
def test_an_offset_is_read_in_every_spelling(text: str, hours: int) -> None:
    assert read_stamp(text) == Stamp(DAY, CLOCK, timedelta(hours=hours))


def test_the_order_of_numbers_must_be_known_where_both_are_possible() -> None:
    with pytest.raises(OrderUnknown):
        read_stamp("05/11/2026")
    assert read_stamp("05/11/2026", Order.DAY_FIRST).day == date(2026, 11, 5)
    assert read_stamp("05/11/2026", Order.MONTH_FIRST).day == date(2026, 5, 11)
    assert read_stamp("05.11.2026", Order.MONTH_FIRST).day == date(2026, 11, 5)
    assert read_stamp("05/05/2026").day == date(2026, 5, 5)
    with pytest.raises(NotAStamp):
        read_stamp("20/11/2026", Order.MONTH_FIRST)


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "2026-02-30", "2026-11-20 25:00", "13:00 PM 2026-11-20", "NaN"),
        *("32/01/2026", "13/13/2026", "20 Nov", "20 Nov Dec 2026", "2026-11-20 20", "1 1 2026"),
        *("2026-11-20 20:15 +15:00", "2026-11-20 +01:00", "2026-11-20 tea", "x" * 100_000),
        *("20-Now-26", "31-Nov-26", "20-Nov-226", "2026-11-20 20.75", "20-Nov-26 1 Nov 2026"),
        "\N{ARABIC-INDIC DIGIT TWO}026-11-20",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(NotAStamp):
        read_stamp(text)


@pytest.mark.parametrize(
    ("text", "hour"), [("am", 9), ("Mid", 13), ("pm", 19), ("Evening", 20), ("all day", 12)]
)
def test_a_part_of_the_day_has_an_hour_that_never_changes(text: str, hour: int) -> None:
    assert read_clock(text) == time(hour)


def test_numbers_are_not_pointed_at_as_times() -> None:
    assert holds_clocks(["20:15", "", "8:05 pm"])
    assert not holds_clocks(["7.25", "6.50"])
    assert not holds_clocks(["", " "])


def test_a_column_of_times_may_be_empty() -> None:
    assert read_clock(" ") is None
    assert read_clock("8:05 am") == read_clock("08.05") == time(8, 5)
    with pytest.raises(NotAStamp):
        read_clock("later")


@unhurried
@given(st.text(), st.sampled_from([None, *Order]))
def test_any_words_are_a_moment_or_none(text: str, order: Order | None) -> None:
    with suppress(NotAStamp):
        read_stamp(text, order)
    with suppress(NotAStamp):
        read_clock(text)
