"""Handing over a file, and saying how it is read: its columns, and what it leaves open."""

import re
from collections.abc import Mapping
from typing import Any

from wtforms import FileField
from wtforms.validators import ValidationError

from diary.tabular.csv_columns import ColumnMapping, WantedColumns
from diary.web.fields import Form

_PREFIX = "column-"
_PLACE = re.compile(r"[0-9]{1,3}")
_ANSWER = re.compile(r"ask-([a-z]{1,20}(?:-[a-z]{1,10})?(?:-[0-9]{1,3})?)")
_LONGEST_ANSWER = 24


class UploadForm(Form):
    """One file."""

    file = FileField("CSV file")

    def validate_file(self, field: Any) -> None:
        """Refuse a form without a file."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choose a file first.")

    @property
    def content(self) -> bytes:
        """The bytes of the file. Its name is of no interest."""
        content: bytes = self.file.data.read()
        return content


def chosen_columns(columns: WantedColumns, sent: Mapping[str, str]) -> dict[str, int] | None:
    """Return the columns as chosen on the page. None where nobody has chosen."""
    picked = {name: sent[_PREFIX + name] for name in columns.names if _PREFIX + name in sent}
    if not picked:
        return None
    return {name: int(place) for name, place in picked.items() if _PLACE.fullmatch(place)}


def answers_of(sent: Mapping[str, str]) -> dict[str, str]:
    """Return the answers to questions about the file, by the names of the questions."""
    return {
        match[1]: value[:_LONGEST_ANSWER]
        for name, value in sent.items()
        if (match := _ANSWER.fullmatch(name))
    }


def answer_name(name: str) -> str:
    """The name of the field for one question."""
    return f"ask-{name}"


def field_name(name: str) -> str:
    """The name of the select for one of our columns."""
    return _PREFIX + name


def hidden_fields(columns: ColumnMapping, answers: Mapping[str, str]) -> dict[str, int | str]:
    """Columns and answers as fields of the next form: what was seen is what will be added."""
    places: dict[str, int | str] = {
        field_name(name): place for name, place in columns.places.items()
    }
    return places | {answer_name(name): answer for name, answer in answers.items()}


def picked_on_page(sent: Mapping[str, str]) -> bool:
    """Whether somebody has chosen columns, rightly or not."""
    return any(name.startswith(_PREFIX) for name in sent)
