"""The report comes as a file while the page says so, and prints as one sheet."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from diary import clock
from diary.access import actions as access
from diary.transactions import early_commit
from tests.charts.stored import log, open_own, treat
from tests.clinic.test_report import pages_of
from tests.journeys.conftest import DESKTOP, PHONE, Open
from tests.people import People


@pytest.fixture
def diary_of_ana(app: Flask, people: People) -> None:
    """Two months with a session every ten days, open to Ben."""
    now = clock.now() - timedelta(hours=1)
    with app.app_context(), early_commit() as session:
        diary = open_own(session, people.ana)
        for number in range(60):
            log(session, diary, now - timedelta(days=number), 3 + number % 6, 7 - number % 6)
        for number in range(5):
            treat(session, diary, now - timedelta(days=4 + 10 * number, hours=1))
        access.add_care_link(
            session, people.ana.id, people.ben.id, notes=True, costs=False, ends_on=None
        )


def test_ben_gets_the_report_as_a_file_and_is_told(
    open_page: Open, people: People, diary_of_ana: None, tmp_path: Path
) -> None:
    ben = open_page(people.ben, DESKTOP)
    ben.goto(f"/patients/{people.ana.id}")
    ben.get_by_role("link", name="Report").click()
    _is_made(ben, tmp_path)


def test_ana_gets_her_own_on_the_phone(
    open_page: Open, people: People, diary_of_ana: None, tmp_path: Path
) -> None:
    ana = open_page(people.ana, PHONE)
    ana.goto("/charts?days=all")
    ana.get_by_role("link", name="One-page report").click()
    expect(ana.get_by_role("heading", name="One-page report")).to_be_visible()
    ana.wait_for_load_state()  # until its styles are there, a table is as wide as its words
    assert ana.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    _is_made(ana, tmp_path)


def test_the_page_prints_as_one_sheet(open_page: Open, people: People, diary_of_ana: None) -> None:
    ben = open_page(people.ben, DESKTOP)
    ben.goto(f"/patients/{people.ana.id}/report")
    assert pages_of(ben.pdf(prefer_css_page_size=True)) == 1


def _is_made(page: Page, folder: Path) -> None:
    # before its script has run the link is a plain download, of which nothing is said
    expect(page.get_by_role("heading", name="One-page report")).to_be_visible()
    page.wait_for_load_state()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download as PDF").click()
    coming.value.save_as(folder / "report.pdf")
    expect(page.locator("[data-report-status]")).to_have_text("The PDF is ready.")
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF-")
