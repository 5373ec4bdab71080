"""The file gets another key by a command; cut off at any moment, it opens by the key it finds."""

import os
import signal
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from diary import keys
from diary.app import create_app
from diary.config import Settings
from diary.db import sqlite_file
from diary.db.engine import UnsoundDatabase, assert_opens
from diary.extensions import db
from diary.transactions import early_commit
from tests.people import move_in

Run = Callable[..., Result]
COUNTED = "SELECT count(*) FROM users"


class Kept:
    """A diary with its keys in files, or its database's key in the environment."""

    def __init__(self, folder: Path, migrated: Path, key: str) -> None:
        self.folder, self.file = folder / "keys", folder / "diary.sqlite"
        self.env = {"DIARY_INSTANCE": str(folder), "DIARY_REMINDERS": "no"}
        self.file.write_bytes(migrated.read_bytes())
        self.folder.mkdir()
        (self.folder / "database").write_text(key)
        (self.folder / "database").chmod(0o600)
        with self.app.app_context():
            with early_commit() as session:
                move_in(session)
            db.engine.dispose()

    @property
    def app(self) -> Flask:
        """As it is started now, by the keys that it finds."""
        return create_app(Settings.from_env(self.env))

    @property
    def key(self) -> str:
        return Settings.from_env(self.env).keys.database

    def run(self, *words: object) -> Result:
        app = self.app
        answer = app.test_cli_runner().invoke(args=[str(word) for word in words])
        with app.app_context():
            db.engine.dispose()
        return answer

    def people(self) -> int:
        """Raises ``UnsoundDatabase`` where a server would not start."""
        settings = Settings.from_env(self.env)
        assert_opens(settings.database_url, settings.keys)
        with closing(sqlite_file.opened(self.file, settings.keys.database)) as connection:
            return int(connection.execute(COUNTED).fetchone()[0])


@pytest.fixture
def kept(tmp_path: Path, migrated_file: Path) -> Kept:
    return Kept(tmp_path, migrated_file, "5e" * 32)


def test_it_opens_by_the_new_key_alone_and_the_former_is_kept(kept: Kept) -> None:
    beside = {path.name for path in kept.file.parent.iterdir()}
    first = kept.key
    answer = kept.run("database", "rotate")
    assert answer.exit_code == 0, answer.output
    assert "Encrypting anew" in answer.output
    assert (kept.key != first, kept.people()) == (True, 3)
    with pytest.raises(UnsoundDatabase):
        sqlite_file.opened(kept.file, first)
    assert keys.former_keys(kept.folder) == [first]
    assert {path.name for path in kept.file.parent.iterdir()} == beside
    assert sorted(p.name.partition("-")[0] for p in kept.folder.glob("database*")) == [
        "database",
        "database.before",
    ]
    for path in (kept.file, *kept.folder.iterdir()):
        assert path.stat().st_mode & 0o077 == 0, path


def _killed_at(kept: Kept, owner: object, name: str, before: Callable[..., Any] | None) -> None:
    """The command in a process of its own, which is killed when it comes to this call."""
    child = os.fork()
    if child == 0:
        honest = getattr(owner, name)

        def last(*arguments: Any, **named: Any) -> None:
            if before is not None:
                before(honest, *arguments, **named)
            os.kill(os.getpid(), signal.SIGKILL)

        with suppress(BaseException):
            setattr(owner, name, last)
            kept.run("database", "rotate")
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL, "not met"


def _does(honest: Callable[..., Any], *arguments: Any, **named: Any) -> None:
    honest(*arguments, **named)


MOMENTS = {
    "before it is compared": (sqlite_file, "assert_same", None),
    "before the key is written down": (keys, "announce", None),
    "before the swap": (keys, "announce", _does),
    "after the swap": (sqlite_file, "put", _does),
    "before the keys are settled": (keys, "settle", None),
    "after the former key was kept": (Path, "hardlink_to", _does),
    "after the keys were settled": (keys, "settle", _does),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_moment_it_opens_and_is_done_by_running_it_again(
    kept: Kept, moment: str
) -> None:
    first = kept.key
    _killed_at(kept, *MOMENTS[moment])
    assert kept.people() == 3
    answer = kept.run("database", "rotate")
    assert answer.exit_code == 0, answer.output
    assert (kept.key != first, kept.people()) == (True, 3)
    assert first in keys.former_keys(kept.folder)
    assert not (kept.folder / keys.ANNOUNCED).exists()
    assert not kept.file.with_name("diary.sqlite.new").exists()


def test_the_control_a_key_that_nobody_wrote_down_is_lost_with_the_process(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "announce", lambda *_: None)
    _killed_at(kept, sqlite_file, "put", _does)
    with pytest.raises(UnsoundDatabase):
        kept.people()


def test_it_refuses_while_the_diary_runs(kept: Kept) -> None:
    first = kept.key
    with closing(sqlite_file.opened(kept.file, first)) as reader:
        reader.execute("PRAGMA journal_mode=WAL")
        reader.execute("BEGIN")
        reader.execute(COUNTED).fetchone()
        answer = kept.run("database", "rotate")
    assert (answer.exit_code, "stop the diary first" in answer.output) == (1, True)
    assert (kept.key, kept.people()) == (first, 3)


def test_it_refuses_while_a_server_that_is_asked_nothing_is_up(kept: Kept) -> None:
    first, app = kept.key, kept.app
    with app.app_context():
        with early_commit() as session:
            assert session.connection().exec_driver_sql(COUNTED).scalar_one() == 3
        answer = kept.run("database", "rotate")  # its connection is held, and does nothing
        assert (answer.exit_code, "stop the diary first" in answer.output) == (1, True)
        db.engine.dispose()
    assert (kept.key, kept.people()) == (first, 3)
    assert kept.run("database", "rotate").exit_code == 0


def test_a_backup_of_before_comes_back_by_its_former_key(kept: Kept, tmp_path: Path) -> None:
    kept.run("backup", tmp_path / "a.backup")
    kept.run("database", "rotate")
    with closing(sqlite_file.opened(kept.file, kept.key)) as connection:
        connection.execute("DELETE FROM users WHERE name = 'Cleo'")
    done = kept.run("restore", "--replace", tmp_path / "a.backup")
    assert done.exit_code == 0, done.output
    assert kept.people() == 3  # under the key of today
    former = next(kept.folder.glob(f"{keys.FORMER}*")).rename(tmp_path / "elsewhere")
    refused = kept.run("restore", "--replace", tmp_path / "a.backup")
    assert (refused.exit_code, "does not open with this key" in refused.output) == (1, True)
    named = kept.run("restore", "--replace", "--key-file", former, tmp_path / "a.backup")
    assert (named.exit_code, kept.people()) == (0, 3)


@pytest.fixture
def by_environment(kept: Kept) -> Kept:
    kept.env["DIARY_DATABASE_KEY"] = kept.key
    (kept.folder / "database").unlink()
    return kept


def test_a_key_of_the_environment_is_replaced_by_one_that_the_operator_gives(
    by_environment: Kept, tmp_path: Path
) -> None:
    kept = by_environment
    refused = kept.run("database", "rotate")
    assert (refused.exit_code, "DIARY_DATABASE_KEY" in refused.output) == (1, True)
    for no_key in (b"no key", b"\xff" * 64):
        (tmp_path / "new").write_bytes(no_key)
        wrong = kept.run("database", "rotate", "--to", tmp_path / "new")
        assert (wrong.exit_code, "64 hexadecimal digits" in wrong.output) == (1, True)
    assert kept.people() == 3
    (tmp_path / "new").write_text("0f" * 32 + "\n")
    done = kept.run("database", "rotate", "--to", tmp_path / "new")
    assert (done.exit_code, "before the next start" in done.output) == (0, True)
    kept.env["DIARY_DATABASE_KEY"] = "0f" * 32
    assert kept.people() == 3
    assert list(kept.folder.glob("database*")) == []


def test_it_says_where_there_is_no_encrypted_file(kept: Kept) -> None:
    kept.file.unlink()
    kept.env["DIARY_DATABASE_ENCRYPTED"] = "no"
    answer = kept.run("database", "rotate")
    assert (answer.exit_code, "nothing to give another key to" in answer.output) == (1, True)
