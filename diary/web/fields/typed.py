"""One line of text that means a number, a date or a time; what was typed stays in the form."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import StringField
from wtforms.validators import StopValidation

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_DECIMAL = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,6})?")


class _Typed(StringField):
    """One line of text that means something else; what was typed stays in the form."""

    value: Any = None

    def __init__(self, label: str, *, missing: str | None = None, **more: Any) -> None:
        self.missing = missing
        super().__init__(label, **more)

    def read(self, text: str) -> Any:
        """The meaning of the text; raises ``ValueError`` with words for the person."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """The text of a value that is already there."""
        return str(value)

    def process_data(self, value: Any) -> None:
        """Show a value that is already there."""
        self.data = "" if value is None else self.write(value)
        self.value = value

    def pre_validate(self, form: Any) -> None:
        """Read the text; an empty one is None unless something must be there."""
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


class Number(_Typed):
    """A decimal number within bounds; a comma does for a point. At most ``places`` places."""

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
        found: date = _calendar(text, date.fromisoformat, "%d/%m/%Y", 10)
        return found


class WallTime(_Typed):
    """A date and time on the patient's own wall; ``value`` is naive, to the minute."""

    def __init__(self, label: str, *, missing: str | None = None, **more: Any) -> None:
        super().__init__(label, missing=missing, **more)
        self.input_type = "datetime-local"

    def read(self, text: str) -> datetime:
        """The wall time."""
        found: datetime = _calendar(text, _plain_datetime, "%d/%m/%Y %H:%M", 19)
        return found.replace(second=0, microsecond=0)

    def write(self, value: Any) -> str:
        """As a browser's field wants it."""
        return f"{value:%Y-%m-%dT%H:%M}"


class ClockTime(_Typed):
    """A time of day on the patient's own wall, to the minute."""

    def __init__(self, label: str, *, missing: str | None = None, **more: Any) -> None:
        super().__init__(label, missing=missing, **more)
        self.input_type = "time"

    def read(self, text: str) -> time:
        """The time; seconds, which some browsers add, are dropped."""
        if not _CLOCK.fullmatch(text):
            raise ValueError(f"{self.label.text}: type a time like 20:30.")
        return time.fromisoformat(text[:5])

    def write(self, value: Any) -> str:
        """As a browser's field wants it."""
        return f"{value:%H:%M}"


def _plain_datetime(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is not None or len(text) < 16:
        raise ValueError(text)
    return found


def _calendar(text: str, read: Callable[[str], Any], by_hand: str, longest: int) -> Any:
    """ISO first, then day/month/year as typed by hand where the browser has no picker."""
    if not text.isascii() or len(text) > longest:
        raise ValueError("This is not a date we can read. Example: 2026-05-31.")
    for attempt in (read, lambda plain: datetime.strptime(plain, by_hand)):
        try:
            found = attempt(text)
        except ValueError:
            continue
        if found.year < 1900:
            raise ValueError("The date must be after 1 January 1900.")
        is_day = by_hand == "%d/%m/%Y"
        return found.date() if is_day and isinstance(found, datetime) else found
    raise ValueError("This is not a date we can read. Example: 2026-05-31.")
