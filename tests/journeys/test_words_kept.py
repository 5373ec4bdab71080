"""A sign-in that is over by the time she presses Save, in a browser without scripts."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import update

from diary.auth.models import SignIn
from diary.transactions import early_commit
from tests.journeys.conftest import PHONE, Open
from tests.journeys.steps import save, sign_in
from tests.people import People, Person

WORDS = "Breathe out slowly, then call Maria"
FORMS = {
    "/help/plan": ("What helps me, and what to do first", WORDS),
    "/profile": ("Name", "Ana of the long name"),
    "/visits": ("A question for your next visit", "May I drive the next day?"),
}


def _end(app: Flask, person: Person) -> None:
    with app.app_context(), early_commit() as session:
        ends = update(SignIn).where(SignIn.user_id == person.id)
        session.execute(ends.values(ended_at_utc=datetime.now(UTC)))


def _typed_too_late(app: Flask, page: Page, person: Person, address: str) -> None:
    label, words = FORMS[address]
    page.goto(address)
    page.get_by_label(label).first.fill(words)
    _end(app, person)
    form = page.locator("form", has=page.get_by_label(label))
    form.get_by_role("button").last.tap()
    expect(page.locator("h1")).to_have_text("Sign in to save this")
    assert words not in page.content()


def _signs_in_beside(page: Page, person: Person) -> None:
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in, in a new tab").tap()
    sign_in(opened.value, person)
    opened.value.close()
    page.get_by_role("button", name="I am signed in").tap()


@pytest.mark.parametrize("address", FORMS)
def test_what_she_typed_comes_back_and_her_tap_saves_it(
    app: Flask, open_page: Open, people: People, address: str
) -> None:
    page, words = open_page(people.ana, PHONE, java_script_enabled=False), FORMS[address][1]
    _typed_too_late(app, page, people.ana, address)
    with page.expect_navigation():
        page.get_by_role("button", name="I am signed in").tap()  # too early, and nothing is lost
    expect(page.locator("h1")).to_have_text("Sign in to save this")
    _signs_in_beside(page, people.ana)
    expect(page.locator("h1")).to_have_text("One more tap")
    expect(page.get_by_text(words)).to_be_visible()
    save(page)
    page.goto(address)
    assert words in page.content()


def test_cleo_who_signs_in_on_the_same_phone_reads_none_of_it(
    app: Flask, open_page: Open, people: People
) -> None:
    page = open_page(people.ana, PHONE, java_script_enabled=False)
    _typed_too_late(app, page, people.ana, "/help/plan")
    _signs_in_beside(page, people.cleo)
    expect(page.get_by_text("Somebody else is signed in here.")).to_be_visible()
    assert WORDS not in page.content()
    page.goto("/help/plan")
    assert WORDS not in page.content()
