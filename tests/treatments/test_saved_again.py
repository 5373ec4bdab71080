"""Save, Back and Save again: nothing is stored twice by a slip, and nothing is dropped."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from diary.access import actions as access
from diary.transactions import early_commit, read_only
from diary.treatments.models import TreatmentRow, TreatmentVitals
from tests.client import DiaryClient
from tests.people import People, browser_of
from tests.treatments.builders import NOW, id_in, typed

READING = {"phase": "during", "clock": "10:50", "systolic": "130", "diastolic": "85"}
SAVED_ALREADY = "This is saved already"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(params=["ana", "ben"])
def browser(app: Flask, people: People, request: pytest.FixtureRequest) -> DiaryClient:
    with app.app_context(), early_commit() as session:
        access.add_care_link(
            session, people.ana.id, people.ben.id, notes=True, costs=True, ends_on=None
        )
    return browser_of(app, people.ana if request.param == "ana" else people.ben)


@pytest.fixture
def sessions(people: People, browser: DiaryClient) -> str:
    """The address of Ana's sessions for whoever looks."""
    mine = browser.get("/sessions").status_code == 200
    return "/sessions" if mine else f"/patients/{people.ana.id}/sessions"


def rows(app: Flask, kind: type[TreatmentRow] | type[TreatmentVitals]) -> int:
    with app.app_context(), read_only() as session:
        return len(session.scalars(select(kind)).all())


def test_the_same_session_under_another_id_is_asked_about(
    app: Flask, browser: DiaryClient, sessions: str
) -> None:
    said = typed(place="Room 7")
    first = browser.send(f"{sessions}/new", **said)
    again = browser.send(f"{sessions}/new", **{**said, "treatment_id": str(uuid4())})
    assert again.status_code == 422
    assert SAVED_ALREADY in again.text
    assert f"{sessions}/{id_in(first.location)}" in again.text
    assert "Room 7" in again.text
    assert rows(app, TreatmentRow) == 1
    more = {**said, "treatment_id": str(uuid4()), "again": "y"}
    assert browser.send(f"{sessions}/new", **more).status_code == 303
    assert rows(app, TreatmentRow) == 2


def test_a_changed_session_that_is_sent_twice_is_stored_once(
    app: Flask, browser: DiaryClient, sessions: str
) -> None:
    said = typed()
    browser.send(f"{sessions}/new", **said)
    for status in (303, 422):
        assert browser.send(f"{sessions}/new", **{**said, "dose": "0.6"}).status_code == status
    assert rows(app, TreatmentRow) == 2


def test_the_same_reading_under_another_id_is_asked_about(
    app: Flask, browser: DiaryClient, sessions: str
) -> None:
    one = id_in(browser.send(f"{sessions}/new", **typed()).location)
    address = f"{sessions}/{one}/vitals"
    browser.send(address, vitals_id=str(uuid4()), **READING)
    again = browser.send(address, vitals_id=str(uuid4()), **READING)
    assert again.status_code == 422
    assert SAVED_ALREADY in again.text
    assert 'value="130"' in again.text
    assert rows(app, TreatmentVitals) == 1
    answer = browser.send(address, vitals_id=str(uuid4()), again="y", **READING)
    assert answer.status_code == 303
    assert rows(app, TreatmentVitals) == 2


def test_another_reading_in_the_same_form_is_stored_too(
    app: Flask, browser: DiaryClient, sessions: str
) -> None:
    """A kept page holds the id of the reading that was saved, whatever is typed into it."""
    one = id_in(browser.send(f"{sessions}/new", **typed()).location)
    form = {"vitals_id": str(uuid4()), **READING}
    for clock in ("10:50", "11:20"):
        for _ in range(2):
            browser.send(f"{sessions}/{one}/vitals", **{**form, "clock": clock})
    page = browser.get(f"{sessions}/{one}/vitals").text
    assert "10:50" in page
    assert "11:20" in page
    assert rows(app, TreatmentVitals) == 2
