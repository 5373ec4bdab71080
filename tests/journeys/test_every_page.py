"""Every page in a real browser: nothing blocked, nothing leaves, nothing hangs over the edge."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, ViewportSize
from werkzeug.routing import Rule

from diary import clock
from tests.journeys.conftest import DESKTOP, PHONE, Open
from tests.people import Person
from tests.whole_app.planting import Planted, plant
from tests.whole_app.route_table import TABLE, VISITORS
from tests.whole_app.world import named, rules

SMALLEST = (320, 640)
NO_PAGES = {
    "assets.static_file",
    "charts.plotly_js",
    "reminders.feed",
    "sync.manifest",
    "sync.state",
    "sync.worker",
}
HANGS_OVER = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


@pytest.fixture
def planted(app: Flask) -> Planted:
    return plant(app, clock.now())


def _pages(app: Flask, planted: Planted, visitor: str) -> list[str]:
    """The address of every page that answers this visitor with 200."""
    column = VISITORS.index(visitor)
    open_to = [
        rule
        for (method, address), rule in rules(app).items()
        if method == "GET"
        and TABLE[method, address][column] == 200
        and not address.endswith((".pdf", ".json", ".csv"))  # a file is no page
    ]
    return sorted(_address(app, planted, rule) for rule in open_to if rule.endpoint not in NO_PAGES)


def _address(app: Flask, planted: Planted, rule: Rule) -> str:
    return str(app.url_map.bind("localhost").build(rule.endpoint, named(planted, rule)))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("visitor", ["nobody", "ana", "ben", "admin"])
def test_every_page_is_sound_in_a_browser(
    app: Flask, open_page: Open, planted: Planted, visitor: str
) -> None:
    person: Person | None = planted.people.get(visitor)
    home = DESKTOP if visitor in ("ben", "admin") else PHONE
    page = open_page(person, home)
    found: dict[str, list[str]] = {}
    for address in _pages(app, planted, visitor):
        page.set_viewport_size(_size(home))
        page.goto(address, wait_until="networkidle")
        faults = [*_scans(page), *_overhangs(page)]
        if faults:
            found[address] = faults
    assert found == {}


def _size(size: tuple[int, int]) -> ViewportSize:
    return {"width": size[0], "height": size[1]}


def _overhangs(page: Page) -> list[str]:
    """By how many pixels a page is wider than its window."""
    found = []
    for size in (SMALLEST, PHONE, DESKTOP):
        page.set_viewport_size(_size(size))
        if over := page.evaluate(HANGS_OVER):
            found.append(f"hangs {over} pixels over the edge at {size[0]}")
    return found


def _scans(page: Page) -> list[str]:
    """What the accessibility scan says in each scheme of colours."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(300)  # a colour on its way to another has no contrast of its own
        found += [f"{scheme}: {fault}" for fault in _scan(page)]
    return found


def _scan(page: Page) -> list[str]:
    results = Axe().run(page)
    return [
        f"{one['id']}: {one['help']}: {[node['html'][:150] for node in one['nodes'][:3]]}"
        for one in results.response["violations"]
    ]
