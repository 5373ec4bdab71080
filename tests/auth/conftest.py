"""The diary with a mail server on this machine, which keeps what arrives."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from diary.transactions import early_commit
from tests.conftest import app_with_mail
from tests.people import People, move_in
from tests.reminders.arrivals import Mailbox, mail_server


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as found:
        yield found


@pytest.fixture
def mailing(database_url: str, tmp_path: Path, box: Mailbox) -> Iterator[Flask]:
    """The diary with that mail server."""
    with app_with_mail(database_url, tmp_path, box.port) as app:
        yield app


@pytest.fixture
def three(mailing: Flask) -> People:
    with mailing.app_context(), early_commit() as session:
        return move_in(session)
