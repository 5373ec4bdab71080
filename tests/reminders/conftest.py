"""A diary whose mails and pushes arrive on this machine."""

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from flask import Flask

from diary.reminders import actions, queries
from diary.reminders.rules.slots import Preferences
from diary.transactions import early_commit
from tests.client import DiaryClient
from tests.conftest import app_with_mail
from tests.people import People, browser_of, move_in
from tests.reminders.arrivals import Mailbox, PushService, mail_server, push_service


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as found:
        yield found


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as found:
        yield found


@pytest.fixture
def mailing(database_url: str, tmp_path: Path, box: Mailbox) -> Iterator[Flask]:
    """The diary with that mail server; its reminders are sent by the tests themselves."""
    with app_with_mail(database_url, tmp_path, box.port) as app:
        yield app


@pytest.fixture
def three(mailing: Flask) -> People:
    """Ana wants a mail at nine."""
    with mailing.app_context(), early_commit() as session:
        people = move_in(session)
        diary = queries.open_for_patient(session, people.ana.id)
        assert diary is not None
        actions.change(session, diary, Preferences(time(9), by_mail=True))
    return people


@pytest.fixture
def ana(mailing: Flask, three: People) -> DiaryClient:
    return browser_of(mailing, three.ana)
