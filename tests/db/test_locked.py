"""The database's file: only its key opens it, and each connection asks for it first."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlcipher3 import dbapi2 as sqlite

from diary.config import ROOT, Settings
from diary.db import engine, sqlite_file
from diary.db.engine import UnsoundDatabase, assert_opens, set_pragmas, unlock
from diary.extensions import db
from diary.keys import PLAIN, Keys
from tests.conftest import KEYS
from tests.people import People

OTHER = Keys("0f" * 32, KEYS.fields, KEYS.audit)
WITHOUT = Keys("", KEYS.fields, KEYS.audit)


def _file(app: Flask) -> Path:
    with app.app_context():
        db.engine.dispose()
        return Path(str(db.engine.url.database))


def _everything(app: Flask) -> bytes:
    """The bytes of the file and of its log."""
    file = _file(app)
    return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))


def test_the_file_holds_no_word_that_is_in_the_database(app: Flask, people: People) -> None:
    with app.app_context(), db.engine.connect() as connection:
        held = connection.execute(text("SELECT count(*) FROM users")).scalar_one()
        lying = b"".join(p.read_bytes() for p in _file(app).parent.glob("diary.sqlite*"))
    assert held == 3
    for words in (b"ana@example.org", b"users", PLAIN):
        assert words not in lying


def test_the_control_a_plain_file_holds_them(app: Flask, people: People) -> None:
    sqlite_file.convert(_file(app), KEYS.database, "")
    for words in (b"ana@example.org", b"users", PLAIN):
        assert words in _everything(app)


@pytest.mark.parametrize("keys", [OTHER, WITHOUT], ids=["another key", "no key"])
def test_the_wrong_key_is_refused_in_a_sentence(app: Flask, keys: Keys) -> None:
    file = _file(app)
    assert_opens(f"sqlite:///{file}", KEYS)
    with pytest.raises(UnsoundDatabase, match=r"diary\.sqlite (does not open|is encrypted)") as no:
        assert_opens(f"sqlite:///{file}", keys)
    assert KEYS.database not in str(no.value) + repr(keys)


def test_a_plain_file_is_refused_with_what_to_do(app: Flask) -> None:
    file = _file(app)
    sqlite_file.convert(file, KEYS.database, "")
    assert_opens(f"sqlite:///{file}", WITHOUT)
    with pytest.raises(UnsoundDatabase, match="run: flask --app wsgi database encrypt"):
        assert_opens(f"sqlite:///{file}", KEYS)


def test_a_driver_that_cannot_encrypt_is_refused(tmp_path: Path) -> None:
    class Mute:
        """As a SQLite without encryption answers: with nothing."""

        isolation_level = ""

        def execute(self, _statement: str) -> "Mute":
            return self

        def fetchone(self) -> None:
            return None

    with pytest.raises(UnsoundDatabase, match="cannot encrypt"):
        unlock(Mute(), tmp_path / "none", KEYS.database)


def test_a_connection_that_would_not_sync_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pragmas = tuple(one.replace("=FULL", "=NORMAL") for one in engine.PRAGMAS)
    monkeypatch.setattr(engine, "PRAGMAS", pragmas)
    with closing(sqlite.connect(str(tmp_path / "a.sqlite"))) as connection:
        connection.isolation_level = None
        with pytest.raises(UnsoundDatabase, match="does not sync"):
            set_pragmas(connection)


def test_one_byte_changed_on_the_disk_is_noticed(app: Flask, people: People) -> None:
    file = _file(app)
    with closing(sqlite_file.opened(file, KEYS.database)) as connection:
        content = sqlite_file.content_of(connection)
    sqlite_file.assert_same(file, KEYS.database, content)
    content_of_file = bytearray(file.read_bytes())
    content_of_file[len(content_of_file) // 2] ^= 1
    file.write_bytes(content_of_file)
    with pytest.raises((sqlite_file.Differs, sqlite.DatabaseError)):
        sqlite_file.assert_same(file, KEYS.database, content)


def test_the_key_is_made_once_for_its_owner_and_lies_outside_the_database(tmp_path: Path) -> None:
    env = {"DIARY_INSTANCE": str(tmp_path)}
    first, second = Settings.from_env(env), Settings.from_env(env)
    assert first.keys.database == second.keys.database
    assert len(first.keys.database) == 64
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
    assert all(key.stat().st_mode & 0o077 == 0 for key in (tmp_path / "keys").iterdir())
    assert first.keys.database not in repr(first)
    assert Settings.from_env({**env, "DIARY_DATABASE_ENCRYPTED": "no"}).keys.database == ""


def test_no_new_key_is_made_for_a_file_that_another_one_opens(app: Flask, tmp_path: Path) -> None:
    file = _file(app)
    env = {"DIARY_INSTANCE": str(tmp_path), "DATABASE_URL": f"sqlite:///{file}"}
    with pytest.raises(ValueError, match=r"its key is not there: put .*keys/database back"):
        Settings.from_env(env)
    assert Settings.from_env({**env, "DIARY_DATABASE_KEY": KEYS.database}).keys.database
    with pytest.raises(ValueError, match="64 hexadecimal"):
        Settings.from_env({**env, "DIARY_DATABASE_KEY": "short"})


def test_the_server_does_not_start_on_a_file_that_it_cannot_open(
    app: Flask, tmp_path: Path
) -> None:
    file = _file(app)
    sqlite_file.convert(file, KEYS.database, "")
    env = {"DIARY_INSTANCE": str(tmp_path), "PORT": "0", "PATH": "/usr/bin:/bin"}
    started = subprocess.run(
        [sys.executable, "-m", "diary.serve"],
        check=False,
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert started.returncode != 0
    assert started.stderr.strip().splitlines()[-1].startswith(f"{file} is not encrypted. Stop")
    assert "Traceback" not in started.stderr
