"""Form fields that refuse what no person meant, and keep every word that was typed."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation, ValidationError

Formdata = list[str]
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_DECIMAL = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,6})?")


class Form(FlaskForm):  # type: ignore[misc]
    """A form with its CSRF token; shape and wording only, never the database."""


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """(value, words) pairs as the library's own choices."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]


class OneOf(RadioField):
    """Radio buttons of which none is set beforehand; nothing chosen is None."""

    def __init__(
        self, label: str, pairs: Iterable[tuple[str, str]], missing: str | None = None, **more: Any
    ) -> None:
        self.missing = missing
        more.setdefault("default", None)
        super().__init__(
            label, choices=choices(pairs), coerce=_word, validate_choice=False, **more
        )

    def pre_validate(self, form: Any) -> None:
        """Refuse an unknown value; an empty one only where something must be chosen."""
        del form
        if self.data is None:
            if self.missing:
                raise StopValidation(self.missing)
        elif self.data not in {choice.value for choice in self.choices}:
            raise StopValidation("Choose one of the answers.")


class Pick(SelectField):
    """A select list; the empty choice, where there is one, is None."""

    def __init__(
        self, label: str, pairs: Iterable[tuple[str, str]], missing: str | None = None, **more: Any
    ) -> None:
        self.missing = missing
        super().__init__(
            label, choices=choices(pairs), coerce=_word, validate_choice=False, **more
        )

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not in the list."""
        del form
        if self.data is None:
            if self.missing:
                raise StopValidation(self.missing)
        elif self.data not in {choice.value for choice in self.choices}:
            raise StopValidation("Choose one from the list.")


def _word(value: Any) -> str | None:
    return str(value) if value not in (None, "", "None") else None


class Score(OneOf):
    """A score from 0 to 10, as eleven radio buttons without a default; ``value`` is the int."""

    def __init__(self, label: str, missing: str | None = None, **more: Any) -> None:
        super().__init__(label, [(str(n), str(n)) for n in range(11)], missing, **more)

    @property
    def value(self) -> int | None:
        """The chosen number."""
        return None if self.data is None else int(self.data)


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
        self, label: str, low: int, high: int, unit: str = "", *, missing: str | None = None, **more: Any
    ) -> None:
        self.low, self.high, self.unit = low, high, unit
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
        return _calendar(text, lambda plain: date.fromisoformat(plain), "%d/%m/%Y", 10)


class WallTime(_Typed):
    """A date and time on the patient's own wall; ``value`` is naive, to the minute."""

    def __init__(self, label: str, *, missing: str | None = None, **more: Any) -> None:
        super().__init__(label, missing=missing, **more)
        self.input_type = "datetime-local"

    def read(self, text: str) -> datetime:
        """The wall time."""
        found = _calendar(text, _plain_datetime, "%d/%m/%Y %H:%M", 19)
        return found.replace(second=0, microsecond=0)

    def write(self, value: Any) -> str:
        """As a browser's field wants it."""
        return f"{value:%Y-%m-%dT%H:%M}"


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


def storable(longest: int) -> Callable[[Any, Field], None]:
    """A validator: text that every database holds, not longer than so many characters."""

    def check(_form: Any, field: Field) -> None:
        text = field.data or ""
        if len(text) > longest:
            raise ValidationError(
                f"{field.label.text}: {len(text):,} characters is too long. "
                f"There is room for {longest:,}."
            )
        if any(unicodedata.category(char) == "Cs" or char == "\x00" for char in text):
            raise ValidationError(f"{field.label.text}: this holds a character nobody can store.")

    return check


class Line(StringField):
    """One line of words; empty is None in ``value``."""

    def __init__(self, label: str, longest: int = 200, *, missing: str | None = None, **more: Any):
        self.missing = missing
        checks = [storable(longest), *more.pop("validators", [])]
        super().__init__(label, validators=checks, **more)

    @property
    def value(self) -> str | None:
        """The words without the blanks around them."""
        return (self.data or "").strip() or None

    def pre_validate(self, form: Any) -> None:
        """Refuse an empty line where words are needed."""
        del form
        if self.missing and not self.value:
            raise StopValidation(self.missing)


class Words(TextAreaField):
    """Free words of any number of lines, kept exactly as typed; empty is None in ``value``."""

    def __init__(self, label: str, longest: int = 10_000, **more: Any) -> None:
        super().__init__(label, validators=[storable(longest)], **more)

    @property
    def value(self) -> str | None:
        """The words as typed, with the line ends of the web made plain."""
        text = (self.data or "").replace("\r\n", "\n")
        return text if text.strip() else None
