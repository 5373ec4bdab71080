"""A moment written in a file: ISO 8601 with its offset → instant, wall time and zone. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

_ISO = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]"
    r"(?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,][0-9]{1,9})?"
    r" ?(?P<offset>[Zz]|[+-][0-9]{2}:?(?:[0-9]{2})?)?"
)
# The widest offsets in civil use are UTC−12 and UTC+14
_WIDEST = timedelta(hours=14)
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Home:
    """Where the patient lives: the name of the zone and its clock."""

    name: str
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Moment:
    """To the second. ``at`` is in UTC; ``wall`` is naive, as written; ``zone`` tells the two."""

    at: datetime
    wall: datetime
    zone: str


def read_moment(written: str, home: Home, now: datetime) -> Moment | str:
    """The moment, or why it is refused, in words that finish "line 7: …"."""
    text = written.strip()
    if not text:
        return "the time is missing"
    found = _ISO.fullmatch(text)
    if found is None:
        return f"{quoted(text)} is not a time like 2026-03-01T08:30:00+01:00"
    if not found["offset"]:
        return "the time has no offset (like +02:00)"
    wall = _wall(f"{found['day']}T{found['time']}")
    if wall is None:
        return f"{quoted(text)} is not in the calendar or on the clock"
    offset = _offset(found["offset"])
    if offset is None:
        return f"the offset {found['offset']} is not used anywhere"
    return _within(wall, offset, home, now)


def quoted(text: str) -> str:
    """A person's words inside a sentence, cut where they would fill the page."""
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return f"“{shown}”"


def _wall(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _offset(text: str) -> timedelta | None:
    """Z, +02, +0200 or +02:00; nothing for one that no place has."""
    if text in "Zz":
        return timedelta(0)
    digits = text[1:].replace(":", "").ljust(4, "0")
    if int(digits[2:]) > 59:
        return None
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return None if size > _WIDEST else (-size if text[0] == "-" else size)


def _within(wall: datetime, offset: timedelta, home: Home, now: datetime) -> Moment | str:
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
