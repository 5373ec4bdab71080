"""The quick lock: what it hides, what opens it, and what it never bars."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from diary import clock
from diary.accounts.models import User
from diary.accounts.rules import Theme
from diary.audit.models import AuditEvent
from diary.auth import actions
from diary.auth.models import AuthenticatorApp, Pin, SignIn
from diary.auth.one_time_codes import new_key
from diary.auth.rules import PIN_TRIES, hash_password, pin_fault
from diary.entries.models import EntryRow
from diary.transactions import early_commit, read_only
from diary.web.guards import admitted_by
from tests.client import DiaryClient
from tests.conftest import ENGINES
from tests.pages import read
from tests.people import PASSWORD, People, Person, browser_of
from tests.whole_app.planting import CANARIES, plant
from tests.whole_app.world import named, rules

PIN, WRONG = "7394", "9473"
ANYWAY = {"/sign-out", "/lock/pin", "/lock/forgotten"}
HASH = hash_password(PIN)


def pinned(app: Flask, person: Person, minutes: int = 0) -> DiaryClient:
    """A browser with a PIN, open."""
    browser = browser_of(app, person)
    with app.app_context(), early_commit() as session:
        row = session.scalars(
            select(SignIn).where(SignIn.user_id == person.id).order_by(SignIn.created_at_utc.desc())
        ).first()
        assert row is not None
        session.add(
            Pin(
                sign_in_id=row.id,
                pin_hash=HASH,
                minutes=minutes,
                wrong=0,
                opened=0,
                used_at_utc=clock.now(),
            )
        )
    return browser


@pytest.fixture
def locked(app: Flask, people: People) -> DiaryClient:
    browser = pinned(app, people.ana)
    assert browser.send("/lock").status_code == 303
    return browser


def _events(app: Flask) -> list[str]:
    with app.app_context(), read_only() as session:
        return list(session.scalars(select(AuditEvent.event).order_by(AuditEvent.id)))


def _entries(app: Flask) -> int:
    with app.app_context(), read_only() as session:
        return session.scalar(select(func.count()).select_from(EntryRow)) or 0


def test_every_page_that_is_hers_asks_for_the_pin(app: Flask) -> None:
    planted = plant(app, clock.now())
    browser = pinned(app, planted.people["ana"])
    browser.send("/lock")
    browser.inspects = False
    wrong = {}
    for (method, address), rule in rules(app).items():
        said = {**(rule.defaults or {}), **named(planted, rule)}
        place = app.url_map.bind("localhost").build(rule.endpoint, said)
        if admitted_by(app.view_functions[rule.endpoint]) is None:
            # open to everybody, and told to nobody; the calendar's address is its own key
            if method == "GET" and "token" not in said:
                wrong[method, address] = _hers(browser.get(place).text)
        elif address not in ANYWAY:
            answer = browser.send(place) if method == "POST" else browser.get(place)
            refused = [] if answer.status_code == 423 else [str(answer.status_code)]
            wrong[method, address] = refused + _hers(answer.text)
    assert {place: found for place, found in wrong.items() if found} == {}


def _hers(page: str) -> list[str]:
    """What of hers a page tells."""
    told = [name for name, word in CANARIES.items() if word in page]
    return told + ["her name"] * ("Signed in as Ana" in page)


def test_a_script_is_told_in_json(locked: DiaryClient) -> None:
    for answer in (
        locked.get("/sync/state", headers={"Accept": "application/json"}),
        locked.post("/sync", json={}, headers={"X-CSRFToken": locked.token()}),
    ):
        assert (answer.status_code, answer.json) == (423, {"error": "locked"})


def test_whom_to_call_is_never_locked_and_her_own_plan_is(app: Flask) -> None:
    planted = plant(app, clock.now())
    browser = pinned(app, planted.people["ana"])
    assert "My plan" in browser.get("/help").text
    browser.send("/lock")
    page = browser.get("/help?country=IE")
    assert page.status_code == 200
    assert "tel:112" in page.text
    assert "My plan" not in page.text
    assert not [name for name, word in CANARIES.items() if word in page.text]


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.AUTO])
def test_it_is_locked_in_the_colours_that_she_chose(
    app: Flask, people: People, locked: DiaryClient, theme: Theme
) -> None:
    with app.app_context(), early_commit() as session:
        session.get_one(User, people.ana.id).theme = theme
    page = locked.get("/more")
    assert page.status_code == 423
    (root,) = read(page.text).all("html")
    assert root["data-theme"] == theme
    assert not {"data-person", "data-role"} & root.keys()


def test_the_pin_opens_it_and_leads_back(app: Flask, locked: DiaryClient) -> None:
    asked = locked.get("/charts?days=30")
    assert asked.status_code == 423
    form = read(asked.text).all("form")[0]
    opened = locked.send(form["action"], lock_pin=PIN)
    assert (opened.status_code, opened.location) == (303, "/charts?days=30")
    assert locked.get("/charts").status_code == 200
    assert _events(app)[-2:] == ["account:lock:shut", "account:lock:open"]


def test_what_was_typed_is_stored_once_the_pin_is_right(app: Flask, locked: DiaryClient) -> None:
    entry = {"entry_id": str(uuid4()), "anxiety": "2", "mood": "8", "note": "kept <word>"}
    asked = locked.send("/", **entry)
    assert (asked.status_code, _entries(app)) == (423, 0)
    kept = {a["name"]: a.get("value", "") for a in read(asked.text).all("input") if a.get("name")}
    assert kept["note"] == "kept <word>"
    again = locked.post("/", data={**kept, "lock_pin": WRONG})
    assert "4 tries are left" in again.text
    assert locked.post("/", data={**kept, "lock_pin": PIN}).status_code == 303
    assert _entries(app) == 1


def test_no_password_is_written_into_the_page_of_the_lock(locked: DiaryClient) -> None:
    asked = locked.send("/password", current=PASSWORD, password="a fine new password")
    assert asked.status_code == 423
    assert PASSWORD not in asked.text
    assert "a fine new password" not in asked.text


def test_the_fifth_wrong_pin_ends_the_sign_in(app: Flask, locked: DiaryClient) -> None:
    for left in range(PIN_TRIES - 1, 0, -1):
        answer = locked.post("/lock/pin", json={"pin": WRONG})
        assert (answer.status_code, f"{left} tr" in answer.text) == (403, True)
    last = locked.post("/lock/pin", json={"pin": WRONG})
    assert last.status_code == 401
    assert locked.get("/more").status_code == 303
    assert _events(app)[-2:] == ["account:lock:refuse", "account:lock:end"]
    # the phone is still hers, and still locked
    assert locked.get_cookie("diary-lock").value == "0.locked"  # type: ignore[union-attr]
    assert locked.get_cookie("diary-person").value != "nobody"  # type: ignore[union-attr]


@pytest.mark.parametrize("engine_kind", ENGINES, indirect=True)
def test_tries_at_once_are_counted_like_tries_one_by_one(app: Flask, people: People) -> None:
    first = pinned(app, people.ana)
    first.send("/lock")
    cookie = first.get_cookie("diary")
    assert cookie is not None

    def guess(_number: int) -> int:
        browser = browser_of(app, None)
        browser.inspects = False
        browser.set_cookie("diary", cookie.value)
        return browser.post("/lock/pin", json={"pin": WRONG}).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(12)))
    assert 200 not in answers
    assert _events(app).count("account:lock:refuse") == PIN_TRIES
    assert _events(app).count("account:lock:end") == 1


def test_a_forgotten_pin_leads_to_the_password(app: Flask, locked: DiaryClient) -> None:
    answer = locked.send("/lock/forgotten")
    assert answer.location == "/sign-in"
    assert "Anything not yet sent stays on this phone" in locked.get("/sign-in").text
    locked.send("/sign-in", email="ana@example.org", password=PASSWORD)
    assert locked.get("/more").status_code == 200
    assert locked.get_cookie("diary-lock") is None
    assert "account:pin:forget" in _events(app)


def test_a_password_leaves_no_locked_sign_in_behind(app: Flask, locked: DiaryClient) -> None:
    locked.send("/sign-in", email="ana@example.org", password=PASSWORD)
    with app.app_context(), read_only() as session:
        rows = session.scalars(select(SignIn).where(SignIn.ended_at_utc.is_(None))).all()
        assert len(rows) == 1


def test_a_password_that_a_code_must_follow_leaves_none_behind_either(
    app: Flask, locked: DiaryClient, people: People
) -> None:
    with app.app_context(), early_commit() as session:
        now = clock.now()
        app_of = {"user_id": people.ana.id, "created_at_utc": now, "confirmed_at_utc": now}
        session.add(AuthenticatorApp(id=uuid4(), key=new_key(), **app_of))
    locked.send("/sign-in", email="ana@example.org", password=PASSWORD)
    with app.app_context(), read_only() as session:
        rows = session.scalars(select(SignIn).where(SignIn.ended_at_utc.is_(None))).all()
        assert rows == []


def test_signing_out_is_never_locked(locked: DiaryClient) -> None:
    assert locked.send("/sign-out").location == "/sign-in"
    assert locked.get("/more").status_code == 303


def test_it_locks_by_itself_after_the_minutes_without_use(app: Flask, people: People) -> None:
    browser = pinned(app, people.ana, minutes=5)
    with time_machine.travel(clock.now(), tick=False) as time:
        time.shift(timedelta(minutes=4))
        assert browser.get("/more").status_code == 200
        time.shift(timedelta(minutes=4))
        # what a page does by itself is no use
        assert browser.get("/sync/state", headers={"Accept": "application/json"}).status_code == 200
        time.shift(timedelta(minutes=1))
        assert browser.get("/more").status_code == 423
        assert browser.send("/more", lock_pin=PIN).status_code in (303, 405)
        assert browser.send("/lock/open", lock_pin=PIN).status_code == 303
        assert browser.get("/more").status_code == 200


def test_without_minutes_it_never_locks_by_itself(app: Flask, people: People) -> None:
    browser = pinned(app, people.ana)
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert browser.get("/more").status_code == 200


def test_what_a_page_locked_without_a_network_is_locked_and_only_until_it_is_opened(
    app: Flask, people: People
) -> None:
    browser = pinned(app, people.ana)
    browser.get("/more")
    browser.set_cookie("diary-lock", "0.locked")
    assert browser.get("/more").status_code == 423
    browser.delete_cookie("diary-lock")
    assert browser.get("/more").status_code == 423  # the server has taken it over
    assert browser.post("/lock/pin", json={"pin": PIN}).json == {"locked": False}
    browser.set_cookie("diary-lock", "0.locked")  # a late answer, of before
    assert browser.get("/more").status_code == 200
    assert browser.get_cookie("diary-lock").value == "1.0"  # type: ignore[union-attr]


def test_a_pin_is_of_one_browser_and_set_with_the_password(app: Flask, people: People) -> None:
    browser, other = browser_of(app, people.ana), browser_of(app, people.ana)
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        form = {"pin": PIN, "again": PIN, "minutes": "15"}
        assert browser.send("/pin", **form).status_code == 401
        assert browser.send("/pin", **form, proof_password=PASSWORD).status_code == 303
        browser.send("/lock")
        assert browser.get("/more").status_code == 423
        assert other.get("/more").status_code == 200
    with app.app_context(), read_only() as session:
        assert session.scalars(select(Pin.pin_hash)).one().startswith("$argon2id$")


def test_removing_it_asks_for_the_password_too(app: Flask, people: People) -> None:
    browser = pinned(app, people.ana)
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        assert browser.send("/pin/remove").status_code == 401
        assert browser.send("/pin/remove", proof_password=PASSWORD).status_code == 303
        assert browser.send("/lock").location == "/pin"


def test_another_site_opens_and_locks_nothing(locked: DiaryClient) -> None:
    answer = locked.post("/lock/pin", json={"pin": PIN}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert locked.get("/more").status_code == 423


def test_the_lock_of_one_is_not_opened_by_the_pin_of_another(app: Flask, people: People) -> None:
    browser = pinned(app, people.ana)
    browser.send("/lock")
    with app.app_context(), early_commit() as session:
        row = session.scalars(select(Pin)).one()
        row.pin_hash = hash_password("6208")
    assert browser.post("/lock/pin", json={"pin": PIN}).status_code == 403


@pytest.mark.parametrize(
    "pin",
    ["123", "123456789", "1a34", "١٢٣٤", "1111", "1234", "8765", "4747", "2580", "1990", "0302"],
)
def test_what_a_finder_tries_first_is_no_pin(pin: str) -> None:
    assert pin_fault(pin, date(1990, 2, 3)) is not None


@pytest.mark.parametrize("pin", [PIN, "0471", "58210934"])
def test_other_digits_are(pin: str) -> None:
    assert pin_fault(pin, date(1990, 2, 3)) is None


def test_counting_stops_at_five_whatever_comes(app: Flask, people: People) -> None:
    browser = pinned(app, people.ana)
    del browser
    with app.app_context(), early_commit() as session:
        row = session.scalars(select(Pin)).one()
        who = people.ana.viewer
        viewer = type(who)(**{**who.__dict__, "sign_in_id": row.sign_in_id})
        left = [actions.count_pin_try(session, viewer) for _ in range(7)]
        assert [one.left if one else None for one in left] == [4, 3, 2, 1, 0, None, None]


GONE = "The PIN that locked this browser ended with your last sign-in"


def _in_again(browser: DiaryClient, person: Person) -> str:
    """Her password, and the first page after it."""
    assert browser.send("/sign-in", email=person.email, password=PASSWORD).status_code == 303
    return browser.get("/more").text


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_whoever_signs_in_again_is_told_that_the_pin_is_gone(
    app: Flask, people: People, who: str
) -> None:
    """She believes it locked, and it is not: a new password elsewhere has ended the sign-in."""
    person = getattr(people, who)
    browser = browser_of(app, None)
    assert GONE not in _in_again(browser, person)
    browser.send("/pin", pin=PIN, again=PIN, minutes="5")
    with app.app_context(), early_commit() as session:
        actions.sign_out_everywhere(session, person.id)
    assert GONE in _in_again(browser, person)
    browser.send("/sign-out")
    assert GONE not in _in_again(browser, person)


def test_the_next_person_is_told_nothing_of_her_pin(app: Flask, people: People) -> None:
    browser = browser_of(app, None)
    for person in (people.cleo, people.ana):
        _in_again(browser, person)
    browser.send("/pin", pin=PIN, again=PIN, minutes="5")
    with app.app_context(), early_commit() as session:
        actions.sign_out_everywhere(session, people.ana.id)
    assert GONE not in _in_again(browser, people.cleo)
