"""Within reach of a thumb; and no chart that sends itself away."""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect

from diary import clock
from diary.transactions import early_commit
from tests.charts.stored import open_own, treat
from tests.journeys import scans
from tests.journeys.conftest import DESKTOP, Open
from tests.journeys.steps import draw
from tests.people import People
from tests.whole_app.planting import Planted, plant

SMALL, PHONE = (320, 640), (390, 844)
THUMB = 48  # px


@pytest.fixture
def planted(app: Flask) -> Planted:
    return plant(app, clock.now())


@pytest.mark.parametrize("size", [SMALL, PHONE], ids=["320", "390"])
def test_whatever_is_tapped_to_log_is_large_enough_for_a_thumb(
    open_page: Open, people: People, size: tuple[int, int]
) -> None:
    page = open_page(people.ana, size)
    page.goto("/")
    for fold in page.locator("summary").all():
        fold.tap()
    expect(page.locator("details:not([open])")).to_have_count(0)
    small = {}
    for kind in (".score__option", ".pick", ".choice", "summary", ".button", "nav.nav a"):
        boxes = [part.bounding_box() for part in page.locator(kind).all()]
        assert boxes, kind
        least = min(min(box["width"], box["height"]) for box in boxes if box)
        if least < THUMB:
            small[kind] = least
    assert small == {}


@pytest.mark.parametrize(
    ("begun", "told"),
    [(None, "How are you"), (timedelta(hours=23), "Due now:"), (timedelta(hours=1), "More to say")],
    ids=["nothing due", "due", "after a session"],
)
def test_nothing_that_scrolls_is_a_small_target_at_a_pinned_bar(
    app: Flask, open_page: Open, people: People, begun: timedelta | None, told: str
) -> None:
    if begun:
        with app.app_context(), early_commit() as session:
            treat(session, open_own(session, people.ana), clock.now() - begun)
    page = open_page(people.ana, PHONE)
    page.goto("/")
    expect(page.locator("main")).to_contain_text(told)
    found = [fault for width in (320, 390, 412) for fault in scans.half_covered(page, width)]
    if not begun:
        for address in ("/more", "/sessions/new"):
            page.goto(address)
            found += scans.half_covered(page, 390)
    assert found == []


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
