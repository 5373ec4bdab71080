"""A moment of a file: wall time and offset → instant, wall time and zone. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Home:
    """Where the patient lives: the name of the zone and its clock."""

    name: str
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Moment:
    """To the second. ``at`` is in UTC. ``wall`` is naive, as written. ``zone`` tells the two."""

    at: datetime
    wall: datetime
    zone: str
    # the other instant of a wall time that happened twice, where only a person knew which
    twin: datetime | None = None


def quoted(text: str) -> str:
    """A person's words inside a sentence, cut where they would fill the page."""
    excerpt = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return f"“{excerpt}”"


def with_offset(wall: datetime, offset: timedelta, home: Home, now: datetime) -> Moment | str:
    """Return the moment, or why it is refused, in words that finish "line 7: …"."""
    # years first: subtracting an offset from year 1 or 9999 leaves the calendar
    if wall.year < 1900:
        return "the time is before 1900"
    if wall.year > now.year + 1:
        return "the time is in the future"
    at = (wall - offset).replace(tzinfo=UTC)
    if at > now:
        return "the time is in the future"
    if at.year < 1900:
        return "the time is before 1900"
    at_home = home.zone.utcoffset(at.astimezone(home.zone)) == offset
    return Moment(at, wall, home.name if at_home else _name(offset))


def _name(offset: timedelta) -> str:
    minutes = offset // timedelta(minutes=1)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
