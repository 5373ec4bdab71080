"""A sign-in that lies unused is over: on the server, from its last use, and no word is lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.models import User
from diary.app import create_app
from diary.auth import actions, queries
from diary.auth.models import SignIn
from diary.auth.rules import IdleLimits
from diary.domain.ended_sign_in import EndedSignIn, SignInEnd
from diary.domain.people import Role
from diary.entries.models import EntryRow
from diary.extensions import db
from diary.transactions import early_commit, read_only
from tests.client import DiaryClient, watch
from tests.conftest import make_settings
from tests.pages import read
from tests.people import PASSWORD, People, Person, browser_of, move_in

MINUTE = timedelta(minutes=1)
IDLE = {"ana": timedelta(days=30), "ben": timedelta(hours=2)}
NOTE = "Slept well for once"
ENTRY = {
    "entry_id": "7c1b3f0e-52a5-4a3c-9a55-0d4a4b0c9a77",
    "anxiety": "2",
    "mood": "8",
    "when": "now",
    "note": NOTE,
}


def _after(span: timedelta) -> time_machine.travel:
    return time_machine.travel(datetime.now(UTC) + span, tick=False)


def _kept(app: Flask, of: object) -> list[object]:
    with app.app_context(), read_only() as session:
        return list(session.scalars(select(of)).all())  # type: ignore[call-overload]


@pytest.mark.parametrize("role", [Role.PATIENT, Role.DOCTOR, Role.ADMIN])
def test_unused_for_so_long_a_token_opens_nothing(store: Session, role: Role) -> None:
    people, idle, begun = move_in(store), IdleLimits(), clock.now()
    person = people.ana if role is Role.PATIENT else people.ben
    store.get_one(User, person.id).role = role
    with time_machine.travel(begun, tick=False):
        token = actions.start_sign_in(store, person.id, role)
    with time_machine.travel(begun + idle.of(role) - timedelta(seconds=1), tick=False):
        assert queries.find_viewer(store, token, idle) is not None
    with time_machine.travel(begun + idle.of(role), tick=False):
        assert queries.find_viewer(store, token, idle) is None
        assert queries.find_ended_sign_in(store, token, idle) == EndedSignIn(
            SignInEnd.UNUSED, person.id
        )
        assert queries.list_devices(store, person.viewer, idle) == []


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_what_is_used_goes_on(app: Flask, people: People, who: str) -> None:
    browser, half = browser_of(app, getattr(people, who)), IDLE[who] / 2
    for turn in (1, 2, 3):
        with _after(turn * half):
            browser.set_cookie("diary", _cookie(browser))  # the browser's own clock ends nothing
            assert browser.get("/more").status_code == 200
    with _after(3 * half + IDLE[who] + MINUTE):
        browser.set_cookie("diary", _cookie(browser))
        assert browser.get("/more").location == "/sign-in?next=/more"
        page = browser.get("/sign-in?next=/more").text
        assert "not used for some time" in page
        answer = browser.send("/sign-in?next=/more", email=f"{who}@example.org", password=PASSWORD)
        assert answer.location.endswith("/more")


def _cookie(browser: DiaryClient) -> str:
    found = browser.get_cookie("diary")
    assert found is not None
    return str(found.value)


def test_looking_writes_down_its_use_once_in_ten_minutes(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    (begun,) = _kept(app, SignIn.last_used_at_utc)
    assert isinstance(begun, datetime)
    for after, noted in ((9, 0), (11, 11), (20, 11), (22, 22)):
        with time_machine.travel(begun + after * MINUTE, tick=False):
            assert ana_client.get("/diary").status_code == 200
        assert _kept(app, SignIn.last_used_at_utc) == [begun + noted * MINUTE]


def test_use_that_is_noted_late_brings_no_ended_sign_in_back(store: Session) -> None:
    people = move_in(store)
    token = actions.start_sign_in(store, people.ana.id, Role.PATIENT)
    viewer = queries.find_viewer(store, token, IdleLimits())
    assert viewer is not None
    assert viewer.sign_in_id is not None
    actions.end_sign_in(store, viewer)
    used = store.get_one(SignIn, viewer.sign_in_id).last_used_at_utc
    actions.record_use(store, viewer.sign_in_id, clock.now() + timedelta(hours=1))
    store.expire_all()
    assert store.get_one(SignIn, viewer.sign_in_id).last_used_at_utc == used


@pytest.fixture
def strict(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A diary whose operator lets staff be idle for 20 minutes, and patients for a day."""
    settings = replace(make_settings(database_url, tmp_path), idle_minutes=20, idle_days=1)
    app = create_app(settings)
    watch(app)
    yield app
    with app.app_context():
        db.engine.dispose()


def test_the_operator_sets_how_long(strict: Flask) -> None:
    with strict.app_context(), early_commit() as session:
        people = move_in(session)
    ana, ben = browser_of(strict, people.ana), browser_of(strict, people.ben)
    assert "after 20 minutes" in ben.get("/devices").text
    assert "after 1 day." in ana.get("/devices").text
    with _after(21 * MINUTE):
        assert ben.get("/more").status_code == 303
        assert ana.get("/more").status_code == 200


def _form(page: str) -> dict[str, str]:
    return {a["name"]: a["value"] for a in read(page).all("input") if "value" in a}


def _typed_too_late(browser: DiaryClient) -> dict[str, str]:
    """Sent after a month; the fields of the page that comes back."""
    browser.set_cookie("diary", _cookie(browser))
    answer = browser.send("/", **ENTRY)
    assert answer.status_code == 401
    assert NOTE not in answer.text  # it lies there sealed
    assert "not used for some time" in answer.text
    return _form(answer.text)


def _signs_in(browser: DiaryClient, who: Person) -> None:
    answer = browser.send("/sign-in", email=who.email, password=PASSWORD)
    assert answer.status_code == 303


def test_what_was_typed_meanwhile_is_saved_after_signing_in(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    with _after(timedelta(days=31)):
        kept = _typed_too_late(ana_client)
        assert _kept(app, EntryRow.note) == []
        assert ana_client.post("/", data=kept).status_code == 401  # not signed in yet
        _signs_in(ana_client, people.ana)
        asked = ana_client.post("/", data=kept)
        assert (asked.status_code, _kept(app, EntryRow.note)) == (400, [])
        assert NOTE in asked.text
        assert ana_client.post("/", data=_form(asked.text)).status_code == 303
    assert _kept(app, EntryRow.note) == [NOTE]


def test_who_was_never_signed_in_here_is_sent_to_sign_in(client: DiaryClient) -> None:
    assert client.send("/", **ENTRY).location == "/sign-in"
    assert "signed out" not in client.get("/sign-in").text
