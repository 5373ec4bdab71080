"""Ana turns the second step on with her phone in her hand, and signs in by it."""

import re
from datetime import timedelta

import pyotp
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import update

from diary import clock
from diary.auth.models import AuthenticatorApp, SignIn
from diary.transactions import early_commit
from tests.journeys import scans
from tests.journeys.conftest import PHONE, Open
from tests.people import PASSWORD, People


def test_she_turns_it_on_keeps_the_codes_and_signs_in_by_her_app(
    app: Flask, open_page: Open, people: People
) -> None:
    ana, found = open_page(people.ana, PHONE), dict[str, list[str]]()
    ana.goto("/more")
    ana.get_by_role("link", name="Second step").tap()
    ana.get_by_role("button", name="Set it up").tap()
    opens = ana.get_by_role("link", name="Open it in my app").get_attribute("href")
    his_app = pyotp.parse_uri(opens or "")
    assert isinstance(his_app, pyotp.TOTP)
    ana.get_by_label("Code from your app").fill(his_app.now())
    ana.get_by_role("button", name="Turn it on").tap()
    codes = ana.locator("[data-codes] li")
    expect(codes).to_have_count(10)
    found["codes"] = scans.faults(ana, scans.ENDS)
    with ana.expect_download() as saved:
        ana.get_by_role("link", name="Save as a file").tap()
    assert codes.first.inner_text() in saved.value.path().read_text()
    ana.get_by_role("link", name="I have kept them").tap()
    expect(ana.locator("main")).to_contain_text("10 of 10")
    found["on"] = scans.faults(ana, scans.ENDS)

    _forget_the_newest(app)
    other = open_page(None, PHONE)
    other.goto("/sign-in?next=/charts")
    other.get_by_label("E-mail address").fill(people.ana.email)
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").tap()
    expect(other.locator("h1")).to_have_text("Second step")
    found["asked"] = scans.faults(other, scans.ENDS)
    other.get_by_label("Code from your app").fill("12345")
    other.get_by_role("button", name="Sign in", exact=True).tap()
    expect(other.locator("#error-summary")).to_contain_text("not right")
    found["wrong"] = scans.faults(other, scans.ENDS)
    other.get_by_label("Code from your app").fill(his_app.now())
    other.get_by_role("button", name="Sign in", exact=True).tap()
    # what she has not agreed to yet is asked on the way
    other.get_by_role("link", name="Not now").tap()
    other.wait_for_url(re.compile("[^=]/charts$"))
    _shows_again_who_she_is(app, other, his_app, found)
    assert not any(found.values()), found


def _shows_again_who_she_is(
    app: Flask, other: Page, his_app: pyotp.TOTP, found: dict[str, list[str]]
) -> None:
    """An hour later the password alone does not."""
    _an_hour_ago(app)
    other.goto("/prove?next=/diary")
    found["who"] = scans.faults(other, scans.ENDS)
    other.get_by_label("Your password").fill(PASSWORD)
    other.get_by_role("button", name="Continue").tap()
    expect(other.locator("#error-summary")).to_contain_text("six digits")
    found["no code"] = scans.faults(other, scans.ENDS)
    _forget_the_newest(app)
    other.get_by_label("Your password").fill(PASSWORD)
    other.get_by_label("Code from your app").fill(his_app.now())
    other.get_by_role("button", name="Continue").tap()
    other.wait_for_url(re.compile("[^=]/diary$"))


def _an_hour_ago(app: Flask) -> None:
    """As if she had signed in then."""
    with app.app_context(), early_commit() as session:
        session.execute(
            update(SignIn).values(reauthenticated_at_utc=clock.now() - timedelta(hours=1))
        )


def test_two_taps_on_what_works_once_count_as_one(
    app: Flask, open_page: Open, people: People
) -> None:
    ana = open_page(people.ana, PHONE)
    ana.goto("/second-step")
    ana.get_by_role("button", name="Set it up").tap()
    opens = ana.get_by_role("link", name="Open it in my app").get_attribute("href")
    her_app = pyotp.parse_uri(opens or "")
    assert isinstance(her_app, pyotp.TOTP)
    ana.get_by_label("Code from your app").fill(her_app.now())
    ana.get_by_role("button", name="Turn it on").dblclick(delay=20)
    expect(ana.locator("[data-codes] li")).to_have_count(10)

    _forget_the_newest(app)
    other = open_page(None, PHONE)
    other.goto("/sign-in?next=/learn")
    other.get_by_label("E-mail address").fill(people.ana.email)
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").dblclick(delay=20)
    other.get_by_label("Code from your app").fill(her_app.now())
    other.get_by_role("button", name="Sign in", exact=True).dblclick(delay=20)
    expect(other.get_by_text("Signed in as Ana")).to_be_visible()


def test_two_taps_at_signing_in_leave_one_device(open_page: Open, people: People) -> None:
    page = open_page(None, PHONE)
    page.goto("/sign-in?next=/devices")
    page.get_by_label("E-mail address").fill(people.ana.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").dblclick(delay=20)
    page.get_by_role("link", name="Not now").tap()
    expect(page.get_by_text("You are signed in nowhere else")).to_be_visible()


def _forget_the_newest(app: Flask) -> None:
    """As if half a minute had passed: the code that set it up signs nobody in."""
    with app.app_context(), early_commit() as session:
        session.execute(update(AuthenticatorApp).values(last_step=0))
