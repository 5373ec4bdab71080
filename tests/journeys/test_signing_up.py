"""Zoe starts a diary by a mailed link, on her phone."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.conftest import app_with_mail
from tests.journeys import scans
from tests.journeys.conftest import PHONE, Open
from tests.reminders.arrivals import Mailbox, mail_server

NEW = "zoe@example.org"


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as found:
        yield found


@pytest.fixture
def app(database_url: str, tmp_path: Path, box: Mailbox) -> Iterator[Flask]:
    """The diary with that mail server."""
    with app_with_mail(database_url, tmp_path, box.port) as made:
        yield made


def test_she_asks_for_a_link_opens_it_and_is_in_her_diary(open_page: Open, box: Mailbox) -> None:
    zoe, found = open_page(None, PHONE), dict[str, list[str]]()
    zoe.goto("/sign-in")
    zoe.get_by_role("link", name="Start a diary").tap()
    zoe.get_by_label("E-mail address").fill("zoe at example")
    zoe.get_by_role("button", name="Send me the link").tap()
    expect(zoe.locator("#error-summary")).to_contain_text("name@example.org")
    found["wrong"] = scans.faults(zoe, scans.ENDS)
    zoe.get_by_label("E-mail address").fill(NEW)
    zoe.get_by_role("button", name="Send me the link").tap()
    expect(zoe.locator("main")).to_contain_text(f"We have sent an e-mail to {NEW}")
    found["sent"] = scans.faults(zoe, scans.ENDS)

    zoe.goto(_link(zoe.wait_for_timeout, box))
    expect(zoe.locator("main")).to_contain_text(NEW)
    found["form"] = scans.faults(zoe, scans.ENDS)
    zoe.get_by_label("Your name").fill("Zoe")
    zoe.get_by_label("Choose a password").fill("three words together")
    zoe.get_by_role("button", name="Create my account").tap()
    expect(zoe.locator("#error-summary")).to_contain_text("date of birth")
    expect(zoe.get_by_label("Your name")).to_have_value("Zoe")
    zoe.get_by_label("Date of birth").fill("1990-01-01")
    zoe.get_by_label("Choose a password").fill("three words together")
    zoe.get_by_role("button", name="Create my account").tap()
    zoe.wait_for_url(re.compile("/agreements"))
    assert not any(found.values()), found


def _link(wait: Callable[[float], None], box: Mailbox) -> str:
    """The link of the mail, which comes a moment after the page."""
    for _ in range(300):
        if box.mails:
            break
        wait(100)
    (mail,) = box.mails
    words = str(mail.get_payload(decode=True), "utf-8")  # type: ignore[arg-type]
    found = re.search(r"http://localhost(/join/\S+)", words)
    assert found is not None
    return found[1]
