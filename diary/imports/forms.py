"""Handing over a file, and saying which of its columns is which."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import FileField
from wtforms.validators import ValidationError

from diary.web.csv_columns import Columns, Wanted, as_chosen, by_name
from diary.web.csv_table import Table, Unreadable, read
from diary.web.fields import Form

_PREFIX = "column-"
_PLACE = re.compile(r"[0-9]{1,3}")


class UploadForm(Form):
    """One file."""

    file = FileField("CSV file")

    def validate_file(self, field: Any) -> None:
        """Refuse a form without a file."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choose a file first.")

    @property
    def content(self) -> bytes:
        """The bytes of the file; its name is of no interest."""
        found: bytes = self.file.data.read()
        return found


def file_fault(content: bytes) -> str | None:
    """Why a file cannot be used at all, in a sentence; nothing for one that can."""
    found = read(content)
    if isinstance(found, Unreadable):
        return found.reason
    if not found.rows and not found.broken:
        return "The file names its columns and has no line below them."
    return None


def table_of(
    content: bytes, wanted: Wanted, sent: Mapping[str, str]
) -> tuple[Table, Columns] | None:
    """A kept file and its columns as chosen; nothing for one that should not have been kept."""
    table = read(content)
    if isinstance(table, Unreadable):
        return None
    return table, columns_of(table.header, wanted, sent)


def columns_of(header: Sequence[str], wanted: Wanted, sent: Mapping[str, str]) -> Columns:
    """The columns as chosen on the page; by their names where nobody has chosen."""
    picked = {name: sent[_PREFIX + name] for name in wanted.names if _PREFIX + name in sent}
    if not picked:
        return by_name(header, wanted)
    places = {name: int(place) for name, place in picked.items() if _PLACE.fullmatch(place)}
    return as_chosen(header, wanted, places)


def field_name(name: str) -> str:
    """The name of the select for one of our columns."""
    return _PREFIX + name


def hidden_fields(columns: Columns) -> dict[str, int]:
    """The columns as fields of the next form, so that what was seen is what will be added."""
    return {field_name(name): place for name, place in columns.places.items()}


def picked_on_page(sent: Mapping[str, str]) -> bool:
    """Whether somebody has chosen columns, rightly or not."""
    return any(name.startswith(_PREFIX) for name in sent)
