"""A write with a good token and cookie, sent by another site's page, is refused all the same."""

import pytest
from flask import Flask

from tests.client import DiaryClient
from tests.people import People

PROFILE = {
    "name": "Renamed",
    "born_on": "1990-01-01",
    "zone": "Europe/Lisbon",
    "day_boundary": "4",
    "language": "en-GB",
    "theme": "auto",
}
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": ""},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:81"},
]
OURS = [
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://localhost"},
]


def _send(browser: DiaryClient, headers: dict[str, str]) -> int:
    form = {"csrf_token": browser.token(), **PROFILE}
    return browser.post("/profile", data=form, headers=headers).status_code


@pytest.mark.parametrize("headers", FOREIGN)
def test_what_another_site_sends_is_refused(
    ana_client: DiaryClient, headers: dict[str, str]
) -> None:
    assert _send(ana_client, headers) == 400
    assert "Renamed" not in ana_client.get("/profile").text


@pytest.mark.parametrize("headers", OURS)
def test_what_our_own_page_sends_is_taken(ana_client: DiaryClient, headers: dict[str, str]) -> None:
    """The control: the same form, told by these headers alone from the refused ones."""
    assert _send(ana_client, headers) == 303


@pytest.mark.parametrize("headers", FOREIGN[:1] + FOREIGN[4:5])
@pytest.mark.parametrize("address", ["/sign-in", "/sign-out", "/sign-up", "/forgotten", "/sync"])
def test_also_signing_in_and_out_and_what_a_phone_sends(
    app: Flask, ana_client: DiaryClient, people: People, address: str, headers: dict[str, str]
) -> None:
    form = {"csrf_token": ana_client.token()}
    assert ana_client.post(address, data=form, headers=headers).status_code == 400
    assert ana_client.get("/diary").status_code == 200


def test_a_look_from_another_site_is_no_write(ana_client: DiaryClient) -> None:
    answer = ana_client.get("/more", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-origin", None])
@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere"])
def test_a_strange_host_is_refused_in_plain_words_whoever_sent_it(
    client: DiaryClient, path: str, site: str | None
) -> None:
    headers = {"Host": "elsewhere.example", **({"Sec-Fetch-Site": site} if site else {})}
    answer = client.post(path, headers=headers)
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert "not the address of the diary" in answer.text
