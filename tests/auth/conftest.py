"""The diary with a mail server on this machine, which keeps what arrives."""

import pytest
from flask import Flask

from diary.transactions import early_commit
from tests.people import People, move_in
from tests.reminders.conftest import box, mailing

__all__ = ["box", "mailing"]


@pytest.fixture
def three(mailing: Flask) -> People:
    with mailing.app_context(), early_commit() as session:
        return move_in(session)
