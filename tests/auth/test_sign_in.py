"""Signing in and out: on the server, at once, and telling nobody who has an account."""

from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
import time_machine
from argon2 import Parameters, PasswordHasher, extract_parameters
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from diary.accounts.models import User
from diary.audit.models import AuditEvent
from diary.audit.rules import Event
from diary.auth import rules
from diary.auth.models import SignIn
from diary.transactions import read_only
from diary.web.safe_redirect import inside
from tests.client import DiaryClient
from tests.people import PASSWORD, People, browser_of

WRONG = "wrong horse battery"
HOUR = timedelta(hours=1)


def test_the_right_password_opens_the_first_page(client: DiaryClient, people: People) -> None:
    answer = client.send("/sign-in", email="ben@example.org", password=PASSWORD)
    assert answer.status_code == 303
    assert answer.location == "/patients"


def test_a_wrong_password_and_an_unknown_address_read_the_same(
    client: DiaryClient, people: People
) -> None:
    known = client.send("/sign-in", email="ana@example.org", password=WRONG)
    unknown = client.send("/sign-in", email="nobody@example.org", password=WRONG)
    assert known.status_code == unknown.status_code == 422
    assert "is not right" in known.text
    assert "is not right" in unknown.text


class Weighing(PasswordHasher):
    """Notes how dear each hash is that a password was checked against."""

    def __init__(self) -> None:
        super().__init__()
        self.weighed: list[Parameters] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002
        self.weighed.append(extract_parameters(str(hash)))
        return super().verify(hash, password)


def test_an_unknown_address_is_checked_against_as_dear_a_hash(
    client: DiaryClient, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasher = Weighing()
    monkeypatch.setattr(rules, "HASHER", hasher)
    for name in ("ana", "nobody"):
        client.send("/sign-in", email=f"{name}@example.org", password=WRONG)
    known, unknown = hasher.weighed
    assert known == unknown


def test_signing_out_ends_a_copied_cookie_too(app: Flask, people: People) -> None:
    browser, thief = browser_of(app, people.ana), app.test_client()
    for cookie in (browser.get_cookie("diary"),):
        assert cookie is not None
        thief.set_cookie("diary", cookie.value)
    assert thief.get("/diary").status_code == 200
    browser.send("/sign-out")
    assert thief.get("/diary").status_code == 303
    assert browser.get("/diary").status_code == 303


@pytest.mark.parametrize(
    ("who", "lasts", "every"),
    [("ana", timedelta(days=90), timedelta(days=29)), ("ben", timedelta(hours=12), HOUR)],
)
def test_a_sign_in_ends_by_itself_however_much_it_is_used(
    app: Flask, people: People, who: str, lasts: timedelta, every: timedelta
) -> None:
    browser, begun = browser_of(app, getattr(people, who)), datetime.now(UTC)
    times = [every * n for n in range(1, lasts // every + 1)]
    for after in (*times, lasts - timedelta(minutes=1)):
        with time_machine.travel(begun + after - timedelta(seconds=30), tick=False):
            # held on to, as a thief would: the browser's own clock ends nothing
            assert _held(app, browser).get("/more").status_code == 200
    with time_machine.travel(begun + lasts, tick=False):
        held = _held(app, browser)
        assert held.get("/more").status_code == 303
        assert "the longest time allowed" in held.get("/sign-in").text


def _held(app: Flask, browser: DiaryClient) -> FlaskClient:
    cookie = browser.get_cookie("diary")
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie("diary", cookie.value)
    return thief


def test_the_table_holds_no_token_that_a_browser_could_use(
    app: Flask, client: DiaryClient, people: People
) -> None:
    client.send("/sign-in", email="ana@example.org", password=PASSWORD)
    with app.app_context(), read_only() as session:
        kept = session.scalars(select(SignIn.token_hash)).all()
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] not in kept
    assert all(len(each) == 64 for each in kept)


def test_a_password_is_kept_as_an_argon2_hash(app: Flask, people: People) -> None:
    with app.app_context(), read_only() as session:
        kept = session.scalars(select(User.password_hash)).all()
    assert all(each.startswith("$argon2id$") for each in kept)


def test_changing_the_password_signs_other_browsers_out(app: Flask, people: People) -> None:
    here, there = browser_of(app, people.ana), browser_of(app, people.ana)
    answer = here.send("/password", current=PASSWORD, password="a fresh long password")
    assert answer.status_code == 303
    assert here.get("/diary").status_code == 200
    assert there.get("/diary").status_code == 303


def test_a_wrong_old_password_changes_nothing(ana_client: DiaryClient) -> None:
    answer = ana_client.send("/password", current=WRONG, password="a fresh long password")
    assert answer.status_code == 422
    assert "not your password" in answer.text


def test_signing_in_leads_back_to_the_page_that_was_wanted(
    client: DiaryClient, people: People
) -> None:
    sent = client.get("/charts")
    assert sent.location == "/sign-in?next=/charts"
    answer = client.send(sent.location, email="ana@example.org", password=PASSWORD)
    # what she has not agreed to yet is read first
    assert answer.location == "/agreements?next=/charts"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/\uff052f",
        "",
        None,
    ],
)
def test_no_link_leads_out_of_the_diary(elsewhere: str | None) -> None:
    assert inside(elsewhere) is None


def _says(browser: DiaryClient, whose: str) -> None:
    browser.set_cookie("diary-person", whose)


def test_signing_out_without_a_network_ends_a_copied_cookie_too(app: Flask, people: People) -> None:
    browser, thief = browser_of(app, people.ana), app.test_client()
    cookie = browser.get_cookie("diary")
    assert cookie is not None
    thief.set_cookie("diary", cookie.value)
    _says(browser, "nobody")  # as a page writes it, where no answer can
    for _ in range(2):
        assert browser.get("/diary").status_code == 303
    # she did it herself, here
    assert "from another device" not in browser.get("/sign-in").text
    assert thief.get("/diary").status_code == 303
    with app.app_context(), read_only() as session:
        noted = session.scalars(select(AuditEvent.event)).all()
    assert noted.count(Event.ACCOUNT_SIGN_OUT.value) == 1
    assert browser.send("/sign-in", email=people.ana.email, password=PASSWORD).status_code == 303
    assert browser.get("/diary").status_code == 200


def test_only_her_own_word_signs_her_out(app: Flask, people: People) -> None:
    ana, ben = browser_of(app, people.ana), browser_of(app, people.ben)
    _says(ana, str(people.cleo.id))
    _says(ben, "nobody")  # a doctor's phone is nobody's
    assert ana.get("/diary").status_code == 200
    assert ben.get("/patients").status_code == 200
