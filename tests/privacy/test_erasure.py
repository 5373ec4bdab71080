"""Erased means gone: from every table, from the file itself, and for nobody else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diary import clock
from diary.access.queries import open_diary
from diary.accounts.models import User
from diary.app import create_app
from diary.audit.models import AuditEvent
from diary.auth.rules import PROOF_LASTS
from diary.config import Smtp
from diary.db import engine, sqlite_file
from diary.extensions import db
from diary.privacy import actions
from diary.privacy.actions.erasure import STAYS
from diary.privacy.actions.placeholder_users import add_placeholder_user
from diary.privacy.cli import erasure as shell
from diary.privacy.queries import erasure as queries
from diary.privacy.queries.table_owners import about, list_tables
from diary.privacy.rules.archive import read_archive
from diary.privacy.rules.erasure_receipt import Receipt
from diary.transactions import early_commit
from tests.client import DiaryClient
from tests.conftest import KEYS, make_app, make_settings
from tests.people import PASSWORD, Person, browser_of
from tests.privacy.decrypted import everything
from tests.privacy.lives import NOW, planted_life
from tests.reminders.arrivals import mail_server
from tests.whole_app.planting import CANARIES, OF_ANA, Planted, plant

LATER = timedelta(days=14, minutes=1)


def _rows(session: Session, person: Person) -> dict[str, int]:
    """How many rows of each table are about a person."""
    found = {}
    for kept in list_tables():
        condition = about(kept.table, person.id)
        if condition is not None and kept.name not in STAYS:
            counted = select(func.count()).select_from(kept.table).where(condition)
            found[kept.name] = session.scalar(counted) or 0
    return {name: count for name, count in found.items() if count}


def test_erasing_leaves_no_row_about_her_and_all_of_others(store: Session) -> None:
    ana, made = planted_life(store)
    other, _ = planted_life(store, "Cleo", "Ben the second")
    diary = open_diary(store, ana.viewer, ana.id)
    assert diary is not None
    with time_machine.travel(NOW, tick=False) as now:
        token = actions.request_erasure(store, diary, days=14)
        before, others = _rows(store, ana), _rows(store, other)
        assert len(before) > 15, "there is too little to erase"
        assert actions.erase(store, ana.id) is None, "the grace is not over"
        assert _rows(store, ana) == before
        now.shift(LATER)
        assert queries.list_due_patients(store) == [ana.id]
        erased = actions.erase(store, ana.id)
    assert erased is not None
    assert (_rows(store, ana), _rows(store, other)) == ({}, others)
    before.pop("erasures")
    assert erased.receipt.counts == before
    assert isinstance(found := queries.find_receipt(store, token), Receipt)
    assert found.counts == before
    assert actions.erase(store, ana.id) is None
    assert read_archive(made).owner == ana.id


def test_doctors_out_of_a_file_of_hers_are_erased_with_it(store: Session) -> None:
    ana, made = planted_life(store)
    found = read_archive(made)
    ben = next(iter(found.people))
    name = add_placeholder_user(store, ana.id, ben, "Ben")
    diary = open_diary(store, ana.viewer, ana.id)
    assert diary is not None
    actions.request_erasure(store, diary, days=0)
    erased = actions.erase(store, ana.id)
    assert erased is not None
    assert erased.receipt.counts["users"] == 2
    assert store.get(User, name) is None


def test_it_can_be_taken_back_and_then_nothing_is_erased(store: Session) -> None:
    ana, _ = planted_life(store)
    diary = open_diary(store, ana.viewer, ana.id)
    assert diary is not None
    before = _rows(store, ana)
    with time_machine.travel(NOW, tick=False) as now:
        actions.request_erasure(store, diary, days=14)
        assert actions.cancel_erasure(store, diary)
        assert not actions.cancel_erasure(store, diary)
        now.shift(LATER)
        assert queries.list_due_patients(store) == []
        assert actions.erase(store, ana.id) is None
    assert _rows(store, ana) == before


def test_asking_twice_moves_no_date(store: Session) -> None:
    ana, _ = planted_life(store)
    diary = open_diary(store, ana.viewer, ana.id)
    assert diary is not None
    with time_machine.travel(NOW, tick=False) as now:
        first = actions.request_erasure(store, diary, days=14)
        now.shift(timedelta(days=3))
        second = actions.request_erasure(store, diary, days=14)
    assert queries.find_due_at(store, ana.id) == NOW + timedelta(days=14)
    assert queries.find_receipt(store, first) is None
    assert queries.find_receipt(store, second) == NOW + timedelta(days=14)


# The file itself


def _planted_words(folder: Path, key: str) -> set[str]:
    """Which words of Ana's stand in any byte of the database's files, opened by the key."""
    words = {name: CANARIES[name] for name in OF_ANA - {"ana cost"}}
    words |= {"visit": CANARIES["visit note"], "plan": CANARIES["plan words"]}
    words |= {"address": "ana@example.org", "question": CANARIES["question"]}
    held = everything(folder / "diary.sqlite", key)
    return {name for name, word in words.items() if word.encode() in held}


def _run(app: Flask, at: datetime) -> Result:
    with time_machine.travel(at, tick=False):
        return app.test_cli_runner().invoke(args=["erasures", "run"])


def _ask(app: Flask, planted: Planted) -> None:
    ana = planted.people["ana"]
    with app.app_context(), early_commit() as session:
        diary = open_diary(session, ana.viewer, ana.id)
        assert diary is not None
        actions.request_erasure(session, diary, days=14)


@pytest.fixture(params=[KEYS.database, ""], ids=["encrypted", "plain"])
def key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def kept(app: Flask, tmp_path: Path, key: str) -> Iterator[Flask]:
    """The diary in a file under this key; without one it is not encrypted."""
    with app.app_context():
        db.engine.dispose()
        url = str(db.engine.url)
    if not key:
        sqlite_file.convert(tmp_path / "diary.sqlite", KEYS.database, key)
    kept = create_app(make_settings(url, tmp_path, replace(KEYS, database=key)))
    yield kept
    with kept.app_context():
        db.engine.dispose()


def test_no_byte_of_the_file_holds_a_word_of_hers(kept: Flask, tmp_path: Path, key: str) -> None:
    planted = plant(kept, clock.now())
    before = _planted_words(tmp_path, key)
    assert before == {"address"}, "the control: what is not sealed is found before"
    assert _planted_words(tmp_path, "") == (set() if key else before), "as it lies there"
    _ask(kept, planted)
    early = _run(kept, clock.now())
    assert (early.stdout, _planted_words(tmp_path, key)) == ("Erased 0.\n", before)
    done = _run(kept, clock.now() + LATER)
    assert (done.exit_code, done.stdout) == (0, "Erased 1.\n")
    assert _planted_words(tmp_path, key) == set()
    assert b"cleo@example.org" in everything(tmp_path / "diary.sqlite", key)


def test_the_control_what_is_only_deleted_still_lies_there(
    kept: Flask, tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = plant(kept, clock.now())
    _ask(kept, planted)
    monkeypatch.setattr(shell, "scrub", lambda _: True)
    assert _run(kept, clock.now() + LATER).stdout == "Erased 1.\n"
    assert _planted_words(tmp_path, key) == {"address"}


def test_a_file_that_is_being_read_is_cleaned_the_next_time(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.5)
    app = make_app(database_url, tmp_path)
    planted = plant(app, clock.now())
    _ask(app, planted)
    with app.app_context(), db.engine.connect() as reading:
        reading.execute(select(func.count()).select_from(AuditEvent.__table__)).all()
        held_up = _run(app, clock.now() + LATER)
    assert (held_up.exit_code, "run again" in held_up.stderr) == (1, True)
    assert _run(app, clock.now() + LATER).exit_code == 0
    assert _planted_words(tmp_path, KEYS.database) == set()
    with app.app_context():
        db.engine.dispose()


def test_what_happened_is_still_told_without_her_words(app: Flask) -> None:
    planted = plant(app, clock.now())
    with app.app_context(), db.sessionmaker() as session:
        before = session.scalar(select(func.count()).select_from(AuditEvent)) or 0
    _ask(app, planted)
    _run(app, clock.now() + LATER)
    with app.app_context(), db.sessionmaker() as session:
        events = list(session.scalars(select(AuditEvent)))
    assert len(events) > before
    assert events[-1].event == "privacy:erasure:do"
    told = " ".join(event.detail or "" for event in events)
    assert not [word for word in CANARIES.values() if word in told]


# The pages


def _sure(client: DiaryClient, **more: str) -> str:
    answer = client.send("/erasure", sure="y", **more)
    assert answer.status_code == 200
    return answer.text.partition("/erasure/receipt/")[2].partition('"')[0]


def test_a_tap_alone_erases_nothing(ana_client: DiaryClient) -> None:
    answer = ana_client.send("/erasure")
    assert (answer.status_code, "Tick the box" in answer.text) == (422, True)
    assert "This diary will be erased" not in ana_client.get("/").text


def test_she_is_asked_who_she_is_first(ana_client: DiaryClient) -> None:
    with time_machine.travel(clock.now() + PROOF_LASTS, tick=False):
        assert ana_client.send("/erasure", sure="y").status_code == 401
        assert "This diary will be erased" not in ana_client.get("/").text
        assert _sure(ana_client, proof_password=PASSWORD)


def test_the_doctor_is_out_at_once_and_she_is_reminded_on_every_page(app: Flask) -> None:
    planted = plant(app, clock.now())
    ana, ben = (browser_of(app, planted.people[name]) for name in ("ana", "ben"))
    follow_up = f"/patients/{planted.people['ana'].id}"
    assert ben.get(follow_up).status_code == 200
    _sure(ana)
    assert ben.get(follow_up).status_code == 404
    for address in ("/", "/diary", "/more", "/help"):
        assert "This diary will be erased" in ana.get(address).text
    assert "Keep my diary" in ana.get("/erasure").text
    assert "Your diary is kept" in ana.get(ana.send("/erasure/take-back").location).text
    assert "This diary will be erased" not in ana.get("/").text
    assert ben.get(follow_up).status_code == 404, "sharing is given anew, or not at all"


def test_the_receipt_is_hers_by_its_link_after_the_account_is_gone(
    app: Flask, client: DiaryClient, ana_client: DiaryClient
) -> None:
    token = _sure(ana_client)
    address = f"/erasure/receipt/{token}"
    assert "Not erased yet" in client.get(address).text
    _run(app, clock.now() + LATER)
    with time_machine.travel(clock.now() + LATER, tick=False):
        receipt = client.get(address)
        assert (receipt.status_code, receipt.mimetype) == (200, "text/plain")
        assert "sign_ins" in receipt.text
        assert "Ana" not in receipt.text
        assert ana_client.get("/").location.startswith("/sign-in")
        form = {"email": "ana@example.org", "password": PASSWORD}
        assert client.send("/sign-in", **form).status_code == 422
    assert client.get("/erasure/receipt/none").status_code == 404


def test_she_gets_a_mail_at_once_and_the_receipt_at_the_end(
    app: Flask, ana_client: DiaryClient
) -> None:
    with mail_server() as box:
        smtp = Smtp(host="127.0.0.1", port=box.port, sender="d@example.org", starttls=False)
        app.extensions["settings"] = replace(app.extensions["settings"], smtp=smtp)
        _sure(ana_client)
        _run(app, clock.now() + LATER)
    asked, done = box.mails
    assert {asked["To"], done["To"]} == {"ana@example.org"}
    assert "change your password" in str(asked.get_payload())
    assert "receipt of an erasure" in str(done.get_payload())
