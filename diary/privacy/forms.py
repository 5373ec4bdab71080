"""Handing an archive over: shape and wording."""

from typing import Any

from wtforms import BooleanField, FileField
from wtforms.validators import ValidationError

from diary.privacy.rules.archive import MOST_BYTES
from diary.web.fields import Form


class ArchiveForm(Form):
    """One file."""

    file = FileField("The zip")

    def validate_file(self, field: Any) -> None:
        """Refuse a form without a file."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choose a file first.")

    @property
    def content(self) -> bytes:
        """The bytes of the file, never more than one too many; its name is of no interest."""
        content: bytes = self.file.data.read(MOST_BYTES + 1)
        return content


class EraseForm(Form):
    """The word that it is meant."""

    sure = BooleanField("Yes, erase everything about me")

    def validate_sure(self, field: Any) -> None:
        """Nothing is erased by a tap alone."""
        if not field.data:
            raise ValidationError("Tick the box if you are sure.")
