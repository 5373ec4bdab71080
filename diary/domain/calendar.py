"""From the time on a patient's wall to an instant, and back. Pure."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from diary.domain.time_zones import zone_of

EARLIEST = datetime(1900, 1, 1)


class Fold(StrEnum):
    """Which of the two, when the clocks went back and a time happened twice."""

    FIRST = "first"
    SECOND = "second"


class NoSuchTime(ValueError):
    """The clocks went forward over this time."""


class TimeTwice(ValueError):
    """The clocks went back, and this time happened twice."""


def resolve_wall(wall: datetime, zone: str, fold: Fold | str | None = None) -> datetime:
    """The UTC instant of a naive wall time in ``zone``.

    Raises ``NoSuchTime`` in the gap of spring and ``TimeTwice`` in the fold of autumn unless
    ``fold`` says which; ``ValueError`` outside the calendar.
    """
    tz = zone_of(zone)
    try:
        first = wall.replace(tzinfo=tz, fold=0).astimezone(UTC)
        second = wall.replace(tzinfo=tz, fold=1).astimezone(UTC)
        back = first.astimezone(tz).replace(tzinfo=None, fold=0)
    except OverflowError as error:
        raise ValueError("outside the calendar") from error
    if back != wall.replace(fold=0):
        raise NoSuchTime(wall.isoformat())
    if first != second and not fold:
        raise TimeTwice(wall.isoformat())
    return second if fold == Fold.SECOND else first


def same_clock(instant: datetime, zone: str, other: str) -> bool:
    """Whether the clocks of both zones show the same time at an instant."""
    return wall_of(instant, zone) == wall_of(instant, other)


def before_birth(day: date, born_on: date | None) -> str | None:
    """Why a day cannot be in a diary: its patient was not born yet. None where it can."""
    if born_on is None or day >= born_on:
        return None
    return f"before the date of birth in the profile, {born_on.day} {born_on:%B %Y}"


def fold_of(wall: datetime, zone: str, instant: datetime) -> Fold | None:
    """Which of the two an instant is, where its wall time happened twice; None where it did not."""
    minute = wall.replace(second=0, microsecond=0)
    try:
        first, second = (resolve_wall(minute, zone, fold) for fold in Fold)
    except ValueError:  # a zone whose rules have changed since
        return None
    if first == second:
        return None
    return Fold.FIRST if instant.replace(second=0, microsecond=0) == first else Fold.SECOND


def wall_of(instant: datetime, zone: str) -> datetime:
    """The naive time on a wall in ``zone`` at an instant."""
    return instant.astimezone(zone_of(zone)).replace(tzinfo=None, fold=0)


def diary_day(wall: datetime, boundary: int) -> date:
    """The diary's day of a wall time: before the boundary hour it is still yesterday."""
    try:
        return (wall - timedelta(hours=boundary)).date()
    except OverflowError:
        return wall.date()
