"""Ana and Ben plan, record and correct sessions; Cleo finds nothing."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text

from diary.access import actions as access
from diary.audit.models import AuditEvent
from diary.transactions import early_commit
from diary.transactions import read_only as a_look
from diary.treatments import actions
from diary.treatments.models import TreatmentRow
from tests.client import DiaryClient
from tests.people import People, browser_of
from tests.treatments.builders import DONE, NOW, id_in, own, reading, typed

SISTER = "My sister \u200f\u0634\u0642\u064a\u0642\u0629"  # words from right to left


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ana(app: Flask, people: People) -> DiaryClient:
    return browser_of(app, people.ana)


@pytest.fixture
def cleo(app: Flask, people: People) -> DiaryClient:
    return browser_of(app, people.cleo)


def ben_with(app: Flask, people: People, *, notes: bool, costs: bool) -> DiaryClient:
    with app.app_context(), early_commit() as session:
        access.add_care_link(
            session, people.ana.id, people.ben.id, notes=notes, costs=costs, ends_on=None
        )
    return browser_of(app, people.ben)


def recorded(app: Flask, people: People) -> UUID:
    """Ana's session with everything in it."""
    with app.app_context(), early_commit() as session:
        diary = own(session, people.ana)
        one = actions.add_treatment(session, diary, uuid4(), DONE)
        actions.add_vital_signs(session, diary, one.id, reading(pulse=70))
    return one.id


def stored(app: Flask) -> dict[str, object]:
    """The only session there is, as it lies there, with its sealed words opened."""
    with app.app_context(), a_look() as session:
        row = dict(session.execute(text("SELECT * FROM treatments")).mappings().one())
        opened = session.scalars(select(TreatmentRow)).one()
        return row | {"place": opened.place, "words": opened.words}


def test_ana_records_a_session_with_route_and_dose(app: Flask, ana: DiaryClient) -> None:
    assert ana.get("/sessions").status_code == 200
    assert ana.get("/sessions/new?status=done").status_code == 200
    answer = ana.send("/sessions/new", **typed(words="Fine 🌿\r\nReally."))
    assert answer.status_code == 303
    page = ana.get(answer.location).text
    assert "IV 0.5 mg/kg" in page
    assert "Please look again" not in page
    row = stored(app)
    assert row["starts_at_utc"] == "2026-06-10T09:30:00.000000Z"
    assert (row["starts_wall"], row["starts_zone"]) == ("2026-06-10T10:30", "Europe/Lisbon")
    assert (row["dose"], row["weight_kg"]) == (500, 70500)
    assert row["words"] == "Fine 🌿\nReally."
    shown = ana.get(f"/sessions/{id_in(answer.location)}").text
    assert "Really." in shown
    assert "Recorded by Ana" in shown
    assert "10 Jun 2026" in ana.get("/sessions").text


def test_the_same_form_sent_twice_stores_one(app: Flask, ana: DiaryClient) -> None:
    form = typed()
    assert ana.send("/sessions/new", **form).location == ana.send("/sessions/new", **form).location
    assert stored(app)["version"] == 1


def test_a_plan_lies_ahead_and_is_later_said_to_have_taken_place(
    app: Flask, ana: DiaryClient
) -> None:
    form = typed(status="planned", at="2026-06-20T10:30")
    one = id_in(ana.send("/sessions/new", **form).location)
    assert "Ahead" in ana.get("/sessions").text
    with time_machine.travel("2026-06-20T18:00Z", tick=False):
        assert "Did these take place?" in ana.get("/sessions").text
        answer = ana.send(f"/sessions/{one}/edit", **{**form, "status": "done"})
        assert answer.status_code == 303
    assert stored(app)["status"] == "done"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"status": ""}, "Say whether it took place"),
        ({"status": "maybe"}, "Choose one of the answers"),
        ({"at": ""}, "Type the date and time"),
        ({"at": "tomorrow"}, "not a date we can read"),
        ({"at": "1899-06-10T10:30"}, "after 1 January 1900"),
        ({"at": "2026-06-15T14:30"}, "still to come"),
        ({"status": "planned", "at": "2028-06-20T10:30"}, "more than two years ahead"),
        ({"status": "planned", "at": "2026-06-13T10:30"}, "This time has passed"),
        ({"at": "2026-03-29T01:30"}, "this time does not happen"),
        ({"at": "2025-10-26T01:30"}, "this time happens twice"),
        ({"route": ""}, "Choose how it is given"),
        ({"route": "rectal"}, "Choose one from the list"),
        ({"drug": ""}, "Choose the drug"),
        ({"dose": "NaN"}, "type a number"),
        ({"dose": "1e3"}, "type a number"),
        ({"dose": "0"}, "must be more than 0"),
        ({"dose": "11"}, "more than this diary takes"),
        ({"dose_unit": ""}, "Choose the unit"),
        ({"weight_kg": "9"}, "from 20 to 400"),
        ({"minutes": "241"}, "from 0 to 240"),
        ({"series_number": "7", "series_length": "6"}, "more than there are in the series"),
        ({"series_length": "6"}, "Say which one of the series"),
        ({"billed": "395.50"}, "Choose the currency"),
        ({"billed": "395.5", "currency": "JPY"}, "no amounts that small"),
        ({"billed": "-1", "currency": "EUR"}, "type a number"),
        ({"place": "x" * 201}, "too long"),
        ({"words": "x\x00y"}, "nobody can store"),
        ({"words": "x" * 10_001}, "too long"),
        ({"treatment_id": "1"}, "This form is broken"),
    ],
)
def test_bad_input_comes_back_with_every_word(
    app: Flask, ana: DiaryClient, more: dict[str, str], words: str
) -> None:
    answer = ana.send("/sessions/new", **typed(companion=SISTER) | more)
    assert answer.status_code == 422
    assert words in answer.text
    assert SISTER in answer.text
    assert "There is a problem" in answer.text
    with app.app_context(), a_look() as session:
        assert session.execute(text("SELECT count(*) FROM treatments")).scalar() == 0


def test_the_night_the_clocks_go_back_asks_which(app: Flask, ana: DiaryClient) -> None:
    form = typed(at="2025-10-26T01:30")
    assert 'name="fold"' in ana.send("/sessions/new", **form).text
    answer = ana.send("/sessions/new", **form, fold="second")
    assert answer.status_code == 303
    assert stored(app)["starts_at_utc"] == "2025-10-26T01:30:00.000000Z"
    edit = ana.get(f"/sessions/{id_in(answer.location)}/edit").text
    assert 'value="second"' in edit


def test_an_unusual_dose_is_kept_and_asked_about_once(ana: DiaryClient) -> None:
    answer = ana.send("/sessions/new", **typed(dose="40", dose_unit="mg", weight_kg="500"))
    assert answer.status_code == 422
    answer = ana.send("/sessions/new", **typed(dose="5", dose_unit="mg"))
    assert "does not fit the weight" in ana.get(answer.location).text
    one = id_in(answer.location)
    assert "does not fit the weight" not in ana.get(f"/sessions/{one}").text


def test_an_edit_that_moves_nothing_keeps_the_seconds(
    app: Flask, people: People, ana: DiaryClient
) -> None:
    one = recorded(app, people)
    with app.app_context(), early_commit() as session:
        session.execute(text("UPDATE treatments SET starts_at_utc = '2026-06-10T09:30:15.000000Z'"))
    assert ana.get(f"/sessions/{one}/edit").status_code == 200
    assert ana.send(f"/sessions/{one}/edit", **typed(place="Room 2")).status_code == 303
    assert stored(app)["starts_at_utc"] == "2026-06-10T09:30:15.000000Z"
    assert stored(app)["place"] == "Room 2"
    assert ana.send(f"/sessions/{one}/edit", **typed(place="Room 3")).status_code == 303
    shown = ana.get(f"/sessions/{one}").text
    assert "Changed by Ana" in shown
    before = shown.partition("Earlier versions")[2]
    assert ("Room 2" in before, "Room 3" in before) == (True, False)


def test_a_cancelled_session_comes_back(app: Flask, people: People, ana: DiaryClient) -> None:
    one = recorded(app, people)
    assert ana.send(f"/sessions/{one}/cancel").status_code == 303
    page = ana.get(f"/sessions/{one}").text
    assert "Undo: bring it back" in page
    assert ana.get(f"/sessions/{one}/edit").status_code == 303
    assert ana.send(f"/sessions/{one}/edit", **typed()).status_code == 303
    assert stored(app)["status"] == "cancelled"
    assert "Cancelled" in ana.get("/sessions").text
    assert ana.send(f"/sessions/{one}/restore").status_code == 303
    assert stored(app)["status"] == "done"


def test_a_reading_beyond_a_limit_shows_what_to_do_at_once(
    app: Flask, people: People, ana: DiaryClient
) -> None:
    one = recorded(app, people)
    form = {"vitals_id": str(uuid4()), "phase": "during", "clock": "10:50", "pulse": "90"}
    answer = ana.send(f"/sessions/{one}/vitals", **form, systolic="185", diastolic="95")
    assert answer.status_code == 303
    page = ana.get(answer.location).text
    assert "This blood pressure is very high" in page
    assert page.index("very high") < page.index("<h1>")
    assert "American Heart Association" in page
    ben = ben_with(app, people, notes=False, costs=False)
    theirs = ben.get(f"/patients/{people.ana.id}/sessions/{one}").text
    assert "Blood pressure of 180/120 or more" in theirs
    assert "American Heart Association" in theirs


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"phase": ""}, "Say when it was measured"),
        ({"clock": "25:00"}, "not a time we can read"),
        ({"systolic": "80", "diastolic": "120"}, "must be larger"),
        ({"systolic": "120", "diastolic": ""}, "two numbers"),
        ({"systolic": "", "diastolic": ""}, "at least one value"),
        ({"spo2": "0.97"}, "whole number from 50 to 100"),
        ({"vitals_id": "x"}, "This form is broken"),
    ],
)
def test_a_bad_reading_comes_back(
    app: Flask, people: People, ana: DiaryClient, more: dict[str, str], words: str
) -> None:
    one = recorded(app, people)
    form = {"vitals_id": str(uuid4()), "phase": "before", "systolic": "120", "diastolic": "80"}
    answer = ana.send(f"/sessions/{one}/vitals", **{**form, **more})
    assert answer.status_code == 422
    assert words in answer.text


def test_a_reading_can_be_taken_out(app: Flask, people: People, ana: DiaryClient) -> None:
    one = recorded(app, people)
    with app.app_context(), a_look() as session:
        its = session.execute(text("SELECT id FROM treatment_vital_signs")).scalar_one()
    assert "120/80 mmHg" in ana.get(f"/sessions/{one}/vitals").text
    assert ana.send(f"/sessions/{one}/vitals/{its}/remove").status_code == 303
    assert ana.send(f"/sessions/{one}/vitals/{its}/remove").status_code == 404
    assert "Nothing measured" in ana.get(f"/sessions/{one}").text


def test_ben_records_for_ana_and_she_sees_who(app: Flask, people: People, ana: DiaryClient) -> None:
    ben = ben_with(app, people, notes=True, costs=True)
    base = f"/patients/{people.ana.id}/sessions"
    form = ben.get(f"{base}/new?status=done").text
    assert 'name="words"' not in form
    assert 'name="billed"' in form
    answer = ben.send(f"{base}/new", **typed(words="forged", billed="10", currency="EUR"))
    assert answer.status_code == 303
    assert answer.location.startswith(base)
    one = id_in(answer.location)
    for page in ("", "/edit", "/vitals", "/saved"):
        shown = ben.get(f"{base}/{one}{page}")
        assert shown.status_code == 200
        assert "Ana" in shown.text
    hers = ana.get(f"/sessions/{one}").text
    assert "Recorded by Ben" in hers
    assert "forged" not in hers
    assert "EUR 10.00" in hers


def test_ben_without_scope_sees_neither_words_nor_cost_and_erases_neither(
    app: Flask, people: People, ana: DiaryClient
) -> None:
    one = recorded(app, people)
    ben = ben_with(app, people, notes=False, costs=False)
    base = f"/patients/{people.ana.id}/sessions/{one}"
    for page in ("", "/edit", "/vitals", "/saved"):
        shown = ben.get(f"{base}{page}").text
        assert "Strange" not in shown
        assert "395.50" not in shown
        assert "The clinic" not in shown
        assert "A friend" not in shown
    assert 'name="place"' not in ben.get(f"{base}/edit").text
    changed = typed(place="Room 3", companion="", minutes="44", words="", billed="", currency="")
    answer = ben.send(f"{base}/edit", **changed)
    assert answer.status_code == 303
    hers = ana.get(f"/sessions/{one}").text
    assert "Strange but not bad." in hers
    assert "EUR 395.50" in hers
    assert "The clinic" in hers
    assert "A friend" in hers
    assert "Room 3" not in hers
    assert "44" in hers
    assert "Changed by Ben" in hers


def test_every_look_of_ben_is_noted(app: Flask, people: People) -> None:
    one = recorded(app, people)
    ben = ben_with(app, people, notes=False, costs=False)
    base = f"/patients/{people.ana.id}/sessions"
    for page in ("", "/new", f"/{one}", f"/{one}/saved", f"/{one}/edit", f"/{one}/vitals"):
        assert ben.get(base + page).status_code == 200
    with app.app_context(), a_look() as session:
        looks = session.scalars(
            select(AuditEvent.detail).where(AuditEvent.event == "access:diary:look")
        ).all()
    assert len(looks) == 6


def test_a_stranger_gets_404(app: Flask, people: People, cleo: DiaryClient) -> None:
    one = recorded(app, people)
    ben = browser_of(app, people.ben)
    addresses = [f"/sessions/{one}", f"/patients/{people.ana.id}/sessions/{one}"]
    for browser in (cleo, ben):
        for address in addresses:
            for page in ("", "/saved", "/edit", "/vitals"):
                assert browser.get(address + page).status_code == 404
            for page in ("/edit", "/vitals", "/cancel", "/restore"):
                assert browser.send(address + page, **typed()).status_code in (404, 422)
    assert browser_of(app, people.ben).get("/sessions").status_code == 404
    assert cleo.get(f"/patients/{people.cleo.id}/sessions").status_code == 404
    assert "10 Jun" not in cleo.get("/sessions").text
    assert stored(app)["status"] == "done"


def test_a_new_form_remembers_what_stays_the_same_but_no_dose(
    app: Flask, people: People, ana: DiaryClient
) -> None:
    recorded(app, people)
    page = ana.get("/sessions/new?status=planned").text
    assert "The clinic" in page
    assert 'value="5"' in page
    assert 'value="0.5"' not in page
    assert "Strange" not in page
