"""How much a request may send: by its address, and by whether somebody is signed in."""

import pytest
from flask import Flask
from werkzeug.formparser import FormDataParser

from diary.accounts.rules import LONGEST_EMAIL
from diary.auth.passkeys import LONGEST_ANSWER
from diary.auth.rules import LONGEST_PASSWORD
from diary.web.body_limits import MOST_FIELDS, PUBLIC, SIGNED_IN, SIGNED_OUT, most_bytes
from tests.auth.test_form_recovery import fields_of
from tests.client import DiaryClient
from tests.conftest import ENGINES
from tests.people import PASSWORD, People, browser_of

LONG = "a" * (SIGNED_OUT + 1)
EMOJI = "\U0001f41f"  # of those signs that take most room in a form


def test_a_note_that_is_far_too_long_comes_back_with_every_word(ana_client: DiaryClient) -> None:
    note = "word " * 600_000
    answer = ana_client.send("/", anxiety="3", mood="4", note=note)
    assert answer.status_code == 422
    assert note.strip() in answer.text


@pytest.mark.parametrize("address", ["/", "/import", "/import/diary"])
def test_nobody_sends_more_than_a_person_types(client: DiaryClient, address: str) -> None:
    answer = client.send(address, note=LONG)
    assert answer.status_code == 413
    assert "too much to send" in answer.text


@pytest.mark.parametrize(
    "address", ["/sign-in", "/sign-up", "/forgotten", "/join/x", "/reset/x", "/sign-in/passkey"]
)
def test_a_form_for_everybody_takes_little(client: DiaryClient, address: str) -> None:
    answer = client.send(address, email="a" * PUBLIC)
    assert answer.status_code == 413
    assert "too much to send" in answer.text


def test_the_longest_forms_for_everybody_get_in(client: DiaryClient) -> None:
    email, name, password = (EMOJI * most for most in (LONGEST_EMAIL, 200, LONGEST_PASSWORD))
    person = {"zone": "Europe/London", "born_on": "1990-01-01"}
    refused = client.send("/sign-up", email=email, name=name, password=password, **person)
    assert refused.status_code == 422  # for its address
    assert name in refused.text
    answer = '{"id":"%s"}' % ("a" * (LONGEST_ANSWER - 9))
    assert client.send("/sign-in/passkey", passkey=answer).status_code == 303


def test_a_long_note_is_not_lost_where_the_cookie_is(app: Flask, people: People) -> None:
    """The longest that is within its limit, in the signs that take most room."""
    browser = browser_of(app, None)
    browser.send("/sign-in", email=people.ana.email, password=PASSWORD)
    page = fields_of(browser.get("/").text)
    sent = {**page, "anxiety": "3", "mood": "4", "note": EMOJI * 10_000}
    answer = browser_of(app, None).post("/", data=sent)
    assert answer.status_code == 401
    assert "typed_kept" in answer.text


def test_the_pages_for_everybody_take_no_more_from_who_is_signed_in(
    ana_client: DiaryClient,
) -> None:
    assert ana_client.send("/sign-in", email=LONG).status_code == 413


def test_a_page_for_files_alone_takes_a_file(ana_client: DiaryClient) -> None:
    long = "a" * (SIGNED_IN + 1)
    assert ana_client.send("/import", file=long).status_code != 413
    assert ana_client.send("/", note=long).status_code == 413


def test_who_was_signed_out_meanwhile_loses_no_words(app: Flask, people: People) -> None:
    browser = browser_of(app, people.ana)
    token = browser.token()
    other = browser_of(app, people.ana)
    other.send("/devices/end-others")
    sent = {"csrf_token": token, "anxiety": "3", "mood": "4", "note": LONG}
    answer = browser.post("/", data=sent)
    assert answer.status_code == 401
    assert "typed_kept" in answer.text


@pytest.mark.parametrize("form", [True, False])
def test_a_form_of_a_million_fields_is_refused_before_it_is_read(
    client: DiaryClient, monkeypatch: pytest.MonkeyPatch, form: bool
) -> None:
    read: list[int] = []
    real = FormDataParser._parse_urlencoded

    def counted(self: object, stream: bytes, *more: object) -> object:
        read.append(stream.count(b"&") + 1)
        return real(self, stream, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(FormDataParser, "_parse_urlencoded", counted)
    kind = "application/x-www-form-urlencoded" if form else "text/plain"
    for fields in (MOST_FIELDS + 1, 120_000):
        answer = client.post("/sign-in", data=b"a&" * fields, content_type=kind)
        assert answer.status_code == (413 if form else 415)
    assert not read
    client.post("/sign-in", data=b"a&" * 10, content_type="application/x-www-form-urlencoded")
    assert read == [11]  # the control: it is counted where it is read


def test_the_server_asks_for_the_address_and_for_the_cookie(app: Flask, people: People) -> None:
    browser = browser_of(app, people.ana)
    browser.get("/")
    cookie = browser.get_cookie("diary")
    assert cookie is not None
    known = f"diary={cookie.value}"
    forged = known[:-9] + ("x" if known[-9] != "x" else "y") + known[-8:]
    limits = {
        (path, held): most_bytes(app, "POST", path, held)
        for path in ("/", "/sign-in", "/import", "/nowhere")
        for held in ("", known, forged)
    }
    assert {most for (path, _), most in limits.items() if path in ("/sign-in", "/nowhere")} == {
        PUBLIC
    }
    more = {place: most for place, most in limits.items() if most > SIGNED_OUT}
    assert set(more) == {("/", known), ("/import", known)}
    assert more["/", known] == SIGNED_IN < more["/import", known]
    assert limits["/", ""] == SIGNED_OUT


@pytest.mark.parametrize("engine_kind", ENGINES[:1], indirect=True)
def test_an_uploaded_file_is_read_for_its_owner_alone(app: Flask, client: DiaryClient) -> None:
    """A cookie that names no sign-in opens no larger body."""
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "forgotten"
    assert client.send("/import", file="a" * (SIGNED_IN + 1)).status_code == 413
