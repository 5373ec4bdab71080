"""The times of a whole file: the patient's clock, the order of dates, and the doubled hour."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diary.tabular.csv_moment import Home, Moment
from diary.tabular.times import Clockwork, Survey, WrittenTime, moment_of, survey
from diary.tabular.timestamps import Order, Pass

# a busy machine is no fault of the code
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
HOME = Home("Europe/Amsterdam", ZoneInfo("Europe/Amsterdam"))
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
AS_WRITTEN = Clockwork()


def moment(text: str, clock: str = "", how: Clockwork = AS_WRITTEN) -> Moment:
    found = moment_of(WrittenTime(2, text, clock), how, HOME, NOW)
    assert isinstance(found, Moment), found
    return found


def refusal(text: str, clock: str = "", how: Clockwork = AS_WRITTEN) -> str:
    found = moment_of(WrittenTime(2, text, clock), how, HOME, NOW)
    assert isinstance(found, str), found
    return found


def surveyed(*days: str, order: Order | None = None, fold: Pass | None = None) -> Survey:
    lines = [WrittenTime(line, day) for line, day in enumerate(days, start=2)]
    return survey(lines, HOME, NOW, order, fold)


@unhurried
@given(st.text(), st.text())
def test_any_words_get_an_answer(text: str, clock: str) -> None:
    assert moment_of(WrittenTime(2, text, clock), AS_WRITTEN, HOME, NOW)


@unhurried
@given(
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59)),
    st.integers(-23 * 60, 23 * 60),
)
def test_any_year_and_offset_get_an_answer(wall: datetime, minutes: int) -> None:
    sign, size = "-" if minutes < 0 else "+", abs(minutes)
    text = f"{wall.isoformat()}{sign}{size // 60:02d}:{size % 60:02d}"
    found = moment_of(WrittenTime(2, text), AS_WRITTEN, HOME, NOW)
    if isinstance(found, Moment):
        assert found.at == found.wall.replace(tzinfo=UTC) - timedelta(minutes=minutes)
        assert found.wall == wall.replace(microsecond=0)


@unhurried
@given(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59)))
def test_any_local_time_gets_an_answer(wall: datetime) -> None:
    assert moment_of(WrittenTime(2, wall.isoformat()), AS_WRITTEN, HOME, NOW)


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


def test_a_time_without_an_offset_is_read_on_the_patients_clock() -> None:
    assert moment("2025-07-01 08:30") == moment("2025-07-01T08:30:00+02:00")
    assert moment("01.12.2025", "08:30") == moment("2025-12-01T08:30:00+01:00")


def test_an_instant_may_be_put_on_the_patients_clock() -> None:
    found = moment("2025-07-01T06:30:00Z", how=Clockwork(at_home=True))
    assert found == moment("2025-07-01 08:30")


def test_a_day_without_a_time_stands_at_noon() -> None:
    assert moment("2025-07-01").wall == datetime(2025, 7, 1, 12, 0)


def test_a_day_that_is_not_over_says_to_come_again() -> None:
    early = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
    found = moment_of(WrittenTime(2, "2026-03-01"), AS_WRITTEN, HOME, early)
    assert found == "the day is not over yet: choose the file again tomorrow"


@pytest.mark.parametrize(
    ("text", "hour"), [("2025-10-26T02:30:00+02:00", 0), ("2025-10-26T02:30:00+01:00", 1)]
)
def test_the_offset_tells_the_two_hours_of_autumn_apart(text: str, hour: int) -> None:
    assert moment(text).at == datetime(2025, 10, 26, hour, 30, tzinfo=UTC)
    assert moment(text).zone == "Europe/Amsterdam"


def test_a_doubled_hour_is_asked_about_once_for_the_file() -> None:
    found = surveyed("2025-10-26 02:10", "2025-10-26 02:40", "2025-10-27 09:00")
    assert found.doubled == (2, datetime(2025, 10, 26, 2, 10))
    assert "happened twice" in refusal("2025-10-26 02:10", how=found.clockwork)
    answered = surveyed("2025-10-26 02:10", "2025-10-26 02:40", fold=Pass.SECOND)
    assert not answered.asks_fold
    late = moment("2025-10-26 02:10", how=answered.clockwork)
    assert late.at == datetime(2025, 10, 26, 1, 10, tzinfo=UTC)
    assert late.twin == datetime(2025, 10, 26, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize("falling", [False, True])
def test_the_order_of_lines_resolves_a_doubled_hour(falling: bool) -> None:
    times = ["01:50", "02:40", "02:10", "03:05"]
    days = [f"2025-10-26 {at}" for at in times]
    found = surveyed(*(reversed(days) if falling else days))
    assert not found.asks_fold
    folds = found.clockwork.folds
    assert [folds[line] for line in sorted(folds, reverse=falling)] == [Pass.FIRST, Pass.SECOND]


def test_a_time_that_the_clocks_went_over_is_refused() -> None:
    assert "did not happen" in refusal("2025-03-30 02:30")
    assert moment("2025-03-30T02:30:00+02:00").zone == "+02:00"


def test_a_day_above_twelve_settles_the_order_of_all_dates() -> None:
    assert surveyed("05/11/2025", "20/11/2025").clockwork.order is Order.DAY_FIRST
    assert surveyed("05/11/2025", "11/20/2025").clockwork.order is Order.MONTH_FIRST


def test_a_date_that_would_be_to_come_settles_the_order() -> None:
    assert surveyed("02/12/2026").clockwork.order is Order.MONTH_FIRST
    assert surveyed("12/02/2026").clockwork.order is Order.DAY_FIRST


def test_an_unclear_order_is_asked_about() -> None:
    found = surveyed("05/11/2025", "06/11/2025")
    assert (found.asks_order, found.example) == (True, "05/11/2025")
    assert "day first or month first" in refusal("05/11/2025", how=found.clockwork)
    answered = surveyed("05/11/2025", order=Order.MONTH_FIRST)
    assert not answered.asks_order
    assert moment("05/11/2025", how=answered.clockwork).wall.month == 5


def test_a_file_at_odds_with_itself_is_asked_about() -> None:
    assert surveyed("20/11/2025", "11/20/2025", "05/11/2025").asks_order


@pytest.mark.parametrize("text", ["20.11.2025", "20 Nov 2025", "2025-11-20T08:00:00Z", "never"])
def test_nothing_is_asked_where_the_order_does_not_matter(text: str) -> None:
    assert not surveyed(text, text).asks_order


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "missing"),
        ("2012-08", "not a date"),
        ("NaN", "not a date"),
        ("2025-02-30T08:00:00+01:00", "not in the calendar"),
        ("2025-02-20T24:00:00+01:00", "not on the clock"),
        ("0000-01-01T00:00:00Z", "not in the calendar"),
        ("2025-02-20T08:00:00+15:00", "not used anywhere"),
        ("2025-02-20T08:00:00+01:60", "not used anywhere"),
        ("0001-01-01T00:00:00+14:00", "before 1900"),
        ("1899-12-31T23:59:59+00:00", "before 1900"),
        ("1899-12-31 23:59", "before 1900"),
        ("1900-01-01T00:00:00+01:00", "before 1900"),
        ("9999-12-31T23:59:59-12:00", "in the future"),
        ("9999-12-31 23:59", "in the future"),
        ("2026-03-01T12:00:01+00:00", "in the future"),
        ("2026-03-01T14:00:01+02:00", "in the future"),
        ("2026-03-01 13:00:01", "in the future"),
    ],
)
def test_a_refused_moment_says_why(text: str, reason: str) -> None:
    assert reason in refusal(text)


def test_long_words_are_cut_in_the_answer() -> None:
    assert len(refusal("x" * 1_000_000)) < 200
