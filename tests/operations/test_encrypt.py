"""A database that was made before is encrypted by a command, or stays as it was."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from diary.db import sqlite_file
from diary.extensions import db
from diary.keys import is_encrypted, is_plain
from tests.conftest import KEYS, make_settings
from tests.people import People

Run = Callable[..., Result]


@pytest.fixture
def file(app: Flask, people: People) -> Path:
    """A diary of the time before encryption."""
    with app.app_context():
        db.engine.dispose()
        file = Path(str(db.engine.url.database))
    sqlite_file.convert(file, KEYS.database, "")
    return file


@pytest.fixture
def run(app: Flask) -> Run:
    return lambda *words: app.test_cli_runner().invoke(args=["database", *words])


def test_it_is_encrypted_with_every_row_in_it_and_leaves_nothing_beside_it(
    app: Flask, file: Path, run: Run
) -> None:
    beside = {path.name for path in file.parent.iterdir()}
    answer = run("encrypt")
    assert answer.exit_code == 0, answer.output
    assert "rows in" in answer.output
    assert is_encrypted(file)
    assert file.stat().st_mode & 0o077 == 0
    assert {path.name for path in file.parent.iterdir()} == beside
    with app.app_context(), db.engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM users ORDER BY name").scalars().all()
    assert names == ["Ana", "Ben", "Cleo"]


def test_twice_says_that_it_is_done(file: Path, run: Run) -> None:
    run("encrypt")
    again = run("encrypt")
    assert (again.exit_code, "encrypted already" in again.output) == (0, True)


def test_it_refuses_while_somebody_has_the_diary_open(file: Path, run: Run) -> None:
    with closing(sqlite_file.opened(file, "")) as reader:
        reader.execute("PRAGMA journal_mode=WAL")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM users").fetchone()
        answer = run("encrypt")
        assert answer.exit_code != 0
        assert "in use: stop the diary first" in answer.output
        assert is_plain(file)
    assert run("encrypt").exit_code == 0


def test_a_copy_that_differs_never_takes_the_place(
    file: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, honest = file.read_bytes(), sqlite_file.content_of

    def lossy(connection: object, report_progress: sqlite_file.Progress) -> sqlite_file.Content:
        content = honest(connection, report_progress)
        content["users"] = (content["users"][0] + 1, content["users"][1])
        return content

    calls = iter((lossy, honest))

    def first_lossy(
        connection: object, report_progress: sqlite_file.Progress
    ) -> sqlite_file.Content:
        return next(calls)(connection, report_progress)

    monkeypatch.setattr(sqlite_file, "content_of", first_lossy)
    answer = run("encrypt")
    assert answer.exit_code != 0
    assert "differs in users" in answer.output
    assert file.read_bytes() == before
    assert not file.with_name("diary.sqlite.new").exists()


def test_it_says_where_there_is_nothing_to_encrypt(app: Flask, tmp_path: Path) -> None:
    settings = make_settings("postgresql://nobody@nowhere/nothing", tmp_path)
    app.extensions["settings"] = settings
    answer = app.test_cli_runner().invoke(args=["database", "encrypt"])
    assert (answer.exit_code, "PostgreSQL" in answer.output) == (1, True)
