"""A mail server that is away: nobody reads a failure, and nobody waits for it with the lock."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from diary.accounts.actions import clinic
from diary.web.viewer import Role
from diary.web.work import writing
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
    with mailing.app_context(), writing() as session:
        move_in(session)
        practice = clinic(session, "The clinic")
        return add(session, "Admin", Role.ADMIN, clinic_id=practice.id)


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
