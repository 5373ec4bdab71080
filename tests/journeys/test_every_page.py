"""Every page in a real browser: nothing blocked, nothing leaves, nothing hangs over the edge."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page
from werkzeug.routing import Rule

from diary import clock
from tests.journeys.conftest import DESKTOP, PHONE, Open
from tests.people import Person
from tests.whole_app.planting import Planted, plant
from tests.whole_app.route_table import TABLE, VISITORS
from tests.whole_app.world import rules

SMALLEST = (320, 640)
NO_PAGES = {"assets.static_file"}
HANGS_OVER = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


@pytest.fixture
def planted(app: Flask) -> Planted:
    return plant(app, clock.now())


def _pages(app: Flask, planted: Planted, visitor: str) -> list[str]:
    """The address of every page that answers this visitor with 200."""
    column = VISITORS.index(visitor)
    open_to = {
        rule
        for (endpoint, method), rule in rules(app).items()
        if method == "GET" and TABLE[endpoint, method][column] == 200
    }
    return sorted(_address(app, planted, rule) for rule in open_to if rule.endpoint not in NO_PAGES)


def _address(app: Flask, planted: Planted, rule: Rule) -> str:
    things = planted.things
    named = {n: things.get(f"{rule.endpoint}:{n}", things.get(n)) for n in rule.arguments}
    return str(app.url_map.bind("localhost").build(rule.endpoint, named))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("visitor", ["nobody", "ana", "ben", "admin"])
@pytest.mark.parametrize("size", [SMALLEST, PHONE, DESKTOP], ids=["320", "390", "1280"])
def test_every_page_is_sound_in_a_browser(
    app: Flask, open_page: Open, planted: Planted, visitor: str, size: tuple[int, int]
) -> None:
    person: Person | None = planted.people.get(visitor)
    page = open_page(person, size)
    wide = {}
    for address in _pages(app, planted, visitor):
        page.goto(address, wait_until="networkidle")
        if over := page.evaluate(HANGS_OVER):
            wide[address] = over
    assert wide == {}, "pixels that hang over the edge"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("visitor", ["nobody", "ana", "ben", "admin"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_passes_an_accessibility_scan(
    app: Flask, open_page: Open, planted: Planted, visitor: str, scheme: str
) -> None:
    size = DESKTOP if visitor in ("ben", "admin") else PHONE
    page = open_page(planted.people.get(visitor), size, color_scheme=scheme, bypass_csp=True)
    found = {}
    for address in _pages(app, planted, visitor):
        page.goto(address, wait_until="networkidle")
        if faults := _scan(page):
            found[address] = faults
    assert found == {}


def _scan(page: Page) -> list[str]:
    results = Axe().run(page)
    return [
        f"{one['id']}: {one['help']}: {[node['html'][:150] for node in one['nodes'][:3]]}"
        for one in results.response["violations"]
    ]
