"""Numbers and dates typed by hand: exact, in the order of the reader's region, or refused."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from diary.domain.people import Role, Viewer
from diary.web.fields import Day, Form, Number, WallTime
from diary.web.fields import numbers_and_times as module


class Typed(Form):
    number = Number("Dose", "0", "2000")
    day = Day("Day")
    at = WallTime("Time")


def typed(app: Flask, **fields: str) -> Any:
    with app.test_request_context():
        form = Typed(formdata=MultiDict(fields), meta={"csrf": False})
        form.validate()
        return form


@pytest.fixture
def region(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Somebody whose profile has this region, or nobody, is signed in."""

    def sign_in(language: str | None) -> None:
        who = None
        if language is not None:
            some_id = uuid4()
            who = Viewer(some_id, Role.PATIENT, "Ana", "ana@example.org", language=language)
        monkeypatch.setattr(module, "maybe_viewer", lambda: who)

    return sign_in


@pytest.mark.parametrize(
    ("text", "number"), [(".5", "0.5"), (",33", "0.33"), ("7,3", "7.3"), ("0.125", "0.125")]
)
def test_a_number_may_begin_with_its_point(app: Flask, text: str, number: str) -> None:
    assert typed(app, number=text).number.value == Decimal(number)


@pytest.mark.parametrize("text", ["", ".", ",", "-", "-.", "1.", "1e1", ".5.5", "٣"])
def test_what_is_no_number_is_none(app: Flask, text: str) -> None:
    assert typed(app, number=text).number.value is None


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en-GB", "03/04/2026", date(2026, 4, 3)),
        ("en-US", "03/04/2026", date(2026, 3, 4)),
        ("en-US", "3/4/2026", date(2026, 3, 4)),
        ("en-US", "03.04.2026", date(2026, 4, 3)),
        ("en-GB", "31.05.2026", date(2026, 5, 31)),
        (None, "31/05/2026", date(2026, 5, 31)),
        (None, "05/31/2026", date(2026, 5, 31)),
        (None, "05/05/2026", date(2026, 5, 5)),
        (None, "2026-04-03", date(2026, 4, 3)),
    ],
)
def test_a_date_follows_the_order_of_the_profile(
    app: Flask, region: Any, language: str | None, text: str, day: date
) -> None:
    region(language)
    form = typed(app, day=text, at=f"{text} 10:15" if "/" in text or "." in text else "")
    assert form.day.value == day
    if form.at.data:
        assert form.at.value == datetime(day.year, day.month, day.day, 10, 15)


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        (None, "03/04/2026", "can be read in two ways"),
        ("en-US", "31/05/2026", "month/day/year"),
        ("en-GB", "05/31/2026", "day/month/year"),
        ("en-GB", "31/05-2026", "not a date we can read"),
        ("en-GB", "01/01/1899", "after 1 January 1900"),
    ],
)
def test_a_date_that_could_be_another_is_refused_in_words(
    app: Flask, region: Any, language: str | None, text: str, words: str
) -> None:
    region(language)
    form = typed(app, day=text)
    assert form.day.value is None
    assert words in form.day.errors[0]
    assert form.day.data == text
