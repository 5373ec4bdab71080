"""One line of text that means a number, a date or a time. What was typed stays in the form."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import has_request_context
from wtforms import StringField
from wtforms.validators import StopValidation

from diary.web.guards import maybe_viewer

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_DECIMAL = re.compile(r"-?(?:[0-9]{1,9}|(?=[.,]))(?:[.,][0-9]{1,6})?")
_BY_HAND = re.compile(
    r"(?P<one>[0-9]{1,2})(?P<mark>[/.-])(?P<two>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})"
    r"(?: (?P<clock>[0-9]{2}:[0-9]{2}))?"
)
_MONTHS = 12
_UNREADABLE = "This is not a date we can read. Example: 2026-05-31."


class _Typed(StringField):
    """One line of text that means something else. What was typed stays in the form."""

    value: Any = None

    def __init__(self, label: str, *, missing: str | None = None, **more: Any) -> None:
        self.missing = missing
        super().__init__(label, **more)

    def read(self, text: str) -> Any:
        """Return the meaning of the text, or raise ``ValueError`` with words for the person."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """The text of a value that is already there."""
        return str(value)

    def process_data(self, value: Any) -> None:
        """Show a value that is already there."""
        self.data = "" if value is None else self.write(value)
        self.value = value

    def pre_validate(self, form: Any) -> None:
        """Read the text. An empty one is None unless something must be there."""
        del form
        text = (self.data or "").strip()
        self.value = None
        if not text:
            if self.missing:
                raise StopValidation(self.missing)
            return
        try:
            self.value = self.read(text)
        except ValueError as error:
            raise StopValidation(str(error)) from error


class Whole(_Typed):
    """A whole number within bounds, in plain digits."""

    def __init__(
        self, label: str, low: int, high: int, *, missing: str | None = None, **more: Any
    ) -> None:
        self.low, self.high = low, high
        super().__init__(label, missing=missing, **more)

    def read(self, text: str) -> int:
        """The number."""
        if not _WHOLE.fullmatch(text) or not self.low <= int(text) <= self.high:
            raise ValueError(
                f"{self.label.text}: type a whole number from {self.low} to {self.high}."
            )
        return int(text)


def check_blood_pressure(upper: Whole, lower: Whole) -> bool:
    """Whether the two numbers make one blood pressure, or both are missing. Else one says why."""
    if upper.errors or lower.errors:
        return False
    if upper.value is None and lower.value is None:
        return True
    if upper.value is None or lower.value is None:
        missing = upper if upper.value is None else lower
        missing.errors = ["Blood pressure has two numbers, like 120 over 80."]
        return False
    if upper.value <= lower.value:
        upper.errors = ["The upper number must be larger than the lower one."]
        return False
    return True


class Number(_Typed):
    """A decimal number within bounds, with a point or a comma and at most ``places`` places."""

    def __init__(
        self,
        label: str,
        low: str,
        high: str,
        *,
        places: int = 3,
        missing: str | None = None,
        **more: Any,
    ) -> None:
        self.low, self.high, self.places = Decimal(low), Decimal(high), places
        super().__init__(label, missing=missing, **more)

    def read(self, text: str) -> Decimal:
        """The number."""
        words = f"{self.label.text}: type a number from {self.low} to {self.high}"
        if not _DECIMAL.fullmatch(text):
            raise ValueError(f"{words}.")
        try:
            number = Decimal(text.replace(",", "."))
        except InvalidOperation as error:
            raise ValueError(f"{words}.") from error
        if not self.low <= number <= self.high:
            raise ValueError(f"{words}.")
        if number != round(number, self.places):
            raise ValueError(f"{words}, with at most {self.places} places after the point.")
        return number

    def write(self, value: Any) -> str:
        """Without trailing zeros."""
        return f"{Decimal(value).normalize():f}"


class Day(_Typed):
    """A calendar date, as a browser's date field sends it."""

    def __init__(self, label: str, *, missing: str | None = None, **more: Any) -> None:
        super().__init__(label, missing=missing, **more)
        self.input_type = "date"

    def read(self, text: str) -> date:
        """The date."""
        day: date = _calendar(text, date.fromisoformat, 10).date()
        return day


class WallTime(_Typed):
    """A date and time on the patient's own wall. ``value`` is naive, to the minute."""

    def __init__(self, label: str, *, missing: str | None = None, **more: Any) -> None:
        super().__init__(label, missing=missing, **more)
        self.input_type = "datetime-local"

    def read(self, text: str) -> datetime:
        """The wall time."""
        moment = _calendar(text, _plain_datetime, 19)
        return moment.replace(second=0, microsecond=0)

    def write(self, value: Any) -> str:
        """As a browser's field wants it."""
        return f"{value:%Y-%m-%dT%H:%M}"


class ClockTime(_Typed):
    """A time of day on the patient's own wall, to the minute."""

    def __init__(self, label: str, *, missing: str | None = None, **more: Any) -> None:
        super().__init__(label, missing=missing, **more)
        self.input_type = "time"

    def read(self, text: str) -> time:
        """Read the time. Seconds, which some browsers add, are dropped."""
        if not _CLOCK.fullmatch(text):
            raise ValueError(f"{self.label.text}: type a time like 20:30.")
        return time.fromisoformat(text[:5])

    def write(self, value: Any) -> str:
        """As a browser's field wants it."""
        return f"{value:%H:%M}"


def _plain_datetime(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None or len(text) < 16:
        raise ValueError(text)
    return moment


def _calendar(text: str, read: Callable[[str], date], longest: int) -> datetime:
    """ISO first, then day and month as typed by hand where the browser has no picker."""
    if not text.isascii() or len(text) > longest:
        raise ValueError(_UNREADABLE)
    try:
        moment = read(text)
    except ValueError:
        moment = _by_hand(text, with_time=read is _plain_datetime)
    if moment.year < 1900:
        raise ValueError("The date must be after 1 January 1900.")
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())


def _by_hand(text: str, *, with_time: bool) -> datetime:
    """A date in the order of the viewer's region. Refused where the order is not known."""
    match = _BY_HAND.fullmatch(text)
    if match is None or bool(match["clock"]) != with_time:
        raise ValueError(_UNREADABLE)
    first, second, year = int(match["one"]), int(match["two"]), int(match["year"])
    who = maybe_viewer() if has_request_context() else None
    # a date with dots has the day first in every region that writes dots
    month_first = match["mark"] == "/" and who is not None and who.language == "en-US"
    if who is None and match["mark"] != "." and first != second and max(first, second) <= _MONTHS:
        raise ValueError(
            f"{text} can be read in two ways. Type the year first, then the month, then the day: "
            f"{year}-{second:02}-{first:02} or {year}-{first:02}-{second:02}."
        )
    second_is_day = month_first or (who is None and second > _MONTHS)
    day, month = (second, first) if second_is_day else (first, second)
    try:
        clock = time.fromisoformat(match["clock"] or "00:00")
        return datetime.combine(date(year, month, day), clock)
    except ValueError:
        order = "month/day/year" if month_first else "day/month/year"
        raise ValueError(f"This is not a date when read as {order}. Try 2026-05-31.") from None
