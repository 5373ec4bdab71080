"""Wrong passwords of others keep nobody out who shows the mailbox or asks the operator."""

import pytest
from flask import Flask
from sqlalchemy import select

from diary.audit.models import AuditEvent
from diary.audit.rules import OPERATOR, Event
from diary.auth.rules import ACCOUNT_LIMIT
from diary.transactions import read_only
from tests.auth.test_password_reset import FRESH, ask
from tests.client import DiaryClient
from tests.conftest import ENGINES
from tests.people import PASSWORD, People, browser_of

ANA = "ana@example.org"


def _guess(app: Flask, times: int) -> None:
    """Somebody who guesses, from another place for each try."""
    for at in range(times):
        browser = browser_of(app, None)
        form = {"email": ANA, "password": "wrong", "csrf_token": browser.token()}
        browser.post("/sign-in", data=form, environ_base={"REMOTE_ADDR": f"192.0.2.{at}"})


def _sign_in(browser: DiaryClient, password: str) -> int:
    return browser.send("/sign-in", email=ANA, password=password).status_code


@pytest.mark.parametrize("engine_kind", ENGINES, indirect=True)
def test_a_link_from_the_mailbox_gets_through_however_many_tries_there_are(
    app: Flask, client: DiaryClient, people: People, capfd: pytest.CaptureFixture[str]
) -> None:
    _guess(app, ACCOUNT_LIMIT.tries)
    assert _sign_in(client, PASSWORD) == 429
    link = str(ask(client, capfd, ANA))
    assert client.send(link, password=FRESH).status_code == 303
    _guess(app, ACCOUNT_LIMIT.tries + 1)
    assert _sign_in(client, FRESH) == 303
    assert _sign_in(browser_of(app, None), FRESH) == 429  # the control: guessing stays slow


def test_a_link_that_is_over_opens_no_way_past_the_limit(
    app: Flask, client: DiaryClient, people: People, capfd: pytest.CaptureFixture[str]
) -> None:
    link = str(ask(client, capfd, ANA))
    client.send(link, password=FRESH)
    other = browser_of(app, None)
    assert other.send(link, password="another long password").status_code == 404
    _guess(app, ACCOUNT_LIMIT.tries + 1)
    assert _sign_in(other, FRESH) == 429


def test_after_a_reset_another_browser_of_hers_can_try_at_once(
    app: Flask, client: DiaryClient, people: People, capfd: pytest.CaptureFixture[str]
) -> None:
    """The link opens where the mail is read, which may be another browser than the usual one."""
    _guess(app, ACCOUNT_LIMIT.tries)
    client.send(str(ask(client, capfd, ANA)), password=FRESH)
    assert _sign_in(browser_of(app, None), FRESH) == 303


def test_the_operator_sees_who_has_to_wait_and_clears_it(
    app: Flask, client: DiaryClient, people: People
) -> None:
    _guess(app, ACCOUNT_LIMIT.tries)
    shell = app.test_cli_runner()
    told = shell.invoke(args=["accounts", "list"]).output.splitlines()
    assert [line.split("\t")[:2] for line in told] == [
        [ANA, "patient"],
        ["ben@example.org", "doctor"],
        ["cleo@example.org", "patient"],
    ]
    assert ["waits" in line for line in told] == [True, False, False]
    assert _sign_in(client, PASSWORD) == 429
    assert shell.invoke(args=["accounts", "clear-tries", ANA]).exit_code == 0
    assert "waits" not in shell.invoke(args=["accounts", "list"]).output
    with app.app_context(), read_only() as session:
        noted = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert noted is not None
    whose = (noted.event, noted.actor_id, noted.patient_id)
    assert whose == (Event.ACCOUNT_TRIES_CLEAR, OPERATOR, people.ana.id)
    assert _sign_in(client, PASSWORD) == 303
    unknown = shell.invoke(args=["accounts", "clear-tries", "nobody@example.org"])
    assert unknown.exit_code == 1
