"""Readable and within reach: large text, small screens, both colour schemes, a thumb."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page

from diary import clock
from tests.journeys.conftest import DESKTOP, Open
from tests.journeys.steps import draw
from tests.people import People
from tests.whole_app.planting import Planted, plant

SMALL, PHONE = (320, 640), (390, 844)
OF_ANA = (
    "/",
    "/diary",
    "/charts",
    "/sharing",
    "/sessions",
    "/sessions/new",
    "/import",
    "/help",
    "/reminders",
)
THUMB = 48  # px
HANGS_OVER = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
# text that is cut off: a box that hides what does not fit, with words in it that do not fit
CUT_OFF = """
[...document.querySelectorAll("main :is(a, button, label, legend, p, h1, h2, td, th, summary)")]
  .filter((e) => getComputedStyle(e).overflowX === "hidden" && e.scrollWidth > e.clientWidth + 1
    && !e.closest(".visually-hidden"))
  .map((e) => e.outerHTML.slice(0, 120))
"""


@pytest.fixture
def planted(app: Flask) -> Planted:
    return plant(app, clock.now())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_the_smallest_screen_an_accessibility_scan_finds_nothing(
    open_page: Open, planted: Planted, scheme: str
) -> None:
    page = open_page(planted.people["ana"], SMALL, color_scheme=scheme)
    found: dict[str, list[str]] = {}
    for address in OF_ANA:
        draw(page, address) if address == "/charts" else page.goto(address)
        faults = Axe().run(page).response["violations"]
        found |= {address: [fault["id"] for fault in faults]} if faults else {}
    assert found == {}


@pytest.mark.parametrize("size", [SMALL, PHONE], ids=["320", "390"])
def test_with_text_twice_as_large_no_page_scrolls_sideways(
    open_page: Open, planted: Planted, size: tuple[int, int]
) -> None:
    page = open_page(planted.people["ana"], size)
    wide, cut = {}, {}
    for address in OF_ANA:
        draw(page, address) if address == "/charts" else page.goto(address)
        _enlarge(page)
        if over := page.evaluate(HANGS_OVER):
            wide[address] = over
        if lost := page.evaluate(CUT_OFF):
            cut[address] = lost
    assert (wide, cut) == ({}, {}), "pixels that hang over the edge, words that are cut off"


def test_with_text_twice_as_large_ben_need_not_scroll_sideways(
    open_page: Open, planted: Planted
) -> None:
    page = open_page(planted.people["ben"], DESKTOP)
    wide = {}
    for address in ("/patients", f"/patients/{planted.people['ana'].id}", "/patients/join"):
        page.goto(address)
        _enlarge(page)
        if over := page.evaluate(HANGS_OVER):
            wide[address] = over
    assert wide == {}


@pytest.mark.parametrize("size", [SMALL, PHONE], ids=["320", "390"])
def test_whatever_is_tapped_to_log_is_large_enough_for_a_thumb(
    open_page: Open, people: People, size: tuple[int, int]
) -> None:
    page = open_page(people.ana, size)
    page.goto("/")
    for fold in page.locator("summary").all():
        fold.tap()
    small = {}
    for kind in (".score__option", ".pick", ".choice", "summary", ".button", "nav.nav a"):
        boxes = [part.bounding_box() for part in page.locator(kind).all()]
        assert boxes, kind
        least = min(min(box["width"], box["height"]) for box in boxes if box)
        if least < THUMB:
            small[kind] = least
    assert small == {}


def test_no_chart_offers_to_send_itself_away(open_page: Open, planted: Planted) -> None:
    pages = {"ana": "/charts", "ben": f"/patients/{planted.people['ana'].id}"}
    for name, address in pages.items():
        page = open_page(planted.people[name], DESKTOP)
        draw(page, address)
        buttons = page.locator("figure a[data-title], figure [data-title], figure button")
        for button in buttons.all():
            words = (button.get_attribute("data-title") or button.inner_text()).lower()
            assert "share" not in words
            assert "cloud" not in words
        assert page.locator(".modebar-btn").count() == 0


def _enlarge(page: Page) -> None:
    """As a person does who sets the browser's text to 200 %."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
