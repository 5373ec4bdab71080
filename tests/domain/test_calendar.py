"""Wall times and instants: nothing is guessed, and nothing moves."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.calendar import Fold, NoSuchTime, TimeTwice, diary_day, resolve_wall, wall_of
from diary.domain.time_zones import zone_names, zone_of

instants = st.datetimes(
    min_value=datetime(1950, 1, 1), max_value=datetime(2037, 12, 31), timezones=st.just(UTC)
)
zones = st.sampled_from(zone_names())


@given(instants, zones)
def test_every_instant_comes_back_from_its_wall(instant: datetime, zone: str) -> None:
    instant = instant.replace(microsecond=0)
    wall = wall_of(instant, zone)
    try:
        found = {resolve_wall(wall, zone)}
    except TimeTwice:
        found = {resolve_wall(wall, zone, fold) for fold in Fold}
    assert instant in found


@given(st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31)), zones)
def test_a_wall_time_has_an_instant_or_a_reason(wall: datetime, zone: str) -> None:
    try:
        instant = resolve_wall(wall, zone)
    except (NoSuchTime, TimeTwice, ValueError):
        return
    assert wall_of(instant, zone) == wall


@pytest.mark.parametrize(
    ("zone", "wall"),
    [
        ("Europe/London", "2026-03-29T01:30"),
        ("America/New_York", "2026-03-08T02:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:15"),
        ("Pacific/Apia", "2011-12-30T12:00"),
    ],
)
def test_a_time_in_the_gap_did_not_happen(zone: str, wall: str) -> None:
    with pytest.raises(NoSuchTime):
        resolve_wall(datetime.fromisoformat(wall), zone)


@pytest.mark.parametrize(
    ("zone", "wall", "apart"),
    [
        ("Europe/London", "2026-10-25T01:30", timedelta(hours=1)),
        ("America/New_York", "2026-11-01T01:00", timedelta(hours=1)),
        ("Australia/Lord_Howe", "2026-04-05T01:45", timedelta(minutes=30)),
    ],
)
def test_a_time_in_the_fold_must_be_said(zone: str, wall: str, apart: timedelta) -> None:
    meant = datetime.fromisoformat(wall)
    with pytest.raises(TimeTwice):
        resolve_wall(meant, zone)
    first, second = (resolve_wall(meant, zone, fold) for fold in Fold)
    assert second - first == apart


def test_before_the_boundary_it_is_still_yesterday() -> None:
    assert diary_day(datetime(2026, 5, 13, 3, 59), 4).day == 12
    assert diary_day(datetime(2026, 5, 13, 4, 0), 4).day == 13
    assert diary_day(datetime(2026, 5, 13, 0, 0), 0).day == 13


@pytest.mark.parametrize("name", ["", "Mars/Base", "+25:00", "+5:45", "../etc/passwd", "UTC\x00"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a time zone"):
        zone_of(name)


def test_a_fixed_offset_is_a_zone() -> None:
    noon = datetime(2026, 5, 13, 12, tzinfo=UTC)
    assert wall_of(noon, "+05:45") == datetime(2026, 5, 13, 17, 45)
    assert wall_of(noon, "-03:00") == datetime(2026, 5, 13, 9)
