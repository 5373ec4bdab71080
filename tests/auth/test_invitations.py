"""Making an account: open or by invitation, never more than the invitation allows."""

from dataclasses import replace
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from diary.accounts.actions import add_invitation, find_or_add_clinic
from diary.accounts.models import User
from diary.app import create_app
from diary.audit.rules import OPERATOR
from diary.domain.people import Role
from diary.extensions import db
from diary.transactions import early_commit, read_only
from tests.client import DiaryClient
from tests.conftest import make_settings
from tests.people import People, add, browser_of

PERSON = {"name": "Ben", "password": "three words together", "zone": "Europe/London"}


def test_a_patient_signs_up_and_reads_first_what_she_agrees_to(client: DiaryClient) -> None:
    answer = client.send("/sign-up", **PERSON, email="Ana@Example.org", born_on="1987-05-04")
    assert (answer.status_code, answer.location) == (303, "/agreements")
    assert client.get("/").status_code == 200


def test_an_address_that_is_taken_keeps_every_word_of_the_form(
    client: DiaryClient, people: People
) -> None:
    answer = client.send("/sign-up", **PERSON, email="ana@example.org", born_on="1987-05-04")
    assert answer.status_code == 422
    assert "There is an account with this address" in answer.text
    assert 'value="Ben"' in answer.text


def test_sign_up_can_be_closed(database_url: str, tmp_path: Path) -> None:
    closed = create_app(replace(make_settings(database_url, tmp_path), open_sign_up=False))
    browser = closed.test_client()
    assert "by invitation" in browser.get("/sign-up").text
    with closed.app_context():
        db.engine.dispose()


def test_an_invitation_makes_the_role_and_address_it_is_for_and_no_other(
    app: Flask, client: DiaryClient
) -> None:
    with app.app_context(), early_commit() as session:
        token = add_invitation(
            session,
            "ben@example.org",
            Role.DOCTOR,
            find_or_add_clinic(session, "The Clinic").id,
            OPERATOR,
        )
    answer = client.send(f"/join/{token}", **PERSON, email="cleo@example.org", role="admin")
    assert answer.status_code == 303
    with app.app_context(), read_only() as session:
        user = session.scalars(select(User)).one()
    assert (user.email, user.role) == ("ben@example.org", "doctor")
    assert client.get(f"/join/{token}").status_code == 404


def test_an_administrator_invites_and_sees_no_diary(app: Flask, people: People) -> None:
    with app.app_context(), early_commit() as session:
        place = find_or_add_clinic(session, "The Clinic").id
        admin = add(session, "Clinic Administrator", Role.ADMIN, clinic_id=place)
    browser = browser_of(app, admin)
    answer = browser.send("/clinic", email="new@example.org", role="doctor")
    assert answer.status_code == 200
    assert "/join/" in answer.text
    assert browser.get(f"/patients/{people.ana.id}").status_code == 404


def test_the_operator_adds_a_person_from_the_shell(app: Flask) -> None:
    shell = app.test_cli_runner()
    done = shell.invoke(
        args=["accounts", "add", "--role", "patient", "ana@example.org"],
        input="three words together\n",
    )
    assert done.exit_code == 0, done.output
    again = shell.invoke(
        args=["accounts", "add", "--role", "patient", "ana@example.org"],
        input="three words together\n",
    )
    assert again.exit_code == 1
    assert "has an account already" in again.output


def test_the_shell_refuses_a_weak_password(app: Flask) -> None:
    done = app.test_cli_runner().invoke(
        args=["accounts", "add", "--role", "doctor", "ben@example.org"], input="short\n"
    )
    assert done.exit_code == 1
    assert "at least 10" in done.output
