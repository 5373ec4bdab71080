"""The only reader of the wall clock."""

from datetime import UTC, date, datetime

from diary.domain.time_zones import zone_of


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: str) -> date:
    """The calendar date on a wall in ``zone`` at this instant."""
    return now().astimezone(zone_of(zone)).date()
