"""What must hold before the diary starts: each fault ends it with a sentence, never a traceback."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import FlaskGroup
from sqlalchemy import text

from diary.app import create_app
from diary.config import ROOT, Settings
from diary.db.sqlite_file import opened
from diary.extensions import alembic, db
from diary.keys import Keyring
from diary.startup import NotReady, assert_ready
from diary.transactions import early_commit
from tests import postgres
from tests.conftest import ENGINES
from tests.db.later import LATER, NEWEST, add_later_step
from tests.serving import command, free_port
from tests.whole_app.planting import plant

FROM_CLI = {"FLASK_RUN_FROM_CLI": "true"}  # Flask sets it and leaves it; the runner takes it away


@pytest.fixture(params=ENGINES)
def env(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of a diary on a database without tables, with its keys in files."""
    settings = {"DIARY_INSTANCE": str(tmp_path / "instance"), "DIARY_REMINDERS": "no"}
    if request.param == "sqlite":
        yield settings
    else:
        with postgres.database() as url:
            yield {**settings, "DATABASE_URL": url}


@pytest.fixture
def full(env: dict[str, str]) -> Flask:
    """A diary with something sealed in every table that seals."""
    app = _app(env)
    with app.app_context():
        alembic.upgrade()
    plant(app)
    _leave(app)
    return app


APPS: list[Flask] = []


@pytest.fixture(autouse=True)
def _nothing_left_open() -> Iterator[None]:
    yield
    for app in APPS:
        _leave(app)
    APPS.clear()


def _app(env: dict[str, str]) -> Flask:
    APPS.append(create_app(Settings.from_env(env)))
    return APPS[-1]


def _leave(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


def _keys(env: dict[str, str]) -> Path:
    return Path(env["DIARY_INSTANCE"]) / "keys"


def _run(app: Flask, *words: str) -> Result:
    program = FlaskGroup(create_app=lambda: app, load_dotenv=False, set_debug_flag=False)
    done = CliRunner(env=FROM_CLI).invoke(program, words)
    _leave(app)
    return done


def _events(app: Flask) -> int:
    with app.app_context(), db.engine.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM audit_events")) or 0)


# The database's version


def test_a_database_without_tables_says_how_they_are_made(env: dict[str, str]) -> None:
    app = _app(env)
    with pytest.raises(
        NotReady, match=r"^The database is empty: run `flask --app wsgi db upgrade`"
    ):
        assert_ready(app)
    refused = _run(app, "accounts", "sign-out", "ana@example.org")
    assert (refused.exit_code, "is empty" in refused.output) == (1, True)
    with app.app_context():
        alembic.upgrade()
    assert_ready(app)


def test_a_forgotten_upgrade_is_said_with_both_versions(full: Flask) -> None:
    add_later_step(full)
    with pytest.raises(NotReady) as said:
        assert_ready(full)
    assert str(said.value) == (
        f"The database is at {NEWEST}, this version needs {LATER}:"
        " run `flask --app wsgi db upgrade`."
    )
    refused = _run(full, "reminders", "send")
    assert (refused.exit_code, NEWEST in refused.output) == (1, True)
    with full.app_context():
        alembic.upgrade()
    assert_ready(full)


def test_a_database_of_a_newer_version_is_left_alone(full: Flask) -> None:
    with full.app_context(), early_commit() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NotReady, match="at 9999, which this version does not know"):
        assert_ready(full)


@pytest.mark.parametrize("number", ["0001", "0026"])
def test_a_development_copy_is_refused_with_what_to_do(full: Flask, number: str) -> None:
    with full.app_context(), early_commit() as session:
        session.execute(text(f"UPDATE alembic_version SET version_num = '{number}'"))
    with pytest.raises(
        NotReady, match=rf"\({number}\), which nothing converts: export its diaries"
    ):
        assert_ready(full)
    refused = _run(full, "db", "upgrade")
    assert (refused.exit_code, "which nothing converts" in refused.output) == (1, True)


# The keys


def test_the_keys_of_a_new_diary_are_made_at_its_first_start(env: dict[str, str]) -> None:
    app = _app(env)
    with app.app_context():
        alembic.upgrade()
    assert_ready(app)
    made = {file.name for file in _keys(env).iterdir()}
    assert {"fields", "audit"} <= made
    assert all(file.stat().st_mode & 0o077 == 0 for file in _keys(env).iterdir())


@pytest.mark.parametrize("name", ["fields", "audit"])
def test_a_lost_key_stops_the_start_and_nothing_is_written_under_another(
    env: dict[str, str], full: Flask, tmp_path: Path, name: str
) -> None:
    lost, away = _keys(env) / name, tmp_path / "away"
    lost.rename(away)
    app, before = _app(env), _events(full)
    with pytest.raises(NotReady, match=rf"`{name}` of the folder of keys back"):
        assert_ready(app)
    for words in (
        ("accounts", "sign-out", "ana@example.org"),
        ("keys", "rotate"),
        ("db", "upgrade"),
        ("audit", "verify"),
    ):
        refused = _run(app, *words)
        assert (refused.exit_code, f"`{name}`" in refused.output) == (1, True), refused.output
    assert _events(full) == before
    assert not lost.exists(), "a key was made beside what another one sealed"
    away.rename(lost)
    again = _app(env)
    assert_ready(again)
    assert _run(again, "audit", "verify").exit_code == 0


@pytest.mark.parametrize("name", ["fields", "audit"])
def test_another_key_in_its_place_stops_the_start_too(
    env: dict[str, str], full: Flask, name: str
) -> None:
    other = {"fields": Keyring(None, _keys(env).parent / "x").active, "audit": "0f" * 32}
    text_of = {"fields": (_keys(env).parent / "x").read_text(), "audit": other["audit"]}
    (_keys(env) / name).write_text(text_of[name])
    with pytest.raises(NotReady, match=rf"`{name}` of the folder of keys back"):
        assert_ready(_app(env))


def test_a_mistyped_key_of_the_fields_stops_the_start(env: dict[str, str], full: Flask) -> None:
    """It has the id of the right one, so only what it sealed tells the two apart."""
    file = _keys(env) / "fields"
    right = file.read_text()
    name, _, key = right.partition(":")
    file.write_text(f"{name}:{'B' if key[0] == 'A' else 'A'}{key[1:]}")
    app, before = _app(env), _events(full)
    with pytest.raises(NotReady, match=f"The key {name} does not open the notes that it sealed"):
        assert_ready(app)
    for words in (("accounts", "sign-out", "ana@example.org"), ("keys", "list")):
        refused = _run(app, *words)
        assert (refused.exit_code, name in refused.output) == (1, True), refused.output
    assert _events(full) == before
    file.write_text(right)
    assert_ready(_app(env))


def test_one_damaged_note_stops_no_start(env: dict[str, str], full: Flask) -> None:
    with full.app_context(), db.engine.connect() as connection:
        loose = connection.execution_options(writes=True)
        first = "SELECT CAST(min(CAST(id AS text)) AS text) FROM entries WHERE note IS NOT NULL"
        damaged = "UPDATE entries SET note = note || 'AAAA' WHERE CAST(id AS text) = ({})"
        assert loose.execute(text(damaged.format(first))).rowcount == 1
        loose.commit()
    assert_ready(_app(env))


def test_the_list_of_keys_names_one_that_is_missing(env: dict[str, str], full: Flask) -> None:
    first = full.extensions["settings"].keys.fields.active
    (_keys(env) / "fields").unlink()
    listed = _run(_app(env), "keys", "list")
    assert listed.exit_code == 1
    assert re.search(rf"^{first}  \d+ values  \(MISSING", listed.output, re.MULTILINE)
    assert not (_keys(env) / "fields").exists()


def test_after_a_rotation_and_a_drop_it_starts(env: dict[str, str], full: Flask) -> None:
    first = full.extensions["settings"].keys.fields.active
    assert _run(full, "keys", "rotate").exit_code == 0
    assert_ready(_app(env))
    assert _run(full, "keys", "drop", "--yes", first).exit_code == 0
    assert_ready(_app(env))


def test_an_audit_that_was_altered_is_for_verify_and_stops_no_start(full: Flask) -> None:
    """Only the first and the newest link are looked at; either shows that the key is right."""
    with full.app_context(), db.engine.connect() as connection:
        loose = connection.execution_options(writes=True)
        for trigger in loose.execute(
            text("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            if connection.dialect.name == "sqlite"
            else text("SELECT 'ALTER TABLE audit_events DISABLE TRIGGER ALL'")
        ).scalars():
            ended = trigger if trigger.startswith("ALTER") else f"DROP TRIGGER {trigger}"
            loose.execute(text(ended))
        loose.execute(
            text(
                "UPDATE audit_events SET detail = 'x' WHERE position ="
                " (SELECT max(position) FROM audit_events)"
            )
        )
        loose.commit()
    assert_ready(full)
    assert _run(full, "audit", "verify").exit_code == 1


# Restoring


@pytest.mark.parametrize("env", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ["fields", "audit"])
def test_a_backup_whose_keys_are_not_there_is_brought_back_and_says_so(
    env: dict[str, str], full: Flask, tmp_path: Path, name: str
) -> None:
    backup, heads = str(tmp_path / "a.backup"), full.extensions["settings"].audit_heads
    assert _run(full, "backup", backup).exit_code == 0
    (_keys(env) / name).rename(tmp_path / "away")
    before = heads.read_text()
    said = _run(_app(env), "restore", "--replace", backup)
    assert (said.exit_code, f"`{name}` of the folder of keys" in said.output) == (1, True)
    assert heads.read_text() == before, "noted under a key that is not the diary's"
    (tmp_path / "away").rename(_keys(env) / name)
    again = _app(env)
    assert _run(again, "restore", "--replace", backup).exit_code == 0
    assert_ready(again)
    assert _run(again, "audit", "verify").exit_code == 0


# The whole program


def _started(env: dict[str, str], **how: object) -> tuple[int, str]:
    """How a start ends that cannot succeed, and what it says."""
    done = subprocess.run(
        command(),
        cwd=ROOT,
        env={**os.environ, "PORT": str(free_port()), **env},
        capture_output=True,
        timeout=60,
        check=False,
        text=True,
        **how,  # type: ignore[call-overload]
    )
    return done.returncode, done.stderr


@pytest.fixture
def migrated(tmp_path: Path, migrated_file: Path) -> dict[str, str]:
    """The settings of an empty diary with tables, as an operator would start it."""
    shutil.copy(migrated_file, tmp_path / "diary.sqlite")
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "keys" / "database").write_text("5e" * 32)
    return {"DIARY_INSTANCE": str(tmp_path), "DIARY_REMINDERS": "no"}


def _assert_one_sentence(ended: tuple[int, str], words: str) -> None:
    status, said = ended
    assert status not in (0, None)
    assert re.search(words, said), said
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) <= 4, said


def test_it_says_which_settings_are_missing(tmp_path: Path) -> None:
    wrong = {"DIARY_INSTANCE": str(tmp_path), "DIARY_MODE": "production"}
    _assert_one_sentence(_started(wrong), "DIARY_SECRET_KEY must have at least 32 characters")
    shell = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "audit", "head"],
        cwd=ROOT,
        env={**os.environ, **wrong},
        capture_output=True,
        timeout=60,
        check=False,
        text=True,
    )
    _assert_one_sentence((shell.returncode, shell.stderr), "DIARY_SECRET_KEY must have")


def test_it_says_that_the_help_lines_cannot_be_read(migrated: dict[str, str]) -> None:
    _assert_one_sentence(
        _started({**migrated, "DIARY_CRISIS_LINES_FILE": "/none.toml"}),
        r"^DIARY_CRISIS_LINES_FILE /none.toml",
    )


def test_it_says_that_the_port_is_busy(migrated: dict[str, str]) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = str(busy.getsockname()[1])
        _assert_one_sentence(
            _started({**migrated, "PORT": port}),
            rf"^Port {port} of 127.0.0.1 cannot be used: Address already in use",
        )
    _assert_one_sentence(
        _started({**migrated, "PORT": "99999"}), "^PORT must be a number up to 65535"
    )


def test_it_says_that_the_tables_are_missing(tmp_path: Path) -> None:
    _assert_one_sentence(_started({"DIARY_INSTANCE": str(tmp_path)}), "^The database is empty")


@pytest.mark.parametrize("where", ["its head", "its middle"])
def test_it_says_that_the_file_is_damaged(migrated: dict[str, str], where: str) -> None:
    file = Path(migrated["DIARY_INSTANCE"]) / "diary.sqlite"
    with closing(opened(file, "5e" * 32)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = file.stat().st_size
    with file.open("r+b") as damaged:
        damaged.seek(0 if where == "its head" else 8192)
        damaged.write(Random(1).randbytes(4096 if where == "its head" else size - 12_288))
    _assert_one_sentence(_started(migrated), "restore")


def test_it_says_that_the_folder_cannot_be_written() -> None:
    """A folder that not even root can make."""
    _assert_one_sentence(_started({"DIARY_INSTANCE": "/proc/diary"}), "^/proc/diary")
