"""Today is the person's own: the whole app half an hour before and after midnight, far from UTC."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask

from diary.access import actions as access
from diary.access.queries import open_diary
from diary.domain.people import Role
from diary.transactions import early_commit
from tests.client import DiaryClient
from tests.people import Person, add, browser_of, has_agreed

SPAN = timedelta(days=1)
BORN = date(1990, 5, 3)


@pytest.fixture(
    params=[
        (zone, clock)
        for zone in ("Pacific/Auckland", "America/Los_Angeles")
        for clock in ((23, 30), (0, 30))
    ],
    ids=lambda one: f"{one[0]} {one[1][0]:02}:{one[1][1]:02}",
)
def wall(request: pytest.FixtureRequest) -> Iterator[datetime]:
    zone, (hour, minute) = request.param
    here = datetime(2026, 5, 13, hour, minute, tzinfo=ZoneInfo(zone))
    with time_machine.travel(here, tick=False):
        yield here


@pytest.fixture
def zone(wall: datetime) -> str:
    return str(wall.tzinfo)


@pytest.fixture
def ana(app: Flask, zone: str) -> Person:
    with app.app_context(), early_commit() as session:
        who = add(session, "Ana", Role.PATIENT, zone)
        has_agreed(session, who)
    return who


@pytest.fixture
def ben(app: Flask, zone: str, ana: Person) -> Person:
    """Ben lives where Ana lives, and reads her diary."""
    with app.app_context(), early_commit() as session:
        who = add(session, "Ben", Role.DOCTOR, zone)
        diary = open_diary(session, ana.viewer, ana.id)
        assert diary is not None
        code = access.invite_doctor(session, diary, notes=True, costs=True, ends_on=None)
        assert access.accept_invitation(session, who.viewer, code) == ana.id
    return who


def pages(app: Flask) -> list[str]:
    """Every address without a name in it."""
    rules = (one for one in app.url_map.iter_rules() if "GET" in (one.methods or ()))
    return sorted(one.rule for one in rules if not one.arguments)


def log(browser: DiaryClient, **fields: str) -> str:
    answer = browser.send("/", entry_id=str(uuid4()), anxiety="5", mood="5", **fields)
    return answer.text if answer.status_code == 422 else "saved"


def test_every_page_opens_and_counts_the_entry_of_now_as_today(
    app: Flask, ana: Person, ben: Person, wall: datetime
) -> None:
    hers, his = browser_of(app, ana), browser_of(app, ben)
    assert log(hers) == "saved"
    for browser in (hers, his):
        for address in pages(app):
            assert browser.get(address).status_code < 500, address
    # the day of the diary ends at four o'clock
    day = (wall - timedelta(hours=4)).date()
    assert f"{day:%A} {day.day} May 2026" in hers.get("/diary").text
    found = his.get(f"/patients/{ana.id}")
    assert found.status_code == 200
    assert "logged no entry" not in found.text


def test_today_may_be_told_of_and_tomorrow_not(
    app: Flask, ana: Person, ben: Person, wall: datetime
) -> None:
    today, tomorrow, yesterday = (wall.date() + SPAN * n for n in (0, 1, -1))
    hers, his = browser_of(app, ana), browser_of(app, ben)
    # the last day of sharing
    for day, status in ((today, 200), (tomorrow, 200), (yesterday, 422)):
        assert hers.send("/sharing", ends_on=day.isoformat()).status_code == status, day
    # entries, sessions and visits
    assert log(hers, when="pick", at=f"{today}T00:10") == "saved"
    assert "still to come" in log(hers, when="pick", at=f"{tomorrow}T00:10")
    session = {"status": "done", "route": "iv", "drug": "ketamine"}
    for day, status in ((today, 303), (tomorrow, 422)):
        fields = {**session, "treatment_id": str(uuid4()), "at": f"{day}T00:15"}
        assert hers.send("/sessions/new", **fields).status_code == status, day
    for day, status in ((today, 303), (tomorrow, 422)):
        answer = his.send(f"/patients/{ana.id}/visits/new", held_on=day.isoformat(), note="n")
        assert answer.status_code == status, day


def test_a_birthday_is_held_against_the_day_where_the_person_lives(
    app: Flask, ana: Person, zone: str, wall: datetime
) -> None:
    hers = browser_of(app, ana)
    profile = {"name": "Ana", "zone": zone, "day_boundary": "4", "language": "en-GB",
               "theme": "auto", "country": ""}  # fmt: skip
    for days, status in ((0, 303), (1, 422)):
        born = (wall.date() + SPAN * days).isoformat()
        assert hers.send("/profile", **profile, born_on=born).status_code == status, born


def test_nothing_is_told_of_the_time_before_a_birth(app: Flask, ana: Person, ben: Person) -> None:
    hers, his = browser_of(app, ana), browser_of(app, ben)
    profile = {"name": "Ana", "zone": ana.zone, "day_boundary": "4", "language": "en-GB",
               "theme": "auto", "country": ""}  # fmt: skip
    assert hers.send("/profile", **profile, born_on=BORN.isoformat()).status_code == 303
    words = "before the date of birth in the profile, 3 May 1990"
    assert words in log(hers, when="pick", at="1900-01-01T10:00")
    assert log(hers, when="pick", at="1990-05-03T10:00") == "saved"
    session = {"status": "done", "route": "iv", "drug": "ketamine", "at": "1990-05-02T10:00"}
    for browser, address in ((hers, "/sessions/new"), (his, f"/patients/{ana.id}/sessions/new")):
        answer = browser.send(address, treatment_id=str(uuid4()), **session)
        assert words in answer.text
    visit = his.send(f"/patients/{ana.id}/visits/new", held_on="1990-05-02", note="n")
    assert words in visit.text
