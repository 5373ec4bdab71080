"""Fields for words: kept exactly as typed, refused only where nobody could store them."""

import unicodedata
from collections.abc import Callable
from typing import Any

from wtforms import Field, StringField, TextAreaField
from wtforms.validators import StopValidation, ValidationError


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
    """One line of words. Empty is None in ``value``."""

    def __init__(
        self, label: str, longest: int = 200, *, missing: str | None = None, **more: Any
    ) -> None:
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
    """Free words of any number of lines, kept exactly as typed. Empty is None in ``value``."""

    def __init__(self, label: str, longest: int = 10_000, **more: Any) -> None:
        super().__init__(label, validators=[storable(longest)], **more)

    @property
    def value(self) -> str | None:
        """The words as typed, with the line ends of the web made plain."""
        text = (self.data or "").replace("\r\n", "\n")
        return text if text.strip() else None
