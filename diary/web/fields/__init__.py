"""Form fields that refuse what no person meant, and keep every word that was typed."""

from collections.abc import Mapping
from typing import Any, Self

from flask import has_request_context, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from diary.web.fields.choices import OneOf, Pick, ScoreField
from diary.web.fields.numbers_and_times import (
    ClockTime,
    Day,
    Number,
    WallTime,
    Whole,
    check_blood_pressure,
)
from diary.web.fields.text import Line, Words, storable

__all__ = [
    "ClockTime",
    "Day",
    "Form",
    "Line",
    "Number",
    "OneOf",
    "Pick",
    "ScoreField",
    "WallTime",
    "Whole",
    "Words",
    "check_blood_pressure",
    "storable",
]


class Form(FlaskForm):  # type: ignore[misc]
    """A form with its CSRF token: shape and wording only, never the database."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Where the fields come from."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """What a form sent, and never the JSON that Flask-WTF would take for one."""
            if has_request_context() and request.is_json:
                return formdata if isinstance(formdata, MultiDict) else None
            return super().wrap_formdata(form, formdata)

    @classmethod
    def sent(cls, fields: Mapping[str, str], *about: Any) -> Self:
        """Build the form as a phone kept it, which has no token. ``about`` goes to it."""
        return cls(*about, formdata=MultiDict(fields), meta={"csrf": False})
