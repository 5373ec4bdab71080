"""Ana reads what happened in her diary, in plain words, page by page, and nobody else's part."""

from uuid import uuid4

from flask import Flask

from diary.access import actions as access
from diary.access.routes import PAGE
from diary.audit.actions import record
from diary.audit.rules import Event
from diary.transactions import early_commit
from tests.client import DiaryClient
from tests.pages import told
from tests.people import People


def test_she_reads_who_did_what_and_from_where_she_herself_did_it(
    app: Flask, people: People, ana_client: DiaryClient, ben_client: DiaryClient
) -> None:
    with app.app_context(), early_commit() as session:
        access.add_care_link(
            session, people.ana.id, people.ben.id, notes=True, costs=False, ends_on=None
        )
    ana_client.send("/", entry_id=str(uuid4()), anxiety="6", mood="4", note="canarynote")
    assert ben_client.get(f"/patients/{people.ana.id}").status_code == 200
    page = told(ana_client.get("/sharing/history").text)
    assert "You added an entry" in page
    assert "from 127.0.0.1" in page
    looked = next(line for line in page.splitlines() if "looked at this diary" in line)
    assert "Ben" in looked
    assert "canarynote" not in page


def test_the_address_of_somebody_else_is_not_hers_to_read(
    app: Flask, people: People, ana_client: DiaryClient, ben_client: DiaryClient
) -> None:
    with app.app_context(), early_commit() as session:
        access.add_care_link(
            session, people.ana.id, people.ben.id, notes=True, costs=False, ends_on=None
        )
        session.info["address"] = "192.0.2.99"
        record(session, Event.ACCESS_VIEW, people.ben.id, patient_id=people.ana.id, detail="charts")
    page = ana_client.get("/sharing/history").text
    assert "Ben" in page
    assert "192.0.2.99" not in page


def test_it_holds_nothing_of_another_diary(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    with app.app_context(), early_commit() as session:
        record(session, Event.GUIDANCE_PLAN, people.cleo.id, patient_id=people.cleo.id)
    page = ana_client.get("/sharing/history").text
    assert "safety plan" not in page.partition("<main")[2]


def test_it_goes_page_by_page_to_the_first_thing_that_happened(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    with app.app_context(), early_commit() as session:
        for _ in range(2 * PAGE):
            record(session, Event.ENTRY_ADD, people.ana.id, patient_id=people.ana.id)
    address, seen = "/sharing/history", 0
    while address:
        page = ana_client.get(address).text
        seen += page.count("You added an entry")
        _, found, rest = page.partition('href="/sharing/history?before=')
        address = f"/sharing/history?before={rest.partition(chr(34))[0]}" if found else ""
    assert seen == 2 * PAGE
    assert ana_client.get("/sharing/history?before=99999999999").status_code == 404
    assert ana_client.get("/sharing/history?before=x").status_code == 200
