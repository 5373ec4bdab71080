"""What a patient types is shown as typed, wherever it is shown; nothing of it runs or loads.

The fixtures fail a test for any request that leaves and for any word on the console.
"""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from diary import clock
from diary.access import actions as access
from diary.domain.calendar import wall_of
from diary.transactions import early_commit
from tests.charts.stored import log, open_own
from tests.journeys.conftest import DESKTOP, Open
from tests.journeys.steps import choose, draw, save
from tests.people import People

SCRIPT = "<script>document.title='ran'</script>"
LINK = "<b>x</b> & <a href='https://example.org/'>y</a> %{x} {{ 7*7 }}"
PICTURE = "<img src=x onerror=document.title='ran'>"
DRUG = "<b>s-ket</b> & <a href='https://example.org/'>"
PLACE = "<i>Room</i> & <svg onload=document.title='ran'>"


@pytest.fixture
def written(app: Flask, ana_page: Page, people: People) -> Page:
    """Ana's phone, after she typed markup into every field that takes words."""
    now = clock.now()
    with app.app_context(), early_commit() as session:
        diary = open_own(session, people.ana)
        log(session, diary, now - timedelta(days=1), 4, 6)
        access.add_care_link(
            session, people.ana.id, people.ben.id, notes=True, costs=True, ends_on=None
        )
    _record_a_session(ana_page, people.ana.zone)
    ana_page.goto("/?all=1")
    # a page that the phone kept opens the side effects itself, a moment later
    expect(ana_page.locator(".log-form[data-open]")).to_be_attached()
    choose(ana_page, "anxiety", 3)
    choose(ana_page, "mood", 7)
    other = ana_page.get_by_role("group", name="Something else", exact=True)
    if not other.is_visible():
        ana_page.locator("summary", has_text="Any side effects?").tap()
    other.locator(".pick", has_text="Severe").tap()
    ana_page.get_by_label("What was it?").fill(PICTURE)
    ana_page.locator("summary", has_text="Note, sleep").tap()
    ana_page.get_by_label("Note", exact=True).fill(LINK + SCRIPT)
    ana_page.locator(".choice", has_text="Changed").tap()
    ana_page.get_by_label("Which, and what changed?").fill(LINK)
    save(ana_page)
    return ana_page


def test_ana_reads_her_words_as_she_typed_them(written: Page) -> None:
    _shown(written, LINK + SCRIPT, PICTURE)
    for address, words in (
        ("/diary", (LINK, PICTURE)),
        ("/sessions", ()),
        ("/charts", (LINK,)),
    ):
        draw(written, address) if address == "/charts" else written.goto(address)
        _shown(written, *words)
    written.goto("/sessions")
    with written.expect_navigation():
        written.locator("main .lines a, main li a").first.tap()
    _shown(written, PLACE, LINK)


def test_ben_reads_her_words_as_she_typed_them(
    written: Page, open_page: Open, people: People
) -> None:
    ben = open_page(people.ben, DESKTOP)
    draw(ben, f"/patients/{people.ana.id}")
    _shown(ben, LINK)
    assert PICTURE.lower() in ben.locator("main").inner_text().lower()
    drawn = " ".join(ben.locator("figure .main-svg text").all_text_contents())
    for words in (DRUG, PICTURE):
        assert words in drawn
    ben.goto("/patients")
    _shown(ben)


def _shown(page: Page, *words: str) -> None:
    """As text, to the letter; and no element was made of them."""
    text = page.locator("main").text_content() or ""
    for each in words:
        assert each in text
    assert page.title() != "ran"
    assert page.locator("img[src=x], a[href*='example.org'], main b").count() == 0
    assert page.locator("svg[onload], [onerror]").count() == 0


def _record_a_session(page: Page, zone: str) -> None:
    start = wall_of(clock.now() - timedelta(hours=3), zone)
    page.goto("/sessions/new")
    page.locator(".choice", has_text="It took place").tap()
    page.get_by_label("Start: date and time").fill(start.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("How it is given").select_option("other")
    page.locator(".choice", has_text="Another").tap()
    page.get_by_label("Which other drug?").fill(DRUG)
    page.locator("summary", has_text="Length, series, place").tap()
    page.get_by_label("Where", exact=True).fill(PLACE)
    page.get_by_label("How it went").fill(LINK)
    save(page)
    expect(page.locator("h1")).to_contain_text("Saved")
