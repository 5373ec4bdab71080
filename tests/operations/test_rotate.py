"""A new key seals every value; cut off it goes on; both keys open until it is done."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import Connection, MetaData, select

from diary.app import create_app
from diary.config import Settings
from diary.db import Base, rotation
from diary.entries.models import EntryRow
from diary.extensions import alembic, db
from diary.keys import Keyring
from tests import postgres
from tests.conftest import ENGINES
from tests.whole_app.planting import CANARIES, plant

Run = Callable[..., Result]


def _fields(app: Flask) -> Keyring:
    settings: Settings = app.extensions["settings"]
    return settings.keys.fields


@pytest.fixture(params=ENGINES)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A full diary with its keys in files."""
    env = {"DIARY_INSTANCE": str(tmp_path), "DIARY_REMINDERS": "no"}
    if request.param == "sqlite":
        yield from _full(env)
    else:
        with postgres.database() as url:
            yield from _full({**env, "DATABASE_URL": url})


def _full(env: dict[str, str]) -> Iterator[Flask]:
    app = create_app(Settings.from_env(env))
    with app.app_context():
        alembic.upgrade()
    plant(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def run(kept: Flask) -> Run:
    return lambda *words: kept.test_cli_runner().invoke(args=["keys", *words])


def _notes(app: Flask) -> set[str | None]:
    with app.app_context(), db.sessionmaker() as session:
        return set(session.scalars(select(EntryRow.note)))


def _under(app: Flask, key: str) -> int:
    with app.app_context(), db.engine.connect() as connection:
        return rotation.under(connection, Base.metadata, key)


def test_every_value_is_under_the_new_key_and_reads_as_before(kept: Flask, run: Run) -> None:
    first, before = _fields(kept).active, _notes(kept)
    values = _under(kept, first)
    assert values > 15
    answer = run("rotate")
    assert answer.exit_code == 0, answer.output
    assert "Sealing anew" in answer.output
    second = _fields(kept).active
    assert second != first
    assert (_under(kept, first), _under(kept, second)) == (0, values)
    assert _notes(kept) == before
    assert CANARIES["ana note"] in before


def test_a_rotation_that_was_cut_off_goes_on_with_the_same_key(
    kept: Flask, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, honest, calls = _fields(kept).active, rotation.reseal_some, iter(range(99))

    def cut(connection: Connection, metadata: MetaData, active: str) -> int:
        if next(calls) == 2:
            raise KeyboardInterrupt
        return honest(connection, metadata, active)

    with monkeypatch.context() as patch:
        patch.setattr(rotation, "AT_ONCE", 1)
        patch.setattr(rotation, "reseal_some", cut)
        assert run("rotate").exit_code != 0
    second = _fields(kept).active
    assert _under(kept, first) > 0
    assert _under(kept, second) > 0
    assert CANARIES["ana note"] in _notes(kept)  # each value by its own key
    refused = run("drop", first)
    assert refused.exit_code != 0
    assert f"can only be read by {first}" in refused.output
    again = run("rotate")
    assert f"Going on with {second}" in again.output
    assert _fields(kept).active == second
    assert _under(kept, first) == 0


def test_a_key_that_seals_nothing_can_be_dropped_and_the_active_one_never(
    kept: Flask, run: Run
) -> None:
    first = _fields(kept).active
    assert run("drop", first).exit_code != 0
    run("rotate")
    asked = run("drop", first)  # nobody answers
    assert (asked.exit_code, "Backups and dumps of before may" in asked.output) == (1, True)
    assert first in run("list").output
    assert run("drop", "--yes", first).exit_code == 0
    assert first not in run("list").output
    assert CANARIES["ana note"] in _notes(kept)
    assert run("drop", "unknown").exit_code != 0


def test_a_running_diary_learns_the_new_key_by_itself(kept: Flask, run: Run) -> None:
    settings: Settings = kept.extensions["settings"]
    file = settings.instance / "keys" / "fields"
    running = Keyring(file.read_text(), file)
    run("rotate")
    assert file.stat().st_mode & 0o077 == 0
    assert running.active == _fields(kept).active
