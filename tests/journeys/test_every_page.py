"""Every page in a real browser: nothing blocked, nothing leaves, nothing that bars somebody's way.

An accessibility scan finds nothing, and nothing hangs over the edge or is cut off: at 320 px, with
text at 200 %, light and dark; also where a diary is empty and where a form comes back.
"""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug.routing import Rule

from diary import clock
from diary.guidance.rules.learn import PAGES
from tests.journeys import scans
from tests.journeys.conftest import DESKTOP, PHONE, Open
from tests.journeys.steps import choose, press_save
from tests.people import People
from tests.whole_app.long_words import lengthen
from tests.whole_app.planting import Planted, plant
from tests.whole_app.route_table import TABLE, VISITORS
from tests.whole_app.world import named, rules

NO_PAGES = {
    "assets.static_file",
    "charts.plotly_js",
    "reminders.feed",
    "privacy.receipt",
    "sync.manifest",
    "sync.state",
    "sync.worker",
}
FILES = (".pdf", ".json", ".csv")
# open to everybody, and yet with something of the one who is signed in
OPEN_AND_HERS = {"/help", "/waiting"}
# forms that take whatever is sent, because there is nothing in them to get wrong
LENIENT = {
    "/agreements",
    "/clinic/people/<person_id>/close",
    "/diary/search",
    "/email/<token>",
    "/erasure",
    "/export",
    "/import/<upload_id>",
    "/import/treatments/<upload_id>",
    "/profile",
    "/reminders/stop/<token>",
    "/sharing",
    "/sharing/<link_id>",
}
# The form of a page with nonsense in every field, sent whatever the browser thinks of it
SPOIL = """
() => {
  const here = location.pathname;
  const form = [...document.forms].find(
    (one) => one.matches(".log-form") || (one.method === "post" && one.action.endsWith(here)));
  form.noValidate = true;
  for (const field of form.elements) {
    if (field.type === "radio") field.checked = false;
    else if (/^(text|email|tel|password|search)$/.test(field.type)) field.value = "x";
    else if (/^(date|datetime-local|time)$/.test(field.type)) field.value = "";
    else if (field.type === "textarea") field.value = "x".repeat(20_000);
  }
  form.requestSubmit();
}
"""


@pytest.fixture
def planted(app: Flask) -> Planted:
    """A diary whose every name and note is one long word: none of them pushes a page wide."""
    planted = plant(app, clock.now())
    lengthen(app)
    return planted


@pytest.mark.timeout(900)
@pytest.mark.parametrize("visitor", ["nobody", "ana", "ben", "admin"])
def test_every_page_is_sound_however_it_is_looked_at(
    app: Flask, open_page: Open, planted: Planted, visitor: str
) -> None:
    desk = visitor in ("ben", "admin")
    page = open_page(planted.people.get(visitor), DESKTOP if desk else PHONE)
    looks = [*scans.SMALL, *scans.WIDE] if desk else scans.SMALL
    addresses = [
        address
        for rule in _rules(app, "GET", visitor).values()
        for address in _addresses(app, planted, rule)
    ]
    assert _faults(page, [*addresses, "/there-is-no-such-page"], looks) == {}


@pytest.mark.parametrize("visitor", ["ana", "ben"])
def test_pages_of_an_empty_diary_are_sound_too(
    app: Flask, open_page: Open, people: People, visitor: str
) -> None:
    page = open_page({"ana": people.ana, "ben": people.ben}[visitor], PHONE)
    addresses = [str(rule) for rule in _rules(app, "GET", visitor).values() if not rule.arguments]
    assert _faults(page, addresses, scans.ENDS) == {}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("visitor", ["nobody", "ana", "ben", "admin"])
def test_a_form_that_comes_back_is_sound_too(
    app: Flask, open_page: Open, planted: Planted, visitor: str
) -> None:
    forms = _rules(app, "GET", visitor).keys() & _rules(app, "POST", visitor).keys() - LENIENT
    found: dict[str, list[str]] = {}
    for form in sorted(forms):
        for address in _addresses(app, planted, rules(app)["GET", form]):
            page = open_page(planted.people.get(visitor), PHONE)  # nothing waits on it yet
            page.goto(address)
            page.evaluate(SPOIL)
            expect(page.locator("#error-summary"), address).to_be_visible()
            if faults := scans.faults(page, scans.ENDS):
                found[form] = faults
            page.context.close()
    assert found == {}


def test_what_waits_on_the_phone_is_sound_too(open_page: Open, people: People) -> None:
    page = open_page(people.ana, PHONE)
    page.route("**/sync", lambda route: route.abort())
    page.goto("/")
    choose(page, "anxiety", 7)
    choose(page, "mood", 3)
    press_save(page)
    expect(page.locator("h1")).to_have_text("Saved on this phone")
    found = {"saved": scans.faults(page, scans.SMALL)}
    page.goto("/more")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found["asked"] = scans.faults(page, scans.SMALL)
    assert found == {"saved": [], "asked": []}


def test_the_scan_finds_what_is_wrong_and_only_where_it_is(open_page: Open) -> None:
    page = open_page(None, PHONE)
    page.goto("/learn")
    page.evaluate(
        """() => document.querySelector("main").insertAdjacentHTML("beforeend", `
          <img id="nameless" src="/favicon.ico" hidden>
          <p id="dim">Words that are too dim in the dark</p>
          <p><a id="dot" href="#main">.</a><a href="#main">.</a></p>
          <p id="wide">Words</p><p id="short">Words_that_cannot_be_broken</p>`)"""
    )
    page.evaluate(
        """() => Object.entries({
          nameless: "display: block !important; width: 48px; height: 48px",
          dim: "color: #555",
          dot: "display: inline-block; width: 8px",
          wide: "width: 14em",
          short: "width: 10em; overflow: hidden; white-space: nowrap",
        }).forEach(([id, style]) => (document.getElementById(id).style = style))"""
    )
    told = scans.faults(page, scans.SMALL)
    light, dark = "320 px, 100 %, light", "320 px, 100 %, dark"
    enlarged = "320 px, 200 %, light"
    assert _where(told, "image-alt") == {light}  # the same in each: looked for once a width
    assert _where(told, "color-contrast") == {dark}
    assert _where(told, "target-size") == {light, enlarged}  # the same in each scheme
    assert _where(told, "hangs over") == {enlarged}
    assert _where(told, "cut off") == {light, dark, enlarged}
    told = scans.faults(page, scans.ENDS)
    assert _where(told, "color-contrast") == {"320 px, 200 %, dark"}
    assert _where(told, "hangs over") == {"320 px, 200 %, dark"}


def _where(told: list[str], fault: str) -> set[str]:
    return {one.partition(": ")[0] for one in told if fault in one}


def _rules(app: Flask, method: str, visitor: str) -> dict[str, Rule]:
    """Pages (or forms) by their address in the table, as far as they are this visitor's own."""
    column, taken = VISITORS.index(visitor), (200,) if method == "GET" else (200, 303, 422)
    return {
        address: rule
        for (asked, address), rule in rules(app).items()
        if asked == method
        and TABLE[asked, address][column] in taken
        and (visitor == "nobody") is (_open(address) and address not in OPEN_AND_HERS)
        and rule.endpoint not in NO_PAGES
        and not address.endswith(FILES)  # a file is no page
    }


def _open(address: str) -> bool:
    return TABLE.get(("GET", address), (0,))[0] == 200


def _addresses(app: Flask, planted: Planted, rule: Rule) -> list[str]:
    """One address, or that of each page of Learn."""
    build = app.url_map.bind("localhost").build
    known = {**(rule.defaults or {}), **named(planted, rule)}
    each = [{"slug": page.slug} for page in PAGES] if "slug" in known else [{}]
    return [str(build(rule.endpoint, {**known, **one})) for one in each]


def _faults(page: Page, addresses: list[str], looks: list[scans.Look]) -> dict[str, list[str]]:
    found = {}
    for address in addresses:
        page.goto(address)
        if faults := scans.faults(page, looks):
            found[address] = faults
    return found
