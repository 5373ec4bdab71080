"""Ana has set the second step up, an hour ago, on a clock that stands still."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from diary.transactions import early_commit
from tests.auth.second_step.authenticator import Phone, add
from tests.auth.second_step.steps import set_up
from tests.client import DiaryClient
from tests.people import People, browser_of, has_agreed

NOW = datetime(2026, 6, 1, 12, 0, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def agreed(app: Flask, people: People) -> None:
    """Ana and Cleo have agreed to the texts: signing in leads where they wanted."""
    with app.app_context(), early_commit() as session:
        for person in (people.ana, people.cleo):
            has_agreed(session, person)


@pytest.fixture(autouse=True)
def now(people: People) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def other(app: Flask) -> DiaryClient:
    return browser_of(app, None)


@pytest.fixture
def enrolled(
    app: Flask, ana_client: DiaryClient, now: time_machine.Traveller
) -> tuple[str, list[str]]:
    """The key and the recovery codes."""
    found = set_up(app, ana_client)
    now.shift(timedelta(hours=1))
    return found


@pytest.fixture
def phone(ana_client: DiaryClient) -> Phone:
    """Ana's, with a passkey of hers."""
    made = Phone()
    add(ana_client, made)
    return made
