"""What people write lies sealed in the tables."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from diary.db import Base, EncryptedText, Id
from diary.extensions import alembic, db
from tests import postgres
from tests.conftest import ENGINES, make_app
from tests.whole_app.planting import CANARIES, plant

SEALED = {
    (table.name, column.name): column.type
    for table in Base.metadata.tables.values()
    for column in table.columns
    if isinstance(column.type, EncryptedText)
}


@pytest.fixture(params=ENGINES)
def full(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A diary full of planted words."""
    if request.param == "sqlite":
        app = make_app(f"sqlite:///{tmp_path / 'full.sqlite'}", tmp_path)
        yield from _filled(app)
    else:
        with postgres.database() as url:
            yield from _filled(make_app(url, tmp_path))


def _filled(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        alembic.upgrade()
    plant(app)
    yield app
    with app.app_context():
        db.engine.dispose()


def _lying() -> str:
    """Everything as it lies in the tables."""
    with db.engine.connect() as connection:
        return "".join(
            repr(
                [
                    tuple(map(str, row))
                    for row in connection.execute(text(f'SELECT * FROM "{name}"'))
                ]
            )
            for name in Base.metadata.tables
        )


def _read() -> dict[str, Any]:
    """Everything as the diary reads it."""
    with db.sessionmaker() as session:
        return {
            name: sorted(map(repr, session.execute(select(table))))
            for name, table in Base.metadata.tables.items()
        }


def _words() -> set[str]:
    return {word for word in CANARIES.values() if word.startswith("canary")}


def test_no_planted_word_lies_in_a_table(full: Flask) -> None:
    with full.app_context():
        lying, read = _lying(), repr(_read())
    assert {word for word in _words() if word in lying} == set()
    assert {word for word in _words() if word not in read} == set()  # and each of them is there
    assert "fcm.googleapis.com" not in lying


def test_every_sealed_column_names_its_own_place() -> None:
    assert {place: kind.place for place, kind in SEALED.items()} == {
        (table, column): f"{table}.{column}" for table, column in SEALED
    }


def test_every_text_that_people_write_is_sealed() -> None:
    """A new column of words is sealed, or is named here with the reason why it is not."""
    open_words = {
        "consents.name": "which text, in our words",
        "clinics.name": "the practice's name, on its door",
        "users.email": "found by it at each sign-in",
        "users.name": "sorted and searched in My patients; the file is encrypted as a whole",
        "users.born_on": "a date, told beside the name",
        "invitations.email": "found by it",
        "reminder_devices.name": "the kind of browser, in our words",
        "sign_ins.device_name": "the same",
    }
    told = set()
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if {"name", "words", "note", "plan", "email", "place", "secret"} & set(
                column.name.split("_")
            ) and not isinstance(column.type, EncryptedText | Id):
                told.add(f"{table.name}.{column.name}")
    assert told <= open_words.keys() | {"reminder_leases.name"}
