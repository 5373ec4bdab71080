"""The store keeps what it acknowledged: pragmas on every connection, one short lock per write."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from diary.audit.actions import record
from diary.audit.rules import Event
from diary.db.engine import UnsoundDatabase, assert_sound
from diary.extensions import db
from diary.transactions import early_commit
from tests.client import DiaryClient
from tests.people import People


def test_every_connection_is_durable(app: Flask) -> None:
    """Five at once, so that none of them is the first one again."""
    with app.app_context(), ExitStack() as stack:
        for _ in range(5):
            connection = stack.enter_context(db.engine.connect())
            found = {
                name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "mmap_size")
            }
            full = 2
            assert found == {
                "journal_mode": "wal",
                "synchronous": full,
                "foreign_keys": 1,
                "mmap_size": 0,
            }


def test_the_driver_has_no_wal_reset_bug(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        version = str(connection.execute(text("SELECT sqlite_version()")).scalar_one())
    assert_sound(tuple(int(part) for part in version.split(".")))


def test_an_older_sqlite_is_refused() -> None:
    with pytest.raises(UnsoundDatabase):
        assert_sound((3, 51, 2))


def test_foreign_keys_are_enforced(app: Flask) -> None:
    row = (
        "INSERT INTO sign_ins (id, user_id, token_hash, created_at_utc, expires_at_utc)"
        " VALUES (:id, :id, 'x', '2026-01-01', '2026-01-01')"
    )
    with (
        app.app_context(),
        db.engine.begin() as connection,
        pytest.raises(Exception, match="FOREIGN"),
    ):
        connection.execute(text(row), {"id": str(uuid4())})


def test_every_sqlite_table_is_strict(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        tables = connection.execute(text("PRAGMA table_list")).mappings().all()
    ours = {row["name"]: row["strict"] for row in tables if row["schema"] == "main"}
    loose = {name for name, strict in ours.items() if not strict and not name.startswith("sqlite_")}
    assert loose <= {"alembic_version"}


def test_a_post_takes_the_write_lock_at_once_and_a_get_never(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    begun: list[str] = []
    with app.app_context():
        engine = db.engine

    @event.listens_for(engine, "before_cursor_execute")
    def note(*arguments: object) -> None:
        statement = str(arguments[2])
        if statement.startswith("BEGIN"):
            begun.append(statement)

    ana_client.get("/profile")
    assert set(begun) == {"BEGIN"}
    begun.clear()
    ana_client.send("/sign-out")
    assert "BEGIN IMMEDIATE" in begun


def test_sixteen_writers_at_once_all_get_through(app: Flask, people: People) -> None:
    """Nobody ever reads 'database is locked', and nothing is lost."""

    def write(_: int) -> None:
        for _ in range(10):
            with app.app_context(), early_commit() as session:
                record(session, Event.ACCOUNT_PROFILE, people.ana.id)

    started = time.monotonic()
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(write, range(16)))
    assert time.monotonic() - started < 60
    counted = "SELECT count(*) FROM audit_events WHERE event = 'account:profile:edit'"
    with app.app_context(), db.engine.connect() as connection:
        assert connection.execute(text(counted)).scalar_one() == 160


def test_an_error_of_the_database_does_not_repeat_what_was_written(store: Session) -> None:
    with pytest.raises(DBAPIError) as failed:
        store.execute(text("SELECT :words FROM nowhere"), {"words": "words of Ana"})
    assert "words of Ana" not in str(failed.value)
