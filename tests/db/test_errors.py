"""An error of the database may end in a log: it tells nothing of the row that was to be stored."""

import traceback
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from diary import clock
from diary.accounts.models import User
from diary.extensions import db
from diary.transactions import early_commit
from tests.conftest import ENGINES
from tests.people import People

pytestmark = pytest.mark.parametrize("engine_kind", ENGINES, indirect=True)
PLANTED = "canaryname"


@pytest.mark.parametrize(
    ("email", "role"),
    [("new@example.org", "nonsense"), ("ana@example.org", "patient")],
    ids=["a value that is not known", "an address that is taken"],
)
def test_what_a_row_was_to_hold_is_in_no_word_of_it(
    app: Flask, people: People, email: str, role: str
) -> None:
    row = User(
        id=uuid4(),
        email=email,
        password_hash="none",
        role=role,
        name=PLANTED,
        created_at_utc=clock.now(),
    )

    def store() -> None:
        with early_commit() as session:
            session.add(row)
            session.flush()

    told = _told(app, store)
    assert "users" in told  # the control: it says enough to be understood
    assert PLANTED not in told
    assert email not in told


def test_a_value_that_cannot_be_read_is_in_no_word_of_it(app: Flask) -> None:
    def read() -> None:
        lite = db.engine.dialect.name == "sqlite"
        asked = "SELECT no_such(:words)" if lite else "SELECT CAST(:words AS integer)"
        with db.engine.connect() as connection:
            connection.execute(text(asked), {"words": PLANTED})

    assert PLANTED not in _told(app, read)


def _told(app: Flask, fails: Callable[[], None]) -> str:
    """What a log would hold of it."""
    with app.app_context(), pytest.raises(DBAPIError) as refused:
        fails()
    return "".join(traceback.format_exception(refused.value))
