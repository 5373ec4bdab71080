"""Ana lends her diary to Ben by a code, sees what he does with it, and takes it back."""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from diary import clock
from diary.access import actions as access
from diary.transactions import early_commit
from tests.charts.stored import log, open_own, treat
from tests.journeys.conftest import DESKTOP, PHONE, Open
from tests.journeys.steps import dots, draw
from tests.people import People

ENTRIES = 12
NOTE, PLAN = "Sleeps badly; ask about work.", "One more session in two weeks."


@pytest.fixture
def diary_of_ana(app: Flask, people: People) -> None:
    """Two entries a day for six days, and a session between them."""
    now = clock.now() - timedelta(hours=1)
    with app.app_context(), early_commit() as session:
        diary = open_own(session, people.ana)
        for number in range(ENTRIES):
            log(session, diary, now - timedelta(hours=12 * number), number % 11, 10 - number % 11)
        treat(session, diary, now - timedelta(days=3, hours=1))


def test_a_code_opens_the_diary_to_ben_until_ana_takes_it_back(
    open_page: Open, people: People, diary_of_ana: None
) -> None:
    ana, ben = open_page(people.ana, PHONE), open_page(people.ben, DESKTOP)
    code = _make_code(ana)
    ben.goto("/patients")
    expect(ben.get_by_text("Nobody shares with you yet")).to_be_visible()
    ben.get_by_role("link", name="Type a code").click()
    ben.get_by_label("Code from your patient").fill(code.lower())
    ben.get_by_role("button", name="Open this diary").click()
    expect(ben.get_by_role("status")).to_contain_text("This diary is now open to you")
    _ben_reads(ben, people)
    _ben_writes_a_visit(ben, people)

    ana.goto("/visits")
    expect(ana.locator("main")).to_contain_text(PLAN)
    assert NOTE not in ana.content()
    ana.goto("/sharing")
    looks = ana.locator("h2:has-text('Who has looked') + ul li")
    expect(looks.filter(has_text="follow-up").first).to_contain_text("Ben")
    assert looks.count() >= 3  # the list, the follow-up, the form of the visit

    ben.goto(f"/patients/{people.ana.id}")
    ana.get_by_role("button", name="Stop sharing with Ben").tap()
    expect(ana.get_by_role("status")).to_contain_text("can no longer read your diary")
    with ben.expect_navigation() as told:
        ben.get_by_role("link", name="Add a visit").click()
    assert told.value.status == 404
    assert "Ana" not in ben.locator("main").inner_text()
    ben.goto("/patients")
    expect(ben.get_by_text("Nobody shares with you yet")).to_be_visible()


def test_a_scanned_code_fills_the_field_and_leaves_the_address_bar(
    open_page: Open, people: People
) -> None:
    ana, ben = open_page(people.ana, PHONE), open_page(people.ben, DESKTOP)
    code = _make_code(ana)
    expect(ana.get_by_role("img", name="QR code").locator("svg")).to_be_visible()
    ben.goto(f"/patients/join#{code.replace(' ', '')}")
    expect(ben.get_by_label("Code from your patient")).to_have_value(code)
    assert "#" not in ben.url
    ben.keyboard.press("Enter")
    expect(ben.get_by_role("status")).to_contain_text("This diary is now open to you")


def test_a_doctor_who_may_not_read_notes_is_told_so(
    app: Flask, open_page: Open, people: People, diary_of_ana: None
) -> None:
    with app.app_context(), early_commit() as session:
        access.add_care_link(
            session, people.ana.id, people.ben.id, notes=False, costs=False, ends_on=None
        )
    ben = open_page(people.ben, DESKTOP)
    ben.goto(f"/patients/{people.ana.id}")
    expect(ben.get_by_text("Your patient does not share notes.")).to_be_visible()


def _make_code(ana: Page) -> str:
    ana.goto("/more")
    ana.get_by_role("link", name="Sharing").tap()
    ana.locator(".choice", has_text="My notes and my own words").tap()
    ana.get_by_role("button", name="Make a code").tap()
    return ana.locator(".code-big").inner_text().strip()


def _ben_reads(ben: Page, people: People) -> None:
    ben.goto("/patients")
    expect(ben.get_by_text("1 person shares with you")).to_be_visible()
    ben.get_by_role("link", name="Ana", exact=True).click()
    draw(ben, f"/patients/{people.ana.id}")
    assert dots(ben) == (ENTRIES, ENTRIES)
    ben.locator("#chart-timeline").get_by_label("Earlier point").press("ArrowLeft")
    expect(ben.locator("#chart-timeline [aria-live]")).to_contain_text(f"of {2 * ENTRIES})")
    expect(ben.locator(".reading")).to_contain_text(f"Ana logged {ENTRIES} entries")
    expect(ben.locator("section[aria-labelledby=sessions] tbody tr")).to_have_count(1)


def _ben_writes_a_visit(ben: Page, people: People) -> None:
    ben.get_by_role("link", name="Add a visit").click()
    ben.get_by_label("Your note").fill(NOTE)
    ben.get_by_label("Plan", exact=False).fill(PLAN)
    ben.get_by_role("button", name="Save the visit").click()
    expect(ben.get_by_role("status")).to_contain_text("The visit is saved")
    visits = ben.locator("section[aria-labelledby=visits]")
    expect(visits).to_contain_text(NOTE)
    expect(visits).to_contain_text(PLAN)
