"""The forms for restoring an archive and for requesting an erasure."""

from typing import Any

from wtforms import BooleanField, FileField
from wtforms.validators import ValidationError

from diary.privacy.rules.archive import MOST_BYTES
from diary.web.fields import Form


class ArchiveForm(Form):
    """The upload of one archive."""

    file = FileField("The zip")

    def validate_file(self, field: Any) -> None:
        """Refuse a form without a file."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choose a file first.")

    @property
    def content(self) -> bytes:
        """The bytes of the file, at most one more than allowed. Its name is ignored."""
        content: bytes = self.file.data.read(MOST_BYTES + 1)
        return content


class EraseForm(Form):
    """The confirmation of an erasure."""

    sure = BooleanField("Yes, erase everything about me")

    def validate_sure(self, field: Any) -> None:
        """Refuse a form without the tick, so that one tap erases nothing."""
        if not field.data:
            raise ValidationError("Tick the box if you are sure.")
