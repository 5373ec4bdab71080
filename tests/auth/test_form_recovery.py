"""Words of a form outlast the sign-in under which they were typed, for their writer alone."""

from datetime import UTC, datetime
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from diary import clock
from diary.auth.models import SignIn
from diary.auth.rules import PIN_TRIES
from diary.db import Base
from diary.extensions import db
from diary.guidance.models import SafetyPlan
from diary.transactions import early_commit, read_only
from diary.web.form_recovery import KEPT, LASTS
from diary.web.guards import admitted_by
from tests.auth.test_device_lock import WRONG, pinned
from tests.client import DiaryClient
from tests.pages import read
from tests.people import PASSWORD, People, Person, browser_of
from tests.whole_app.world import rules

WORDS = "Breathe, then call <Maria> & wait"
PLAN = {"words": WORDS, "contact_1-name": "Maria", "contact_1-phone": "+351 912 345 678"}
# four digits would by chance stand in the id of something on a page
LONG_PIN = "58210934"
SECRETS = {"proof_password": PASSWORD, "lock_pin": LONG_PIN}
# Their forms ask for a password, a PIN or a code, or hold nothing that was typed.
ASKING = {
    "/sign-out",
    "/password",
    "/email",
    "/email/<token>",
    "/pin",
    "/pin/remove",
    "/lock",
    "/lock/open",
    "/lock/pin",
    "/lock/forgotten",
    "/prove",
    "/prove/passkey",
    "/passkeys",
    "/passkeys/new",
    "/passkeys/<passkey_id>/remove",
    "/second-step/app",
    "/second-step/app/start",
    "/second-step/app/off",
    "/second-step/codes",
    "/devices/end-others",
    "/devices/<sign_in_id>/end",
}


def end(app: Flask, person: Person) -> None:
    """Sign her out everywhere, as from another device."""
    with app.app_context(), early_commit() as session:
        ends = update(SignIn).where(SignIn.user_id == person.id)
        session.execute(ends.values(ended_at_utc=clock.now()))


def fields_of(page: str) -> dict[str, str]:
    return {a["name"]: a.get("value", "") for a in read(page).all("input") if a.get("name")}


def signs_in(browser: DiaryClient, who: Person) -> None:
    assert browser.send("/sign-in", email=who.email, password=PASSWORD).status_code == 303


def kept_plan(app: Flask, browser: DiaryClient, person: Person) -> dict[str, str]:
    """What the page holds after a plan was sent too late."""
    end(app, person)
    answer = browser.send("/help/plan", **PLAN)
    assert answer.status_code == 401
    return fields_of(answer.text)


def _place(rule: Rule) -> str:
    things: dict[str, object] = dict.fromkeys(rule.arguments, "word")
    things |= {name: uuid4() for name in rule.arguments if name.endswith("_id")}
    return str(rule.build({**things, **(rule.defaults or {})})[1])  # type: ignore[index]


def test_every_form_keeps_its_words_and_none_keeps_a_secret(app: Flask, people: People) -> None:
    """A form that is new keeps them too, or is named above."""
    told = {}
    for (method, address), rule in rules(app).items():
        closed = admitted_by(app.view_functions[rule.endpoint]) is not None
        if method != "POST" or not closed or address == "/sync":  # which takes no form
            continue
        browser, place = browser_of(app, people.ana), _place(rule)
        browser.inspects = False
        end(app, people.ana)
        answer = browser.send(place, words=WORDS, **SECRETS)
        kept = fields_of(answer.text).get(KEPT)
        if address not in ASKING and kept is not None:
            back_in = browser_of(app, people.ana)
            back_in.inspects = False
            back = back_in.post(place, data={KEPT: kept})
            sent = fields_of(back.text)
            if sent.get("words") == WORDS and sent.keys() == {"words", "csrf_token"}:
                told[address] = _plain(answer)
                continue
        told[address] = [str(answer.status_code), *_plain(answer)]
    assert {address for address, found in told.items() if found == ["303"]} == ASKING
    assert {a: found for a, found in told.items() if found and a not in ASKING} == {}


def _plain(answer: TestResponse) -> list[str]:
    return [word for word in ("Breathe", PASSWORD, LONG_PIN) if word in answer.text]


def test_her_plan_comes_back_once_she_is_signed_in_and_is_stored_by_her_tap(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    kept = kept_plan(app, ana_client, people.ana)
    assert kept.keys() == {KEPT}
    waits = ana_client.post("/help/plan", data=kept)
    assert (waits.status_code, fields_of(waits.text)) == (401, kept)  # not signed in yet
    signs_in(ana_client, people.ana)
    asked = ana_client.post("/help/plan", data=kept)
    assert asked.status_code == 400
    assert "Maria" not in ana_client.get("/help").text
    sent = fields_of(asked.text)
    assert {name: sent[name] for name in PLAN} == PLAN
    assert ana_client.post("/help/plan", data=sent).status_code == 303
    assert "Maria" in ana_client.get("/help").text


def test_whoever_else_signs_in_there_gets_nothing_of_it_and_it_is_not_lost(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    kept = kept_plan(app, ana_client, people.ana)
    signs_in(ana_client, people.cleo)
    for forged in (kept, {**kept, "csrf_token": ana_client.token()}):
        answer = ana_client.post("/help/plan", data=forged)
        assert "Maria" not in answer.text
        assert "Breathe" not in answer.text
    with app.app_context(), read_only() as session:
        assert session.scalars(select(SafetyPlan)).all() == []
    other = fields_of(ana_client.post("/help/plan", data=kept).text)
    ana_client.send("/sign-out")
    signs_in(ana_client, people.ana)
    assert "Maria" in ana_client.post("/help/plan", data=other).text


def test_the_token_of_her_page_says_whose_words_they_are_when_she_signed_in_elsewhere(
    app: Flask, people: People
) -> None:
    """Two windows: the sign-in of the one that she types in is replaced in the other."""
    browser = browser_of(app, None)
    signs_in(browser, people.ana)
    page = fields_of(browser.get("/help/plan").text)
    signs_in(browser, people.ana)
    asked = browser.post("/help/plan", data={**page, **PLAN})
    assert (asked.status_code, fields_of(asked.text)["contact_1-name"]) == (400, "Maria")
    browser.send("/sign-out")
    signs_in(browser, people.cleo)
    answer = browser.post("/help/plan", data={**page, **PLAN})
    assert (answer.status_code, list(fields_of(answer.text))) == (400, [KEPT])
    assert "Maria" not in answer.text
    browser.send("/sign-out")
    assert browser.post("/help/plan", data={**page, **PLAN}).status_code == 401
    forged = {**page, **PLAN, "csrf_token": f"{uuid4()}.{people.cleo.id}"}
    assert fields_of(browser.post("/help/plan", data=forged).text) == {}


def test_another_sites_page_is_shown_nothing(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    kept = kept_plan(app, ana_client, people.ana)
    signs_in(ana_client, people.ana)
    answer = ana_client.post("/help/plan", data=kept, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert "Maria" not in answer.text


def test_they_open_for_a_day_and_at_their_own_address(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    kept = kept_plan(app, ana_client, people.ana)
    signs_in(ana_client, people.ana)
    assert "Maria" not in ana_client.post("/profile", data=kept).text
    changed = {KEPT: kept[KEPT][:-6] + "AAAAA="}
    assert "Maria" not in ana_client.post("/help/plan", data=changed).text
    with time_machine.travel(datetime.now(UTC) + LASTS, tick=False):
        gone = ana_client.post("/help/plan", data=kept)
        assert "Maria" not in gone.text
        assert "that is over" in gone.text


def test_a_note_that_is_far_too_long_comes_back_whole(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    end(app, people.ana)
    long = "1 word " * 400_000
    kept = fields_of(ana_client.send("/help/plan", words=long).text)
    signs_in(ana_client, people.ana)
    assert fields_of(ana_client.post("/help/plan", data=kept).text)["words"] == long


def test_no_row_and_no_cookie_holds_them(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    end(app, people.ana)
    answer = ana_client.send("/help/plan", **PLAN)
    assert "Maria" not in str(answer.headers)
    assert KEPT not in str(answer.headers)
    with app.app_context(), db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            assert "Maria" not in str(connection.execute(select(table)).all())


@pytest.fixture
def locked(app: Flask, people: People) -> DiaryClient:
    browser = pinned(app, people.ana)
    assert browser.send("/lock").status_code == 303
    return browser


@pytest.mark.parametrize("address", ["/help/plan", "/profile"])
def test_the_fifth_wrong_pin_keeps_them_for_her(
    people: People, locked: DiaryClient, address: str
) -> None:
    sent = {"csrf_token": locked.token(), "words": WORDS}
    for left in reversed(range(PIN_TRIES)):
        answer = locked.post(address, data={**sent, "lock_pin": WRONG})
        assert answer.status_code == (423 if left else 401)
        assert left or "Breathe" not in answer.text
        sent = fields_of(answer.text) | {"csrf_token": locked.token()}
    signs_in(locked, people.ana)
    back = locked.post(address, data={KEPT: sent[KEPT]})
    assert fields_of(back.text)["words"] == WORDS


def test_a_forgotten_pin_keeps_them_for_her(people: People, locked: DiaryClient) -> None:
    asked = locked.send("/help/plan", **PLAN)
    assert asked.status_code == 423
    page = locked.send("/lock/forgotten", **{KEPT: fields_of(asked.text)[KEPT]})
    assert page.status_code == 200
    form = read(page.text).all("form")[-1]
    kept = {KEPT: fields_of(page.text)[KEPT]}
    signs_in(locked, people.ana)
    assert fields_of(locked.post(form["action"], data=kept).text)["words"] == WORDS


def test_while_it_is_locked_they_stay_closed(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    kept = kept_plan(app, ana_client, people.ana)
    browser = pinned(app, people.ana)
    browser.send("/lock")
    answer = browser.post("/help/plan", data=kept)
    assert (answer.status_code, fields_of(answer.text)) == (423, kept)
    assert "Maria" not in answer.text


def test_a_file_is_not_carried_along(app: Flask, people: People, ana_client: DiaryClient) -> None:
    end(app, people.ana)
    file = (BytesIO(b"taken,anxiety\n"), "diary.csv")
    assert ana_client.send("/import", file=file).status_code == 303
