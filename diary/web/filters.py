"""How dates, times and numbers read on a page, in the viewer's own language region."""

from datetime import UTC, date, datetime
from decimal import Decimal

from babel.dates import format_date, format_datetime, format_time
from flask import Flask

from diary.domain.calendar import same_clock
from diary.domain.time_zones import zone_of
from diary.web.guards import maybe_viewer

Moment = datetime | date


def _locale() -> str:
    who = maybe_viewer()
    return (who.language if who else "en-GB").replace("-", "_")


def day(value: Moment) -> str:
    """A date: "Mon 3 Aug"."""
    pattern = "EEE MMM d" if _locale() == "en_US" else "EEE d MMM"
    return format_date(value, pattern, locale=_locale())


def long_day(value: Moment) -> str:
    """A date with its year: "Monday 3 August 2026"."""
    pattern = "EEEE, MMMM d, y" if _locale() == "en_US" else "EEEE d MMMM y"
    return format_date(value, pattern, locale=_locale())


def short_date(value: Moment) -> str:
    """A date with its year, short: "3 Aug 2026"."""
    pattern = "MMM d, y" if _locale() == "en_US" else "d MMM y"
    return format_date(value, pattern, locale=_locale())


def month(value: Moment) -> str:
    """The name of a month: "March"."""
    return format_date(value, "LLLL", locale=_locale())


def clock_time(value: datetime) -> str:
    """A wall time: "14:05", or "2:05 PM" where that is the custom."""
    return format_time(value.replace(tzinfo=UTC), "short", tzinfo=UTC, locale=_locale())


def moment(value: datetime) -> str:
    """A naive wall time: "Mon 3 Aug, 14:05"."""
    return f"{day(value)}, {clock_time(value)}"


def local(value: datetime) -> str:
    """An aware instant on the viewer's own wall, with the year."""
    who = maybe_viewer()
    wall = value.astimezone(zone_of(who.zone if who else "UTC"))
    pattern = "MMM d, y, h:mm a" if _locale() == "en_US" else "d MMM y, HH:mm"
    return format_datetime(wall, pattern, tzinfo=wall.tzinfo, locale=_locale())


def elsewhere(zone: str | None, instant: datetime) -> str:
    """The zone of a wall time, in brackets, where the viewer's clock showed another time."""
    who = maybe_viewer()
    if zone is None or who is None or same_clock(instant, zone, who.zone):
        return ""
    return f" ({zone.replace('_', ' ')})"


def number(value: Decimal | float) -> str:
    """A number without trailing zeros."""
    return f"{value:,f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:,}"


def plural(count: int, singular: str, many: str | None = None) -> str:
    """Format a count with its noun: "1 entry", "1,473 entries"."""
    return f"{count:,} {singular if count == 1 else many or singular + 's'}"


def install(app: Flask) -> None:
    """Give the filters to every template."""
    dates = (day, long_day, short_date, month, clock_time, moment, local, elsewhere)
    for each in (*dates, number, plural):
        app.add_template_filter(each)
