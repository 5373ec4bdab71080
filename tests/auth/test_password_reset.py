"""Getting back in: a link that works once, for half an hour, and tells nobody who has one."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from tests.client import DiaryClient
from tests.people import PASSWORD, People, browser_of

FRESH = "a fresh long password"


def ask(client: DiaryClient, capfd: pytest.CaptureFixture[str], email: str) -> str | None:
    """Ask for a link; what the operator reads of it."""
    capfd.readouterr()
    answer = client.send("/forgotten", email=email)
    assert answer.status_code == 200
    found = re.search(r"http://localhost(/reset/\S+)", capfd.readouterr().err)
    return found[1] if found else None


def test_the_link_is_printed_for_the_operator_and_works_once(
    client: DiaryClient, people: People, capfd: pytest.CaptureFixture[str]
) -> None:
    link = ask(client, capfd, "ana@example.org")
    assert link is not None
    assert client.send(link, password=FRESH).status_code == 303
    assert client.get(link).status_code == 404
    answer = client.send("/sign-in", email="ana@example.org", password=FRESH)
    assert answer.status_code == 303


def test_the_old_password_ends_and_so_does_every_sign_in(
    app: Flask, client: DiaryClient, people: People, capfd: pytest.CaptureFixture[str]
) -> None:
    elsewhere = browser_of(app, people.ana)
    link = ask(client, capfd, "ana@example.org")
    client.send(str(link), password=FRESH)
    assert elsewhere.get("/diary").status_code == 303
    answer = client.send("/sign-in", email="ana@example.org", password=PASSWORD)
    assert answer.status_code == 422


def test_an_unknown_address_gets_the_same_page_and_no_link(
    client: DiaryClient, people: People, capfd: pytest.CaptureFixture[str]
) -> None:
    known = client.send("/forgotten", email="ana@example.org")
    unknown = client.send("/forgotten", email="nobody@example.org")
    assert known.text == unknown.text
    assert ask(client, capfd, "nobody@example.org") is None


def test_an_old_link_and_a_replaced_one_are_over(
    client: DiaryClient, people: People, capfd: pytest.CaptureFixture[str]
) -> None:
    first = ask(client, capfd, "ana@example.org")
    second = ask(client, capfd, "ana@example.org")
    assert client.get(str(first)).status_code == 404
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=31), tick=False):
        assert client.get(str(second)).status_code == 404


def test_a_weak_password_is_refused_and_the_link_lives_on(
    client: DiaryClient, people: People, capfd: pytest.CaptureFixture[str]
) -> None:
    link = str(ask(client, capfd, "ana@example.org"))
    answer = client.send(link, password="short")
    assert answer.status_code == 422
    assert client.get(link).status_code == 200


def test_changing_the_password_ends_a_link_that_waits(
    client: DiaryClient,
    ana_client: DiaryClient,
    people: People,
    capfd: pytest.CaptureFixture[str],
) -> None:
    link = str(ask(client, capfd, "ana@example.org"))
    answer = ana_client.send("/password", current=PASSWORD, password=FRESH)
    assert answer.status_code == 303
    assert client.get(link).status_code == 404
