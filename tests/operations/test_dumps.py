"""A diary on PostgreSQL is saved sealed, brought back beside itself, and compared."""

import os
from base64 import b64encode
from pathlib import Path
from threading import Event as Flag
from threading import Thread

import psycopg
import pytest
from click.testing import Result
from sqlalchemy import make_url

from diary.audit.actions import record
from diary.audit.rules import Event
from diary.extensions import db
from diary.keys import DecryptionFailed, Keyring, fresh_field_key
from diary.operations.writers import opened, sealed
from diary.transactions import early_commit
from tests import postgres
from tests.conftest import KEYS, make_app
from tests.people import move_in


def _on_postgresql(url: str, folder: Path, *words: object) -> Result:
    app = make_app(url, folder)
    answer = app.test_cli_runner().invoke(args=[str(word) for word in words])
    with app.app_context():
        db.engine.dispose()
    return answer


def _dumped(url: str) -> dict[str, int]:
    with psycopg.connect(url) as connection:
        named = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        asked = {str(name): f"SELECT count(*) FROM {name}" for (name,) in named.fetchall()}
        return {name: next(connection.execute(a.encode()))[0] for name, a in asked.items()}


def test_postgresql_is_saved_sealed_and_comes_back_into_an_empty_database(
    tmp_path: Path, migrated_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(postgres._programs() / "bin"))
    saved = tmp_path / "a.dump"
    with postgres.database(migrated_postgres) as url, postgres.database() as empty:
        app = make_app(url, tmp_path)
        with app.app_context():
            with early_commit() as session:
                move_in(session)
            db.engine.dispose()
        done = _on_postgresql(url, tmp_path, "backup", saved)
        assert done.exit_code == 0, done.output
        assert "brought back and compared" in done.output
        assert saved.stat().st_mode & 0o077 == 0
        assert _trials(url) == []
        assert sorted(p.name for p in tmp_path.glob("a.dump*")) == ["a.dump"]
        refused = _on_postgresql(url, tmp_path, "restore", saved)
        assert (refused.exit_code, "tables in this database" in refused.output) == (1, True)
        lines = saved.read_text().splitlines(keepends=True)
        for damaged in (lines[:-1], [*lines, lines[-1]], ["\n", *lines]):
            (tmp_path / "b.dump").write_text("".join(damaged))
            torn = _on_postgresql(empty, tmp_path, "restore", tmp_path / "b.dump")
            assert (torn.exit_code, "nothing was changed" in torn.output) == (1, True)
        assert _dumped(empty) == {}
        back = _on_postgresql(empty, tmp_path, "restore", saved)
        assert back.exit_code == 0, back.output
        assert _dumped(empty) == _dumped(url)
        assert _dumped(empty)["users"] == 3
        assert _on_postgresql(empty, tmp_path, "audit", "verify").exit_code == 0


def _trials(url: str) -> list[str]:
    """The databases that were made to compare this one; other tests use the same server."""
    with psycopg.connect(url) as connection:
        begins = f"diary_trial_{_oid(connection)}_"
        asked = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        return [str(name) for (name,) in connection.execute(asked, [begins])]


def _oid(connection: psycopg.Connection) -> int:
    """The number of the connection's database."""
    asked = "SELECT oid FROM pg_database WHERE datname = current_database()"
    return int(next(connection.execute(asked))[0])


def _program_that(folder: Path, name: str, does: str) -> str:
    """A PATH on which one of PostgreSQL's programs does its work badly."""
    real = postgres._programs() / "bin"
    (folder / "bad").mkdir()
    script = folder / "bad" / name
    script.write_text(f'#!/bin/sh\nPATH="{real}:{os.defpath}"\n{does}\n')
    script.chmod(0o755)
    return f"{folder / 'bad'}:{real}"


WRONG = {
    "a table is empty": (
        "pg_dump",
        'exec pg_dump --exclude-table-data=audit_events "$@"',
        "in audit_events",
    ),
    "a name is another": ("pg_dump", 'pg_dump --compress=0 "$@" | sed s/Cleo/Clea/', "in users"),
    "it is cut short": ("pg_dump", 'pg_dump "$@" | head -c 20000', "pg_restore"),
    "no index came back": (
        "pg_restore",
        'exec pg_restore --section=pre-data --section=data "$@"',
        "in the layout of its tables",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_dump_that_does_not_come_back_whole_is_not_kept(
    tmp_path: Path, migrated_postgres: str, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setenv("PATH", _program_that(tmp_path, *WRONG[wrong][:2]))
    with postgres.database(migrated_postgres) as url:
        app = make_app(url, tmp_path)
        with app.app_context():
            with early_commit() as session:
                move_in(session)
            db.engine.dispose()
        answer = _on_postgresql(url, tmp_path, "backup", tmp_path / "a.dump")
        assert _trials(url) == []
    assert isinstance(answer.exception, SystemExit), answer.exception
    assert (answer.exit_code, WRONG[wrong][2] in answer.output) == (1, True), answer.output
    assert list(tmp_path.glob("a.dump*")) == []


def test_writers_go_on_while_it_is_compared_with_its_own_moment(
    tmp_path: Path, migrated_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(postgres._programs() / "bin"))
    with postgres.database(migrated_postgres) as url:
        app = make_app(url, tmp_path)
        with app.app_context(), early_commit() as session:
            people = move_in(session)
        stop, written = Flag(), []

        def write() -> None:
            while not stop.is_set():
                with app.app_context(), early_commit() as session:
                    record(session, Event.ACCOUNT_PROFILE, people.ana.id)
                written.append(1)

        writer = Thread(target=write)
        writer.start()
        try:
            answer = _on_postgresql(url, tmp_path, "backup", tmp_path / "a.dump")
        finally:
            stop.set()
            writer.join()
            with app.app_context():
                db.engine.dispose()
    assert answer.exit_code == 0, answer.output
    assert "brought back and compared" in answer.output
    assert len(written) > 5


def test_a_server_that_ends_what_is_idle_waits_for_a_backup(
    tmp_path: Path, migrated_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large diary's dump takes longer than the server lets a connection rest."""
    programs = postgres._programs() / "bin"
    slow = tmp_path / "slow" / "pg_dump"
    slow.parent.mkdir()
    slow.write_text(f'#!/bin/sh\nsleep 3\nexec "{programs / "pg_dump"}" "$@"\n')
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{programs}:{os.environ['PATH']}")
    with postgres.database(migrated_postgres) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            for name in ("idle_in_transaction_session_timeout", "idle_session_timeout"):
                change = f"ALTER DATABASE {make_url(url).database} SET {name} = '2s'"
                connection.execute(change.encode())
        answer = _on_postgresql(url, tmp_path, "backup", tmp_path / "a.dump")
    assert answer.exit_code == 0, answer.output


def test_a_role_that_may_make_no_database_is_told_that_nothing_was_compared(
    tmp_path: Path, migrated_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(postgres._programs() / "bin"))
    role = f"narrow_{os.getpid()}"
    with psycopg.connect(postgres.server(), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN".encode())
        connection.execute(f"GRANT pg_read_all_data TO {role}".encode())
    try:
        with postgres.database(migrated_postgres) as url:
            narrow = make_url(url).set(username=role).render_as_string()
            told = _on_postgresql(narrow, tmp_path, "backup", tmp_path / "a.dump")
            asked = _on_postgresql(narrow, tmp_path, "backup", tmp_path / "b.dump", "--uncompared")
    finally:
        with psycopg.connect(postgres.server(), autocommit=True) as connection:
            connection.execute(f"DROP OWNED BY {role}; DROP ROLE {role}".encode())
    assert (told.exit_code, asked.exit_code) == (3, 0), told.output + asked.output
    for answer in (told, asked):
        assert "NOT COMPARED" in answer.output
        assert "brought back and compared" not in answer.output
    assert (tmp_path / "a.dump").exists()


def test_what_a_killed_backup_left_behind_is_swept_away(
    tmp_path: Path, migrated_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(postgres._programs() / "bin"))
    with postgres.database(migrated_postgres) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE diary_trial_{_oid(connection)}_0badcafe".encode())
        with postgres.database() as other:  # of another diary on the same server
            with psycopg.connect(other) as connection:
                its_number = _oid(connection)
            with psycopg.connect(url, autocommit=True) as connection:
                its_trial = f"diary_trial_{its_number}_0badcafe"
                connection.execute(f"CREATE DATABASE {its_trial}".encode())
            try:
                answer = _on_postgresql(url, tmp_path, "backup", tmp_path / "a.dump")
                assert answer.exit_code == 0, answer.output
                assert _trials(url) == []
                assert _trials(other) == [its_trial]
            finally:
                with psycopg.connect(other, autocommit=True) as connection:
                    connection.execute(f"DROP DATABASE {its_trial}".encode())


def test_the_dump_tells_nothing_without_its_key(
    tmp_path: Path, migrated_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(postgres._programs() / "bin"))
    saved = tmp_path / "a.dump"
    with postgres.database(migrated_postgres) as url:
        _on_postgresql(url, tmp_path, "backup", saved)
    held = saved.read_text()
    opened_again = b"".join(opened(KEYS.fields, held.splitlines()))
    assert opened_again.startswith(b"PGDMP")  # the control: by the key it is all there
    assert b"alembic_version" in opened_again
    for words in ("PGDMP", "alembic_version", b64encode(b"PGDMP").decode()[:6]):
        assert words not in held
    with pytest.raises(DecryptionFailed):
        list(opened(Keyring(fresh_field_key()), held.splitlines()))


def test_without_the_programs_of_postgresql_it_says_so(
    tmp_path: Path, migrated_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with postgres.database(migrated_postgres) as url:
        for word in ("backup", "restore"):
            without = _on_postgresql(url, tmp_path, word, tmp_path / "a.dump")
            assert (without.exit_code, "there is none here" in without.output) == (1, True)


@pytest.mark.parametrize("pieces", [[], [b"one"], [b"one", b"two", b"three"]])
def test_pieces_come_back_and_none_can_be_left_out_or_moved(pieces: list[bytes]) -> None:
    lines = list(sealed(KEYS.fields, pieces))
    assert b"".join(opened(KEYS.fields, lines)) == b"".join(pieces)
    other = list(sealed(KEYS.fields, pieces))
    for wrong in (lines[:-1], [*lines, lines[-1]], [lines[0], *other[1:]], lines[1:], []):
        with pytest.raises(DecryptionFailed):
            list(opened(KEYS.fields, wrong))
