"""What happened is chained: six kinds of tampering are found, on both engines."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from diary.audit import writers
from diary.audit.actions import erase_addresses, record
from diary.audit.models import AuditEvent
from diary.audit.queries import HASHED_COLUMNS, find_faults, hashed_fields
from diary.audit.rules import Event
from diary.config import Settings
from diary.db import sqlite_file
from diary.extensions import db
from diary.transactions import ADDRESS, early_commit, read_only
from tests import postgres
from tests.client import DiaryClient
from tests.conftest import ENGINES, KEYS, make_app
from tests.people import People, move_in

EVENTS = 12
TRIGGERS = ("fixed", "kept", "new")


@pytest.fixture(params=ENGINES)
def noted(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A diary in which twelve things happened, each in a transaction of its own."""
    if request.param == "sqlite":
        yield from _noted(request.getfixturevalue("app"))
    else:
        with postgres.database(request.getfixturevalue("migrated_postgres")) as url:
            yield from _noted(make_app(url, tmp_path))


def _noted(app: Flask) -> Iterator[Flask]:
    with app.app_context(), early_commit() as session:
        ana = move_in(session).ana.id
    with app.app_context():
        while _length() < EVENTS:
            with early_commit() as session:
                record(session, Event.ENTRY_ADD, ana, patient_id=ana, object_id=uuid4())
    yield app
    with app.app_context():
        db.engine.dispose()


def _length() -> int:
    with db.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM audit_events")).scalar_one())


def _verify(app: Flask) -> Result:
    return app.test_cli_runner().invoke(args=["audit", "verify"])


def _without_triggers(connection: Connection) -> None:
    """As somebody with the database in his hands would begin."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ALTER TABLE audit_events DISABLE TRIGGER ALL"))
    else:
        for name in TRIGGERS:
            connection.execute(text(f"DROP TRIGGER audit_events_{name}"))


def _edit(connection: Connection) -> None:
    connection.execute(text("UPDATE audit_events SET event = 'x:y:z' WHERE position = 5"))


def _delete(connection: Connection) -> None:
    connection.execute(text("DELETE FROM audit_events WHERE position = 5"))


def _truncate(connection: Connection) -> None:
    connection.execute(text(f"DELETE FROM audit_events WHERE position > {EVENTS - 3}"))


def _reorder(connection: Connection) -> None:
    for was, becomes in ((5, 1000), (6, 5), (1000, 6)):
        moved = f"UPDATE audit_events SET position = {becomes} WHERE position = {was}"
        connection.execute(text(moved))


def _insert(connection: Connection) -> None:
    connection.execute(
        text(
            "INSERT INTO audit_events (id, at_utc, event, actor_id) SELECT 9999, at_utc, event,"
            " actor_id FROM audit_events WHERE position = 5"
        )
    )


def _rewrite(connection: Connection) -> None:
    """Everything made anew with the key itself: only what is kept elsewhere can tell."""
    _edit(connection)
    link, rows = "", connection.execute(select(*HASHED_COLUMNS).order_by(AuditEvent.position)).all()
    for position, row in enumerate(rows, start=1):
        link = writers.link_of(KEYS.audit, link, position, hashed_fields(row))
        change = text("UPDATE audit_events SET link = :link WHERE position = :position")
        connection.execute(change, {"link": link, "position": position})


TAMPERING: dict[str, tuple[Callable[[Connection], None], str]] = {
    "edit": (_edit, "link 5 is broken"),
    "delete": (_delete, "link 5 is missing"),
    "truncate": (_truncate, f"link {EVENTS - 2} is missing: the chain once went on"),
    "reorder": (_reorder, "link 5 is broken"),
    "insert": (_insert, "event 9999 of"),
    "rewrite": (_rewrite, "link 5 is not the one that was kept elsewhere"),
}


def test_an_honest_chain_holds(noted: Flask) -> None:
    answer = _verify(noted)
    assert (answer.exit_code, answer.output.split(" hold")[0]) == (0, f"{EVENTS} links")


@pytest.mark.parametrize("kind", TAMPERING)
def test_tampering_is_found_and_the_first_broken_link_is_named(noted: Flask, kind: str) -> None:
    tamper, words = TAMPERING[kind]
    with noted.app_context(), db.engine.begin() as connection:
        _without_triggers(connection)
        tamper(connection)
    answer = _verify(noted)
    assert answer.exit_code != 0
    assert words in answer.output


@pytest.mark.parametrize("kind", ["truncate", "rewrite"])
def test_the_control_without_the_kept_heads_these_two_would_pass(noted: Flask, kind: str) -> None:
    with noted.app_context(), db.engine.begin() as connection:
        _without_triggers(connection)
        TAMPERING[kind][0](connection)
    with noted.app_context(), read_only() as session:
        assert list(find_faults(session, KEYS.audit, {})) == []


def test_a_chain_made_with_another_key_is_broken_from_its_first_link(noted: Flask) -> None:
    with noted.app_context(), read_only() as session:
        assert next(find_faults(session, "0b" * 32, {})).startswith("link 1 is broken")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET event = 'x' WHERE position = 3",
        "UPDATE audit_events SET link = NULL, position = NULL WHERE position = 3",
        "DELETE FROM audit_events WHERE position = 3",
    ],
)
def test_the_database_itself_refuses_to_change_what_happened(noted: Flask, statement: str) -> None:
    with (
        noted.app_context(),
        pytest.raises(DBAPIError, match="what happened is never"),
        db.engine.begin() as connection,
    ):
        connection.execute(text(statement))
    assert _verify(noted).exit_code == 0


def test_replacing_and_truncating_are_refused_too(noted: Flask) -> None:
    with noted.app_context():
        lite = db.engine.dialect.name == "sqlite"
        sly = (
            "INSERT OR REPLACE INTO audit_events (id, at_utc, event, actor_id)"
            " SELECT id, at_utc, 'x', actor_id FROM audit_events WHERE position = 3"
            if lite
            else "TRUNCATE audit_events"
        )
        with pytest.raises(DBAPIError, match="what happened"), db.engine.begin() as connection:
            connection.execute(text(sly))


def test_a_change_that_is_rolled_back_leaves_no_link(noted: Flask) -> None:
    with noted.app_context(), db.sessionmaker() as session:
        session.connection(execution_options={"writes": True})
        record(session, Event.ENTRY_ADD, uuid4())
        session.rollback()
    assert f"{EVENTS} links hold" in _verify(noted).output


def test_a_part_of_a_change_that_is_not_kept_names_no_head(noted: Flask) -> None:
    """A head of what was never kept would say ever after that somebody had cut it off."""
    settings: Settings = noted.extensions["settings"]
    before = settings.audit_heads.read_text()
    with noted.app_context(), db.sessionmaker() as session:
        session.connection(execution_options={"writes": True})
        with session.begin_nested():  # one thing of a phone, or an address that may be taken
            record(session, Event.ENTRY_ADD, uuid4())
        session.rollback()  # the disk is full, or the answer refuses
    assert settings.audit_heads.read_text() == before
    assert f"{EVENTS} links hold" in _verify(noted).output


def test_a_change_that_was_made_in_parts_names_its_head(noted: Flask) -> None:
    with noted.app_context(), early_commit() as session, session.begin_nested():
        record(session, Event.ENTRY_ADD, uuid4())
    settings: Settings = noted.extensions["settings"]
    told = noted.test_cli_runner().invoke(args=["audit", "head"]).output
    assert told.startswith(f"{EVENTS + 1} ")
    assert settings.audit_heads.read_text().splitlines()[-1] == told.strip()


def test_an_address_that_is_very_long_is_not_taken_for_altered(noted: Flask) -> None:
    with noted.app_context(), db.sessionmaker() as session:
        session.info[ADDRESS] = "proxy-" * 40
        session.connection(execution_options={"writes": True})
        record(session, Event.ENTRY_ADD, uuid4())
        session.commit()
    assert _verify(noted).exit_code == 0


def test_the_kept_heads_are_for_their_owner_and_name_the_newest_link(noted: Flask) -> None:
    settings: Settings = noted.extensions["settings"]
    assert settings.audit_heads.stat().st_mode & 0o077 == 0
    told = noted.test_cli_runner().invoke(args=["audit", "head"]).output
    assert settings.audit_heads.read_text().splitlines()[-1] == told.strip()


@pytest.mark.parametrize("line", ["noise", "restored 1 - 00", "5 " + "0" * 64, "é"])
def test_a_line_that_nobody_wrote_among_the_kept_heads_is_found(noted: Flask, line: str) -> None:
    settings: Settings = noted.extensions["settings"]
    with settings.audit_heads.open("a", encoding="utf-8") as kept:
        kept.write(f"{line}\n")
    answer = _verify(noted)
    assert (answer.exit_code, answer.output.count("\n")) == (1, 1)
    assert "kept" in answer.output
    assert "ascii" not in answer.output


def test_a_page_s_event_says_from_where_and_an_erased_address_breaks_nothing(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    ana_client.send("/profile", name="Ana", zone="Europe/Lisbon", day_boundary="4")
    ana_client.send("/sign-out")
    found = "SELECT count(*) FROM audit_events WHERE place_id IS NOT NULL"
    with app.app_context(), db.engine.connect() as connection:
        assert connection.execute(text(found)).scalar_one() > 0
        places = connection.execute(text("SELECT address FROM audit_places")).scalars().all()
    assert len(places) == 1
    assert "127.0.0.1" not in places[0]
    assert _verify(app).exit_code == 0
    with app.app_context(), early_commit() as session:
        erase_addresses(session, people.ana.id)
    assert _verify(app).exit_code == 0


def test_an_address_that_was_altered_is_found(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    ana_client.send("/sign-out")
    with app.app_context(), db.engine.begin() as connection:
        row = "SELECT id, actor_id FROM audit_places"
        place, _ = connection.execute(text(row)).one()
        changed = KEYS.fields.seal(b"10.0.0.1", f"audit_places.address {place}")
        connection.execute(text("UPDATE audit_places SET address = :a"), {"a": changed})
    assert "the address" in _verify(app).output


def test_what_was_brought_back_holds_and_what_came_after_it_is_not_asked_for(
    app: Flask, people: People, tmp_path: Path
) -> None:
    def run(*words: Any) -> Result:
        return app.test_cli_runner().invoke(args=[str(word) for word in words])

    def add() -> None:
        with app.app_context(), early_commit() as session:
            record(session, Event.ENTRY_ADD, people.ana.id)
        with app.app_context():
            db.engine.dispose()

    add()
    run("backup", tmp_path / "a.backup")
    add()
    add()
    with app.app_context():
        file = Path(str(db.engine.url.database))
    assert run("restore", "--replace", tmp_path / "a.backup").exit_code == 0
    assert _verify(app).exit_code == 0, _verify(app).output
    add()
    assert _verify(app).exit_code == 0, _verify(app).output
    # the control: the same file put there by hand is found out
    with app.app_context():
        db.engine.dispose()
    add()
    (tmp_path / "a.backup").replace(file)
    answer = _verify(app)
    assert (answer.exit_code, "once went on" in answer.output) == (1, True)
    with closing(sqlite_file.opened(file, KEYS.database)) as connection:
        assert connection.execute("SELECT count(*) FROM audit_events").fetchone()[0] > 0
