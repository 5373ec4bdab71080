"""A password is checked outside any transaction: what changes meanwhile counts."""

from collections.abc import Callable
from threading import BoundedSemaphore

import pytest
from flask import Flask
from sqlalchemy import select

from diary.audit.models import AuditEvent
from diary.audit.rules import Event
from diary.auth import actions, queries, rules
from diary.auth.models import SignIn
from diary.transactions import early_commit, read_only
from tests.client import DiaryClient
from tests.conftest import ENGINES
from tests.people import PASSWORD, People

FRESH, THIEFS = "a fresh long password", "another's long password"


class Door(BoundedSemaphore):
    """The place among those who may hash, at which something happens while somebody waits."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        super().__init__(2)
        self.meanwhile: Callable[[], None] | None = meanwhile

    def acquire(self, blocking: bool = True, timeout: float | None = None) -> bool:
        happens, self.meanwhile = self.meanwhile, None
        if happens is not None:
            happens()
        return super().acquire(blocking, timeout)


@pytest.fixture(params=ENGINES)
def engine_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def reset_meanwhile(app: Flask, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ana chooses a new password by a link while a try with the old one is checked."""
    with app.app_context(), early_commit() as session:
        token = str(actions.start_reset(session, people.ana.email))
    fresh = rules.hash_password(FRESH)

    def reset() -> None:
        with early_commit() as session:
            assert actions.use_reset(session, token, fresh)

    monkeypatch.setattr(rules, "HASHING", Door(reset))


@pytest.mark.usefixtures("reset_meanwhile")
def test_the_old_password_signs_nobody_in_behind_a_new_one(
    app: Flask, client: DiaryClient, people: People
) -> None:
    answer = client.send("/sign-in", email=people.ana.email, password=PASSWORD)
    assert (answer.status_code, "is not right" in answer.text) == (422, True)
    with app.app_context(), read_only() as session:
        assert session.scalars(select(SignIn).where(SignIn.ended_at_utc.is_(None))).all() == []
    assert client.send("/sign-in", email=people.ana.email, password=FRESH).status_code == 303


def test_a_change_by_the_old_password_does_not_undo_her_reset(
    app: Flask, ana_client: DiaryClient, people: People, request: pytest.FixtureRequest
) -> None:
    ana_client.get("/password")
    request.getfixturevalue("reset_meanwhile")
    answer = ana_client.send("/password", current=PASSWORD, password=THIEFS)
    assert (answer.status_code, "not your password" in answer.text) == (422, True)
    with app.app_context(), read_only() as session:
        kept = queries.find_credentials(session, people.ana.email)
    assert kept is not None
    assert rules.password_matches(kept.password_hash, FRESH)


def test_a_wrong_password_on_the_page_that_changes_it_is_noted(
    app: Flask, ana_client: DiaryClient, people: People
) -> None:
    answer = ana_client.send("/password", current="wrong horse battery", password=FRESH)
    assert answer.status_code == 422
    with app.app_context(), read_only() as session:
        noted = session.scalars(select(AuditEvent.event).order_by(AuditEvent.id)).all()
    assert noted[-1] == Event.ACCOUNT_PROOF_FAIL.value
