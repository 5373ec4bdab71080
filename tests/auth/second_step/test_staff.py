"""Doctors and administrators see nothing before they have set up a second step."""

from dataclasses import replace
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import update

from diary.accounts import actions
from diary.accounts.models import User
from diary.domain.people import Role
from diary.transactions import early_commit
from diary.web.guards import admitted_by
from tests.auth.second_step.steps import newest_key, set_up, shows
from tests.client import DiaryClient
from tests.people import PASSWORD, People, Person, add, browser_of
from tests.whole_app.world import rules

# What somebody who works here reaches before; everything that is for anyone besides
BEFORE = {
    "/passkeys",
    "/passkeys/new",
    "/prove/passkey",
    "/prove",
    "/second-step",
    "/second-step/app",
    "/second-step/app/start",
    "/sign-out",
}


@pytest.fixture(autouse=True)
def required(app: Flask) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], staff_factor="required")


@pytest.fixture
def admin(app: Flask, people: People) -> Person:
    with app.app_context(), early_commit() as session:
        clinic = actions.find_or_add_clinic(session, "The clinic")
        return add(session, "Admin", Role.ADMIN, clinic_id=clinic.id)


def _closed(app: Flask, browser: DiaryClient) -> set[str]:
    """Every address that leads to the second step instead."""
    found = set()
    for (method, address), rule in rules(app).items():
        if admitted_by(app.view_functions[rule.endpoint]) is None:
            continue
        fixed = rule.defaults or {}
        names = {n: uuid4() if n.endswith("_id") else "x" for n in rule.arguments - fixed.keys()}
        where = app.url_map.bind("localhost").build(rule.endpoint, {**names, **fixed})
        if address in BEFORE:
            continue
        answer = browser.get(where) if method == "GET" else browser.send(where)
        assert (answer.status_code, answer.location) == (303, "/second-step"), (method, address)
        found.add(address)
    return found


def test_every_page_but_the_set_up_leads_a_doctor_and_an_administrator_there(
    app: Flask, people: People, admin: Person
) -> None:
    for who in (people.ben, admin):
        closed = _closed(app, browser_of(app, who))
        assert {"/patients", "/clinic", "/profile", "/more", "/patients/<patient_id>"} <= closed


def test_help_now_signing_out_and_the_set_up_stay_open(app: Flask, ben_client: DiaryClient) -> None:
    page = ben_client.get("/second-step").text
    assert "One thing first" in page
    assert 'aria-label="Main"' not in page
    assert ben_client.get("/help").status_code == 200
    assert ben_client.get("/prove").status_code == 200
    assert ben_client.send("/sign-out").location == "/sign-in"


def test_once_it_is_set_up_the_pages_open(app: Flask, ben_client: DiaryClient) -> None:
    set_up(app, ben_client)
    assert ben_client.get("/patients").status_code == 200
    page = ben_client.get("/second-step").text
    assert "One thing first" not in page
    assert "Turn the codes off" not in page


def test_a_wrong_code_opens_nothing(app: Flask, ben_client: DiaryClient) -> None:
    ben_client.send("/second-step/app/start")
    assert ben_client.send("/second-step/app", code="000000").status_code == 422
    assert ben_client.get("/patients").location == "/second-step"
    assert ben_client.send("/second-step/app", code=shows(newest_key(app))).status_code == 200
    assert ben_client.get("/patients").status_code == 200


def test_a_script_is_told_and_not_led(ben_client: DiaryClient) -> None:
    answer = ben_client.get(
        f"/patients/{uuid4()}/relief.json", headers={"Accept": "application/json"}
    )
    assert answer.status_code == 401


def test_turning_it_off_leads_there_again(app: Flask, ben_client: DiaryClient) -> None:
    set_up(app, ben_client)
    ben_client.send("/second-step/app/off")
    assert ben_client.get("/patients").location == "/second-step"


def test_a_doctor_who_signs_in_is_led_there(client: DiaryClient, people: People) -> None:
    answer = client.send("/sign-in", email=people.ben.email, password=PASSWORD)
    assert client.get(answer.location or "").location == "/second-step"


def test_a_patient_is_never_made_to(ana_client: DiaryClient) -> None:
    assert ana_client.get("/").status_code == 200
    assert "Second step" in ana_client.get("/more").text


def test_where_the_operator_leaves_it_to_them_nobody_is_led_there(
    app: Flask, ben_client: DiaryClient
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], staff_factor="optional")
    assert ben_client.get("/patients").status_code == 200


def test_an_invented_doctor_may_do_without_and_the_page_says_why(
    app: Flask, people: People, ben_client: DiaryClient
) -> None:
    with app.app_context(), early_commit() as session:
        session.execute(update(User).where(User.id == people.ben.id).values(is_demo=True))
    assert ben_client.get("/patients").status_code == 200
    assert "This is a demo account" in ben_client.get("/second-step").text
