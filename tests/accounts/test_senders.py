"""A mail server that is away: nobody reads a failure, and nobody waits for it with the lock."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diary.accounts.actions import find_or_add_clinic
from diary.domain.people import Role
from diary.transactions import early_commit
from diary.web.background import settle
from tests.client import DiaryClient
from tests.conftest import app_with_mail
from tests.people import Person, add, browser_of, move_in


@pytest.fixture
def mailing(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The diary with a mail server that answers nobody."""
    with app_with_mail(database_url, tmp_path, port=1) as app:
        yield app


@pytest.fixture
def admin(mailing: Flask) -> Person:
    with mailing.app_context(), early_commit() as session:
        move_in(session)
        practice = find_or_add_clinic(session, "The clinic")
        return add(session, "Admin", Role.ADMIN, clinic_id=practice.id)


@contextmanager
def _silent_server() -> Iterator[int]:
    """A mail server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield silent.getsockname()[1]


class _Unhurried(DiaryClient):
    """A browser that does not wait for what is done beside the answer."""

    def open(self, *args: Any, **more: Any) -> TestResponse:
        return FlaskClient.open(self, *args, **{"buffered": True, **more})


@pytest.mark.parametrize(
    ("address", "fields", "words"),
    [
        ("/erasure", {"sure": "y"}, "/erasure/receipt/"),
        ("/clinic", {"email": "new@example.org", "role": "doctor"}, "/join/"),
    ],
)
def test_nobody_waits_for_a_mail_server_that_is_silent(
    database_url: str, tmp_path: Path, address: str, fields: dict[str, str], words: str
) -> None:
    """The answer is there while the mail is still on its way."""
    with ExitStack() as silence:
        port = silence.enter_context(_silent_server())
        app = silence.enter_context(app_with_mail(database_url, tmp_path, port))
        with app.app_context(), early_commit() as session:
            ana = move_in(session).ana
            admin = add(
                session, "Admin", Role.ADMIN, clinic_id=find_or_add_clinic(session, "The clinic").id
            )
        app.test_client_class = _Unhurried
        browser = browser_of(app, ana if address == "/erasure" else admin)
        answer = browser.send(address, **fields)
        assert (answer.status_code, words in answer.text) == (200, True)
        assert app.extensions["later"].waiting, "it waited for the mail server"
    settle(app)


def _nobody(app: Flask) -> DiaryClient:
    return browser_of(app, None)


def test_a_known_address_and_an_unknown_one_get_the_same_page(
    mailing: Flask, admin: Person
) -> None:
    client = _nobody(mailing)
    known = client.send("/forgotten", email="ana@example.org")
    unknown = client.send("/forgotten", email="nobody@example.org")
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert known.text == unknown.text


def test_an_invitation_that_cannot_be_mailed_is_shown_to_be_passed_on(
    mailing: Flask, admin: Person
) -> None:
    browser = browser_of(mailing, admin)
    answer = browser.send("/clinic", email="new@example.org", role="doctor")
    assert answer.status_code == 200
    assert "/join/" in answer.text


def test_an_address_with_an_account_is_not_invited(mailing: Flask, admin: Person) -> None:
    answer = browser_of(mailing, admin).send("/clinic", email="ana@example.org", role="doctor")
    assert answer.status_code == 422
