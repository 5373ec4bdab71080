"""The diary with a mail server on this machine, which keeps what arrives."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from diary.app import create_app
from diary.config import Smtp
from diary.extensions import db
from diary.web.work import writing
from tests.client import watch
from tests.conftest import make_settings
from tests.people import People, move_in
from tests.reminders.arrivals import Mailbox, mail_server


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as found:
        yield found


@pytest.fixture
def mailing(database_url: str, tmp_path: Path, box: Mailbox) -> Iterator[Flask]:
    """The diary with that mail server."""
    smtp = Smtp(host="127.0.0.1", port=box.port, sender="diary@example.org", starttls=False)
    app = create_app(replace(make_settings(database_url, tmp_path), smtp=smtp))
    watch(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def three(mailing: Flask) -> People:
    with mailing.app_context(), writing() as session:
        return move_in(session)
