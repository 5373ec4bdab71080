"""A date and a time as programs and people write them → day, clock and offset. Pure.

``20 Nov 2026``, ``20th Nov 2026``, ``20.11.2026``, ``11/20/2026``, ``2026-11-20T20:15+01:00``,
``2026 Fri Nov 20 8:15 PM``. Nothing here knows a time zone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

LONGEST = 60
_ISO_DAY = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_NUMBERS = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
# as Excel writes a date in English
_WITH_NAME = re.compile(r"([0-9]{1,2})([-/])(\w{3,9})\2([0-9]{4}|[0-9]{2})")
_DAY_NUMBER = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|\.)?")
_YEAR = re.compile(r"[0-9]{4}")
_CLOCK = re.compile(
    r"([0-9]{1,2})(?:[:.]([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)?)?(am|pm|a\.m\.|p\.m\.)?"
)
_OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})?")
_ATTACHED = re.compile(r"(?<=[0-9])(z|[+-][0-9]{2}:?(?:[0-9]{2})?)$")
_HALVES = {"am": 0, "a.m.": 0, "pm": 12, "p.m.": 12}
_UTC = {"z", "utc", "gmt"}
# the widest offsets in civil use are UTC−12 and UTC+14
_WIDEST = timedelta(hours=14)
_MONTHS = (
    ("january", "januar", "jänner"),
    ("february", "februar"),
    ("march", "märz", "maerz"),
    ("april",),
    ("may", "mai"),
    ("june", "juni"),
    ("july", "juli"),
    ("august",),
    ("september", "sept"),
    ("october", "oktober"),
    ("november",),
    ("december", "dezember"),
)
_MONTH_OF = {
    name: number
    for number, names in enumerate(_MONTHS, start=1)
    for full in names
    for name in (full, full[:3])
} | {"mrz": 3}
_WEEKDAYS = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
)
# words that change nothing: days of the week, and what stands between date and time
_FILLERS = {word for day in _WEEKDAYS for word in (day, day[:3], day[:2])} | {
    *("tues", "thur", "thurs", "at", "um", "uhr", "-", "–", "|"),
}
# where a diary names a part of the day instead of an hour; docs/import.md says so
PARTS = {
    "pre": time(7),
    "am": time(9),
    "morning": time(9),
    "morgens": time(9),
    "mid": time(13),
    "midday": time(13),
    "noon": time(12),
    "mittags": time(12),
    "afternoon": time(16),
    "pm": time(19),
    "evening": time(20),
    "abends": time(20),
    "night": time(22),
    "nachts": time(22),
    "all day": time(12),
}
NOON = time(12)


class Order(StrEnum):
    """What stands first in a date of numbers."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"


class Pass(StrEnum):
    """Which of the two, when the clocks went back and an hour came twice."""

    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day, its clock (None where no time is written) and its offset (None for local time)."""

    day: date
    clock: time | None
    offset: timedelta | None


class NotAStamp(ValueError):
    """Why words are no date, to finish "line 7: “…” …"."""


class OrderUnknown(NotAStamp):
    """The day and the month cannot be told apart."""


def read_stamp(text: str, order: Order | None = None) -> Stamp:
    """Return what the words say. Raise ``NotAStamp`` with the reason."""
    if len(text) > LONGEST:
        raise NotAStamp("is not a date and time")
    words = _words(text)
    year, month, day, rest = _date_of(words, order)
    clock, offset = _clock_of(rest)
    try:
        return Stamp(date(year, month, day), clock, offset)
    except ValueError:
        raise NotAStamp("is not in the calendar") from None


def read_clock(text: str) -> time | None:
    """Return the time of a column of its own. None where it is empty or says no hour."""
    word = " ".join(text.casefold().split())
    if not word:
        return None
    if word in PARTS:
        return PARTS[word]
    if len(word) > LONGEST:
        raise NotAStamp("is not a time of day")
    clock, _offset = _clock_of(_words(word))
    if clock is None:
        raise NotAStamp("is not a time of day")
    return clock


def holds_clocks(cells: Iterable[str]) -> bool:
    """Whether a column holds times of day and nothing else; 7.25 alone may be hours of sleep."""
    filled = [cell for cell in cells if cell.strip()]
    if any(cell.strip().replace(".", "").isdecimal() for cell in filled):
        return False
    try:
        return bool(filled) and all(read_clock(cell) is not None for cell in filled)
    except NotAStamp:
        return False


def orders_of(text: str) -> frozenset[Order]:
    """The orders in which a date of numbers makes sense. Empty where the order does not matter."""
    for word in _words(text[:LONGEST]):
        numbers = _NUMBERS.fullmatch(word)
        if numbers and numbers[2] != ".":
            first, second = int(numbers[1]), int(numbers[3])
            return frozenset(
                order
                for order, day, month in (
                    (Order.DAY_FIRST, first, second),
                    (Order.MONTH_FIRST, second, first),
                )
                if 1 <= day <= 31 and 1 <= month <= 12
            )
    return frozenset()


def _words(text: str) -> list[str]:
    plain = text.casefold().replace(",", " ").replace("\N{NO-BREAK SPACE}", " ")
    plain = plain.replace("\N{NARROW NO-BREAK SPACE}", " ")
    # 2026-11-20T20:15 → two words
    plain = re.sub(r"(?<=[0-9])t(?=[0-9])", " ", plain)
    words = []
    for word in plain.split():
        if ":" in word and (match := _ATTACHED.search(word)):
            words += [word[: match.start()], match[0]]
        else:
            words.append(word)
    return words


def _date_of(words: list[str], order: Order | None) -> tuple[int, int, int, list[str]]:
    """The numbers of the date and the words that are left."""
    for place, word in enumerate(words):
        rest = words[:place] + words[place + 1 :]
        if iso := _ISO_DAY.fullmatch(word):
            return int(iso[1]), int(iso[3]), int(iso[4]), rest
        if numbers := _NUMBERS.fullmatch(word):
            return *_ordered(numbers, order), rest
        if (named := _WITH_NAME.fullmatch(word)) and named[3] in _MONTH_OF:
            return _full_year(named[4]), _MONTH_OF[named[3]], int(named[1]), rest
    return _named_date(words)


def _ordered(numbers: re.Match[str], order: Order | None) -> tuple[int, int, int]:
    first, second, year = int(numbers[1]), int(numbers[3]), _full_year(numbers[4])
    possible = orders_of(numbers[0])
    if numbers[2] == ".":
        # nobody writes 11.20.2026
        possible, order = frozenset({Order.DAY_FIRST}), None
    if not possible:
        raise NotAStamp("is not in the calendar")
    # 05/05/2026 is the fifth of May in either order
    if first != second and len(possible) > 1 and order is None:
        raise OrderUnknown("may be day first or month first")
    if order is not None and order not in possible:
        raise NotAStamp(f"is not a date with the {order.value} first")
    day_first = (order or min(possible)) is Order.DAY_FIRST
    return (year, second, first) if day_first else (year, first, second)


def _full_year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _named_date(words: list[str]) -> tuple[int, int, int, list[str]]:
    """A date with the name of its month: the day beside it, the year anywhere."""
    months = [place for place, word in enumerate(words) if word.rstrip(".") in _MONTH_OF]
    years = [place for place, word in enumerate(words) if _YEAR.fullmatch(word)]
    if len(months) != 1 or len(years) != 1:
        raise NotAStamp("is not a date and time")
    for place in (months[0] - 1, months[0] + 1):
        if 0 <= place < len(words) and place not in years:
            match = _DAY_NUMBER.fullmatch(words[place])
            if match:
                used = {place, months[0], years[0]}
                rest = [word for at, word in enumerate(words) if at not in used]
                month = _MONTH_OF[words[months[0]].rstrip(".")]
                return int(words[years[0]]), month, int(match[1]), rest
    raise NotAStamp("is not a date and time")


def _clock_of(words: list[str]) -> tuple[time | None, timedelta | None]:
    """The clock and the offset among words of which each must be understood."""
    clock: re.Match[str] | None = None
    half: str | None = None
    offset: timedelta | None = None
    for word in words:
        if word in _HALVES and half is None:
            half = word
        elif offset is None and (word in _UTC or _OFFSET.fullmatch(word)):
            offset = _offset(word)
        elif clock is None and (match := _CLOCK.fullmatch(word)):
            clock = match
        elif word.rstrip(".") not in _FILLERS:
            raise NotAStamp("is not a date and time")
    if clock is not None:
        return _time(clock, half or clock[4]), offset
    if half or offset is not None:
        raise NotAStamp("is not a date and time")
    return None, None


def _time(match: re.Match[str], half: str | None) -> time:
    hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if match[2] is None and half is None:
        raise NotAStamp("is not a date and time")
    if half is not None:
        if not 1 <= hour <= 12:
            raise NotAStamp("is not on the clock")
        hour = hour % 12 + _HALVES[half]
    try:
        return time(hour, minute, second)
    except ValueError:
        raise NotAStamp("is not on the clock") from None


def _offset(word: str) -> timedelta:
    match = _OFFSET.fullmatch(word)
    if match is None:
        return timedelta(0)
    minutes = int(match[3] or 0)
    size = timedelta(hours=int(match[2]), minutes=minutes)
    if minutes > 59 or size > _WIDEST:
        raise NotAStamp("has an offset that is not used anywhere")
    return -size if match[1] == "-" else size
