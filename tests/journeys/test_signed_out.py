"""Signed out: help is there, and nothing of a diary is."""

import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from flask import Flask
from playwright.sync_api import Browser, CDPSession, Error, Page, expect

from tests.browser import ARGUMENTS
from tests.journeys.conftest import PATIENCE, PHONE, Open, carry_sign_in
from tests.journeys.steps import choose, save
from tests.people import People

SHOWN = """
!window.left && document.readyState === "complete" && document.querySelector("h1").textContent
"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_help_is_a_tap_away_and_its_numbers_can_be_called(open_page: Open, scripts: bool) -> None:
    page = open_page(None, PHONE, java_script_enabled=scripts)
    page.goto("/")
    page.get_by_role("link", name="Help now").tap()
    expect(page.locator("h2").first).to_have_text("Numbers for the United Kingdom")
    expect(page.get_by_role("link", name="Call 999 now")).to_have_attribute("href", "tel:999")
    page.wait_for_load_state()  # its styles make them large enough for a thumb
    numbers = page.locator("a[href^='tel:']")
    assert numbers.count() >= 2
    for number in numbers.all():
        height = (number.bounding_box() or {"height": 0})["height"]
        assert height >= 48


def test_the_time_zone_of_the_phone_tells_its_country_and_a_choice_stays(open_page: Open) -> None:
    page = open_page(None, PHONE, locale="en-US", timezone_id="Europe/Berlin")
    page.goto("/help")
    expect(page.locator("h2").first).to_have_text("Numbers for Germany")
    page.get_by_text("Change", exact=True).tap()
    page.get_by_label("Country").select_option("GB")
    page.get_by_role("button", name="Show the numbers").tap()
    expect(page.get_by_role("link", name="Are you in Germany?")).to_be_visible()
    page.goto("/help")
    expect(page.locator("h2").first).to_have_text("Numbers for the United Kingdom")


def test_after_signing_out_back_shows_nothing_of_the_diary(open_page: Open, people: People) -> None:
    page = open_page(people.ana, PHONE)
    page.goto("/")
    choose(page, "anxiety", 8)
    choose(page, "mood", 2)
    page.locator("summary", has_text="Note, sleep").tap()
    page.get_by_label("Note", exact=True).fill("For nobody else")
    save(page)
    for address in ("/charts", "/diary"):
        page.goto(address)
    expect(page.locator("main")).to_contain_text("For nobody else")

    page.get_by_role("button", name="Sign out").tap()
    _is_the_door(page)
    for _ in range(3):
        page.go_back()
        _is_the_door(page)
    page.goto("/diary")
    _is_the_door(page)


@pytest.fixture
def keeper(
    browser: Browser, chromium: str, app: Flask, people: People, origin: str
) -> Iterator[CDPSession]:
    """Ana at a browser that keeps pages whole for its Back button, as all but this tool's do.

    The tool cannot tell when such a page is back, so the browser is spoken to directly.
    """
    keeping = browser.browser_type.launch(
        executable_path=chromium,
        args=ARGUMENTS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    context = keeping.new_context(base_url=origin)
    carry_sign_in(app, people.ana, context, origin)
    page = context.new_page()
    page.goto("/help")
    yield context.new_cdp_session(page)
    keeping.close()


def test_a_browser_that_keeps_pages_whole_keeps_none_after_signing_out(keeper: CDPSession) -> None:
    for address, title in (("/diary", "Diary"), ("/more", "More")):
        _run(keeper, f"location.href = '{address}'")
        _wait_for(keeper, title)
    _run(keeper, "window.kept = true; history.back()")
    _wait_for(keeper, "Diary")
    _run(keeper, "history.forward()")
    _wait_for(keeper, "More")
    if not _run(keeper, "window.kept"):
        pytest.skip("this browser keeps no page whole, also while somebody is signed in")

    _run(keeper, "document.querySelector('.foot button').click()")
    _wait_for(keeper, "Sign in")
    for _ in range(2):  # to where these pages were
        _run(keeper, "window.left = true; history.back()")
        _wait_for(keeper, "Sign in")


def _run(browser: CDPSession, script: str) -> object:
    answer = browser.send("Runtime.evaluate", {"expression": script, "returnByValue": True})
    return answer["result"].get("value")


def _wait_for(browser: CDPSession, title: str) -> None:
    """Until a page stands there, other than the one that was left, and it must be this one."""
    shown = None
    until = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < until:
        with suppress(Error):  # between two pages there is nothing to ask
            shown = _run(browser, SHOWN)
        if shown == title:
            return
        time.sleep(0.05)
    pytest.fail(f"{shown} and not {title}")


def _is_the_door(page: Page) -> None:
    expect(page.locator("h1")).to_have_text("Sign in")
    for words in ("For nobody else", "Anxiety 8", "Signed in as"):
        assert words not in page.content()
