"""Signed out: help is there, and nothing of a diary is."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Open
from tests.journeys.steps import choose, save
from tests.people import People


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_help_is_a_tap_away_and_its_numbers_can_be_called(open_page: Open, scripts: bool) -> None:
    page = open_page(None, PHONE, java_script_enabled=scripts)
    page.goto("/")
    page.get_by_role("link", name="Help now").tap()
    page.get_by_label("Where are you?").select_option("GB")
    page.get_by_role("button", name="Show the numbers").tap()
    expect(page.get_by_role("link", name="Call 999 now")).to_have_attribute("href", "tel:999")
    numbers = page.locator("a[href^='tel:']")
    assert numbers.count() >= 2
    for number in numbers.all():
        height = (number.bounding_box() or {"height": 0})["height"]
        assert height >= 48


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
    expect(page.get_by_text("Signed in as")).to_have_count(0)
    for _ in range(3):
        page.go_back()
        _is_the_door(page)
    page.goto("/diary")
    _is_the_door(page)


def _is_the_door(page: Page) -> None:
    expect(page.locator("h1")).to_have_text("Sign in")
    for words in ("For nobody else", "Anxiety 8", "Signed in as"):
        assert words not in page.content()
