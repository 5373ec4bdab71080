"""A backup holds all that was acknowledged, opens by its key alone, and comes back whole."""

import os
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event as Flag
from threading import Thread

import pytest
from click.testing import Result
from flask import Flask

from diary.audit.actions import record
from diary.audit.rules import Event
from diary.db import backup, sqlite_file
from diary.db.engine import UnsoundDatabase
from diary.extensions import db
from diary.transactions import early_commit
from tests.conftest import KEYS
from tests.people import People

Run = Callable[..., Result]
OTHER = "0f" * 32


@pytest.fixture
def file(app: Flask, people: People) -> Path:
    with app.app_context():
        return Path(str(db.engine.url.database))


@pytest.fixture
def run(app: Flask) -> Run:
    return lambda *words: app.test_cli_runner().invoke(args=[str(word) for word in words])


def _rows(file: Path, table: str) -> int:
    with closing(sqlite_file.opened(file, KEYS.database)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _more_than(number: int, acknowledged: list[int]) -> int:
    """How many there are, once they are more than this, however slow the machine is."""
    until = time.monotonic() + 60
    while len(acknowledged) <= number:
        assert time.monotonic() < until, "nothing is written any more"
        time.sleep(0.01)
    return len(acknowledged)


def test_taken_under_load_it_holds_every_write_that_was_acknowledged_before(
    app: Flask, people: People, file: Path, tmp_path: Path
) -> None:
    stop, acknowledged = Flag(), list[int]()

    def write() -> None:
        while not stop.is_set():
            with app.app_context(), early_commit() as session:
                record(session, Event.ACCOUNT_PROFILE, people.ana.id)
            acknowledged.append(1)

    writers = [Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    try:
        for n in range(5):
            before = _more_than(len(acknowledged) + 4, acknowledged)
            backup.back_up(file, KEYS.database, tmp_path / f"{n}.backup")
            assert _rows(tmp_path / f"{n}.backup", "audit_events") >= before
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert len(acknowledged) > 20
    assert _rows(tmp_path / "4.backup", "users") == 3


def test_it_is_encrypted_for_its_owner_and_no_key_is_in_it(
    run: Run, file: Path, tmp_path: Path
) -> None:
    answer = run("backup", tmp_path / "a.backup")
    assert answer.exit_code == 0, answer.output
    assert "brought back and compared" in answer.output
    saved = (tmp_path / "a.backup").read_bytes()
    field_key = "YSBrZXkgZm9yIHRlc3RzIG9ubHksIDMyIGJ5dGVzISE="
    for words in (b"ana@example.org", KEYS.database.encode(), bytes.fromhex(KEYS.database)):
        assert words not in saved
    assert field_key.encode() not in saved
    assert (tmp_path / "a.backup").stat().st_mode & 0o077 == 0
    assert sorted(p.name for p in tmp_path.glob("a.backup*")) == ["a.backup"]
    with pytest.raises(UnsoundDatabase):
        sqlite_file.opened(tmp_path / "a.backup", OTHER)


def test_the_control_an_open_copy_holds_the_address(file: Path, tmp_path: Path) -> None:
    backup.back_up(file, KEYS.database, tmp_path / "a.backup")
    sqlite_file.convert(tmp_path / "a.backup", KEYS.database, "")
    assert b"ana@example.org" in (tmp_path / "a.backup").read_bytes()


def test_it_never_takes_the_place_of_another_file(run: Run, file: Path, tmp_path: Path) -> None:
    (tmp_path / "a.backup").write_text("precious")
    answer = run("backup", tmp_path / "a.backup")
    assert (answer.exit_code, "exists already" in answer.output) == (1, True)
    assert (tmp_path / "a.backup").read_text() == "precious"


def test_a_backup_that_lost_a_row_is_not_kept(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = backup._copy

    def lossy(source: Path, target: Path) -> None:
        honest(source, target)
        with closing(sqlite_file.opened(target, KEYS.database)) as connection:
            connection.execute("DELETE FROM users WHERE name = 'Cleo'")

    monkeypatch.setattr(backup, "_copy", lossy)
    answer = run("backup", tmp_path / "a.backup")
    assert (answer.exit_code, "differs in users" in answer.output) == (1, True)
    assert list(tmp_path.glob("a.backup*")) == []


def test_it_comes_back_and_what_was_there_is_kept(
    app: Flask, run: Run, file: Path, tmp_path: Path
) -> None:
    run("backup", tmp_path / "a.backup")
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM users WHERE name = 'Cleo'")
    with app.app_context():
        db.engine.dispose()
    refused = run("restore", tmp_path / "a.backup")
    assert (refused.exit_code, "--replace" in refused.output) == (1, True)
    assert _rows(file, "users") == 2
    done = run("restore", "--replace", tmp_path / "a.backup")
    assert done.exit_code == 0, done.output
    assert _rows(file, "users") == 3
    former = next(file.parent.glob("diary.sqlite.before-*"))
    assert str(former) in done.output
    assert _rows(former, "users") == 2
    with app.app_context(), db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"


def test_it_does_not_come_back_while_the_diary_runs(
    app: Flask, run: Run, file: Path, tmp_path: Path
) -> None:
    run("backup", tmp_path / "a.backup")
    with app.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM users").scalar_one()
        answer = run("restore", "--replace", tmp_path / "a.backup")
    assert (answer.exit_code, "in use" in answer.output) == (1, True)


def test_a_diary_that_no_longer_opens_gives_way_and_is_kept(
    app: Flask, run: Run, file: Path, tmp_path: Path
) -> None:
    run("backup", tmp_path / "a.backup")
    with app.app_context():
        db.engine.dispose()
    file.write_bytes(b"noise" * 2000)
    done = run("restore", "--replace", tmp_path / "a.backup")
    assert done.exit_code == 0, done.output
    assert _rows(file, "users") == 3
    assert next(file.parent.glob("diary.sqlite.before-*")).read_bytes()[:5] == b"noise"


@pytest.mark.parametrize("damage", ["no such file", "another key", "cut short"])
def test_what_is_no_backup_changes_nothing(
    app: Flask, run: Run, file: Path, tmp_path: Path, damage: str
) -> None:
    saved = tmp_path / "a.backup"
    if damage != "no such file":
        run("backup", saved)
    if damage == "another key":
        sqlite_file.convert(saved, KEYS.database, OTHER)
    elif damage == "cut short":
        os.truncate(saved, saved.stat().st_size // 2)
    with app.app_context():
        db.engine.dispose()
    answer = run("restore", "--replace", saved)
    assert isinstance(answer.exception, SystemExit)  # a sentence, not a traceback
    assert answer.exit_code == 1
    assert _rows(file, "users") == 3
