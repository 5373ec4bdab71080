"""Form fields that refuse what no person meant, and keep every word that was typed."""

from flask_wtf import FlaskForm

from diary.web.fields.choosing import OneOf, Pick, Score
from diary.web.fields.typed import Day, Number, WallTime, Whole
from diary.web.fields.words import Line, Words, storable

__all__ = [
    "Day",
    "Form",
    "Line",
    "Number",
    "OneOf",
    "Pick",
    "Score",
    "WallTime",
    "Whole",
    "Words",
    "storable",
]


class Form(FlaskForm):  # type: ignore[misc]
    """A form with its CSRF token; shape and wording only, never the database."""
