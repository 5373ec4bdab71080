"""Ana signs in by the passkey of a real browser's own, simulated, device."""

from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from diary.transactions import early_commit
from tests.journeys import scans
from tests.journeys.conftest import PHONE, Open
from tests.people import PASSWORD, People, has_agreed


@pytest.fixture
def origin(app: Flask, origin: str) -> str:
    """The diary under a name: a passkey is for no number."""
    named = origin.replace("127.0.0.1", "localhost")
    app.extensions["settings"] = replace(app.extensions["settings"], base_url=named)
    return named


@pytest.fixture(autouse=True)
def agreed(app: Flask, people: People) -> None:
    """Signing in leads where she wanted."""
    with app.app_context(), early_commit() as session:
        has_agreed(session, people.ana)


def _give_device(page: Page, *, verifies: bool = True) -> None:
    """A device that holds passkeys and asks for a finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def test_she_adds_a_passkey_and_signs_in_and_proves_herself_by_it(
    open_page: Open, people: People, origin: str
) -> None:
    ana, found = open_page(None, PHONE), dict[str, list[str]]()
    _give_device(ana)
    ana.goto("/sign-in")
    ana.get_by_label("E-mail address").fill(people.ana.email)
    ana.get_by_label("Password").fill(PASSWORD)
    ana.get_by_role("button", name="Sign in").tap()
    expect(ana.get_by_text("Signed in as Ana")).to_be_visible()
    ana.goto("/second-step")
    ana.get_by_role("button", name="Add a passkey").tap()
    ana.get_by_label("What do you call it?").fill("My blue phone")
    found["new"] = scans.faults(ana, scans.ENDS)
    ana.get_by_role("button", name="Make the passkey").tap()
    expect(ana.locator("h1")).to_have_text("Your passkey is saved")
    ana.get_by_role("link", name="I have kept them").tap()
    expect(ana.locator("main")).to_contain_text("My blue phone")
    found["list"] = scans.faults(ana, scans.ENDS)

    ana.get_by_role("button", name="Sign out").tap()
    expect(ana.locator("h1")).to_have_text("Sign in")
    ana.goto("/sign-in?next=/charts")
    ana.get_by_role("button", name="Use a passkey instead").tap()
    expect(ana).to_have_url(f"{origin}/charts")
    expect(ana.get_by_text("Signed in as Ana")).to_be_visible()
    ana.goto("/prove?next=/sharing")
    ana.get_by_role("button", name="Use a passkey").tap()
    expect(ana).to_have_url(f"{origin}/sharing")
    assert not any(found.values()), found


def test_a_device_that_knows_no_passkey_says_so_and_the_password_is_one_tap_away(
    open_page: Open, people: People
) -> None:
    page = open_page(None, PHONE)
    _give_device(page, verifies=False)
    page.goto("/sign-in")
    page.get_by_role("button", name="Use a passkey instead").tap()
    expect(page.get_by_role("status")).to_contain_text("You can try again")
    assert scans.faults(page, scans.ENDS) == []
    page.get_by_role("link", name="Back").tap()
    expect(page.locator("h1")).to_have_text("Sign in")
