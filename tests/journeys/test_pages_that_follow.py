"""Pages that no address opens by itself: what follows a form, and what went wrong.

As sound as the others, at 320 px with small text in the light and twice as large in the dark.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from flask import Flask, render_template
from playwright.sync_api import Page, Route, expect
from sqlalchemy import update

from diary import clock
from diary.auth.models import SignIn
from diary.transactions import early_commit
from tests.journeys import scans
from tests.journeys.conftest import Open
from tests.people import browser_of
from tests.whole_app.planting import Planted, plant

FAILURES = {
    "400": "We could not read that",
    "413": "That was too much to send",
    "500": "Something went wrong here",
    "503": "We are busy for a moment",
}
# The form of a page with an answer in some fields, sent whatever the browser thinks of it
SEND = """
(answers) => {
  const form = [...document.forms].find(
    (one) => one.method === "post" && new URL(one.action).pathname === location.pathname);
  for (const [name, answer] of Object.entries(answers)) {
    const field = form.elements[name];
    if (field.type === "checkbox") field.checked = answer;
    else field.value = answer;
  }
  form.submit();
}
"""


@pytest.fixture
def planted(app: Flask) -> Planted:
    return plant(app, clock.now())


@pytest.fixture
def found() -> Iterator[dict[str, list[str]]]:
    """What was wrong with each page; nothing, when the test is over."""
    told: dict[str, list[str]] = {}
    yield told
    assert {page: faults for page, faults in told.items() if faults} == {}


def _send(page: Page, address: str, **answers: str | bool) -> None:
    page.goto(address)
    with page.expect_navigation():
        page.evaluate(SEND, answers)


def _look(page: Page, found: dict[str, list[str]], heading: str) -> None:
    expect(page.locator("h1")).to_have_text(heading)
    found[heading] = scans.faults(page, scans.ENDS)


def test_what_follows_a_form_of_somebody_signed_out(
    app: Flask, open_page: Open, planted: Planted, found: dict[str, list[str]]
) -> None:
    page = open_page(None)
    _send(page, "/forgotten", email=planted.people["ana"].email)
    _look(page, found, "If there is an account, a link is on its way")
    page.goto("/reset/nonsense")
    _look(page, found, "This link no longer works")
    page.goto("/erasure/receipt/nonsense")
    _look(page, found, "No receipt")
    app.extensions["settings"] = replace(app.extensions["settings"], open_sign_up=False)
    page.goto("/sign-up")
    _look(page, found, "This diary is by invitation")


def test_what_went_wrong(app: Flask, open_page: Open, found: dict[str, list[str]]) -> None:
    page = open_page(None)
    for status, heading in FAILURES.items():
        with app.test_request_context("/"):
            body = render_template(f"errors/{status}.html")
        page.route("**/learn", _answering(int(status), body))
        page.goto("/learn")
        _look(page, found, heading)


def _answering(status: int, body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, content_type="text/html", body=body)


def test_what_follows_a_form_of_ana(
    app: Flask, open_page: Open, planted: Planted, found: dict[str, list[str]]
) -> None:
    page = open_page(planted.people["ana"])
    _send(page, "/sharing", notes=True)
    _look(page, found, "Give this code to your doctor")
    _send(page, "/email", email="ana.further@example.org")
    expect(page.locator("h1")).not_to_have_text("Change your e-mail address")
    found["new address"] = scans.faults(page, scans.ENDS)
    page.goto("/help/plan")
    _send(page, "/help/plan", csrf_token="of another day")
    _look(page, found, "This page had been open too long")
    _bring(page, "/import", "some.csv", b"when,worry\n2026-05-02T10:00+01:00,4\n")
    _look(page, found, "Which column is which?")
    _bring(page, "/import", "one.csv", b"recorded_at,anxiety,mood\n2026-05-02T10:00+01:00,4,6\n")
    with page.expect_navigation():
        page.evaluate(SEND, {})
    _look(page, found, "1 entry added")
    page.goto(f"/import/{uuid4()}")
    _look(page, found, "This file is no longer kept")
    kept = browser_of(app, planted.people["ana"])
    _bring(page, "/import/diary", "all.zip", kept.send("/export").get_data())
    _look(page, found, "Everything was there already")
    _send(page, "/erasure", sure=True)
    _look(page, found, "Your diary will be erased")
    page.goto("/")
    _look(page, found, "How are you right now?")  # and above it that it will be
    page.goto("/help/plan")
    with app.app_context(), early_commit() as session:
        session.execute(update(SignIn).values(ended_at_utc=clock.now()))
    with page.expect_navigation():
        page.evaluate(SEND, {})
    _look(page, found, "Sign in to save this")


def _bring(page: Page, address: str, name: str, content: bytes) -> None:
    page.goto(address)
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    with page.expect_navigation():
        page.evaluate(SEND, {})


def test_a_locked_diary(open_page: Open, planted: Planted, found: dict[str, list[str]]) -> None:
    page = open_page(planted.people["ana"])
    _send(page, "/pin", pin="7394", again="7394")
    page.goto("/pin")
    _look(page, found, "Lock with a PIN")
    with page.expect_navigation():
        page.evaluate("() => document.querySelector('form[data-lock-now]').submit()")
    page.goto("/diary")
    _look(page, found, "Your diary is locked")


def test_what_follows_a_form_of_the_administrator(
    open_page: Open, planted: Planted, found: dict[str, list[str]]
) -> None:
    page = open_page(planted.people["admin"])
    _send(page, "/clinic", email="another@example.org")
    _look(page, found, "Pass this link on")


def test_a_doctor_who_has_no_second_step_yet(
    app: Flask, open_page: Open, planted: Planted, found: dict[str, list[str]]
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], staff_factor="required")
    page = open_page(planted.people["ben"])
    page.goto("/patients")
    _look(page, found, "Second step at sign-in")
    expect(page.get_by_role("navigation")).to_have_count(0)
