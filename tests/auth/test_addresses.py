"""Another address to sign in with: hers once she has shown it, and told to nobody who asks."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.actions import NewPerson, add_account
from diary.accounts.models import User
from diary.audit.models import AuditEvent
from diary.auth import actions, queries
from diary.auth.models import EmailChange
from diary.domain.people import Role
from diary.transactions import read_only
from tests.client import DiaryClient
from tests.people import PASSWORD, People, browser_of, move_in

NEW = "ana.maria@example.org"


def _ask(
    browser: DiaryClient, capfd: pytest.CaptureFixture[str], email: str = NEW
) -> tuple[str, str | None]:
    """Ask for a link; the page, and what the operator reads where there is no mail server."""
    capfd.readouterr()
    answer = browser.send("/email", email=email)
    assert answer.status_code == 200
    found = re.search(r"http://localhost(/email/\S+)", capfd.readouterr().err)
    return answer.text, found[1] if found else None


def _signs_in(app: Flask, email: str) -> bool:
    answer = browser_of(app, None).send("/sign-in", email=email, password=PASSWORD)
    return answer.status_code == 303


def test_an_address_is_hers_once_she_opened_its_link_and_the_old_one_ends(
    app: Flask, people: People, ana_client: DiaryClient, capfd: pytest.CaptureFixture[str]
) -> None:
    elsewhere = browser_of(app, people.ana)
    _, link = _ask(ana_client, capfd)
    assert link is not None
    assert NEW in ana_client.get(link).text
    assert _signs_in(app, people.ana.email)  # nothing has changed yet
    assert not _signs_in(app, NEW)

    assert ana_client.send(link).status_code == 303
    assert _signs_in(app, NEW)
    assert not _signs_in(app, people.ana.email)
    assert elsewhere.get("/diary").status_code == 303
    page = ana_client.get("/profile").text
    assert f"with {NEW}." in page
    assert people.ana.email in page  # under what it said before
    assert ana_client.send(link).status_code == 404  # once
    with app.app_context(), read_only() as session:
        events = session.scalars(select(AuditEvent.event)).all()
        held = session.scalars(select(EmailChange.token_hash)).all()
    assert {"account:email:ask", "account:email:change"} <= set(events)
    assert link.rpartition("/")[2] not in held


def test_an_address_that_is_taken_gets_the_same_answer_and_no_link(
    people: People, ana_client: DiaryClient, capfd: pytest.CaptureFixture[str]
) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False):
        free, link = _ask(ana_client, capfd)
        taken, none = _ask(ana_client, capfd, people.cleo.email)
    assert free.replace(NEW, "X") == taken.replace(people.cleo.email, "X")
    assert (link is not None, none) == (True, None)


def test_a_link_is_for_the_one_who_asked_and_for_an_hour(
    people: People,
    ana_client: DiaryClient,
    cleo_client: DiaryClient,
    client: DiaryClient,
    capfd: pytest.CaptureFixture[str],
) -> None:
    _, link = _ask(ana_client, capfd)
    assert link is not None
    assert cleo_client.send(link).status_code == 404
    assert client.get(link).location == f"/sign-in?next={link}"
    _, second = _ask(ana_client, capfd, "another@example.org")
    assert ana_client.get(link).status_code == 404  # a new one ends the old one
    assert second is not None
    assert ana_client.get(second).status_code == 200
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=61), tick=False):
        assert ana_client.send(second).status_code == 404
        assert "/link" not in ana_client.get(second).text


def test_asking_needs_a_fresh_proof_and_keeps_what_was_typed(ana_client: DiaryClient) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=16), tick=False):
        asked = ana_client.send("/email", email=NEW)
        assert asked.status_code == 401
        assert NEW in asked.text
        assert ana_client.send("/email", email=NEW, proof_password=PASSWORD).status_code == 200


@pytest.mark.parametrize("email", ["", "nonsense", "Ana@example.org"])
def test_what_is_no_new_address_is_refused(ana_client: DiaryClient, email: str) -> None:
    assert ana_client.send("/email", email=email).status_code == 422


def test_nobody_is_flooded_with_links(
    ana_client: DiaryClient, cleo_client: DiaryClient, capfd: pytest.CaptureFixture[str]
) -> None:
    links = [_ask(ana_client, capfd)[1] for _ in range(3)]
    assert None not in links
    assert ana_client.send("/email", email=NEW).status_code == 422
    # another account cannot go on with it
    assert _ask(cleo_client, capfd)[1] is None


def test_taken_between_the_mail_and_the_tap_nothing_changes(store: Session) -> None:
    people = move_in(store)
    ana = people.ana.viewer
    token = actions.start_email_change(store, ana.user_id, NEW)
    reset = actions.start_reset(store, people.ana.email)
    assert token is not None
    person = NewPerson(NEW, "no hash", Role.PATIENT, "Other", clock.today("UTC"))
    other = add_account(store, person)
    assert actions.use_email_change(store, ana, token) is None
    assert store.get_one(User, ana.user_id).email == people.ana.email
    other.email = "gone@example.org"
    store.flush()
    assert queries.find_open_reset(store, str(reset)) is not None
    assert actions.use_email_change(store, people.cleo.viewer, token) is None
    moved = actions.use_email_change(store, ana, token)
    assert moved == actions.AddressChange(people.ana.email, NEW)
    assert queries.find_open_reset(store, str(reset)) is None  # it had gone to the old address
    assert actions.use_email_change(store, ana, token) is None
