"""The headers of every kind of answer, to the letter."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from diary.app import create_app
from tests.client import DiaryClient
from tests.people import PASSWORD, People

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
EVERYWHERE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TELLTALE = {"Server", "X-Powered-By", "Allow"}


def _ours(headers: Headers) -> dict[str, str]:
    return {name: headers.get(name, "") for name in EVERYWHERE}


def _assert_sound(headers: Headers) -> None:
    assert _ours(headers) == EVERYWHERE
    assert headers.getlist("Content-Security-Policy") == [POLICY]
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("address", "status"),
    [("/sign-in", 200), ("/diary", 303), ("/no/such/page", 404), ("/no/such/page/", 404)],
)
def test_a_signed_out_answer(client: DiaryClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    _assert_sound(answer.headers)


def test_a_personal_page_is_kept_nowhere(ana_client: DiaryClient) -> None:
    _assert_sound(ana_client.get("/profile").headers)


def test_a_refused_method(client: DiaryClient) -> None:
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        answer = client.open("/sign-in", method=method)
        assert answer.status_code == 405
        _assert_sound(answer.headers)


def test_options_tells_nothing(client: DiaryClient) -> None:
    answer = client.options("/sign-in")
    assert "Allow" not in answer.headers
    assert answer.text == ""


def test_a_body_too_large(client: DiaryClient) -> None:
    answer = client.post("/sign-in", data={"email": "a" * 80_000_000})
    assert answer.status_code == 413
    _assert_sound(answer.headers)


def test_a_failure_of_ours_says_nothing_of_its_cause(app: Flask, client: DiaryClient) -> None:
    def fail() -> str:
        raise RuntimeError("a secret cause")

    fail.__dict__["admitted"] = None
    app.view_functions["auth.sign_in"] = fail
    answer = client.get("/sign-in")
    assert answer.status_code == 500
    assert "secret cause" not in answer.text
    _assert_sound(answer.headers)


def test_a_view_that_declares_no_guard_admits_nobody(app: Flask, ana_client: DiaryClient) -> None:
    app.view_functions["accounts.more"] = lambda: "open to all"
    answer = ana_client.get("/more")
    assert answer.status_code == 404
    assert "open to all" not in answer.text


def test_a_static_file_may_be_kept_and_nothing_else(client: DiaryClient) -> None:
    page = client.get("/sign-in").text
    names = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert names
    for name in names:
        answer = client.get(name)
        assert answer.status_code == 200
        assert _ours(answer.headers) == EVERYWHERE
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in answer.headers


def test_an_unknown_host_is_refused(client: DiaryClient) -> None:
    for host in ("evil.example", "localhost.evil.example", "localhost@evil.example"):
        answer = client.get("/sign-in", headers={"Host": host})
        assert answer.status_code == 400
        assert "evil" not in answer.text


# whose phone, whether it is locked, and the country that was chosen on Help now
READ_BY_SCRIPTS = {"diary-person", "diary-lock", "diary-country"}
COOKIES = READ_BY_SCRIPTS | {"diary", "diary-device", "diary-question"}


def _cookies_of_a_day(browser: FlaskClient, at: str) -> dict[str, set[str]]:
    """Every cookie that she is given, with what each says besides its value."""
    found: dict[str, set[str]] = {}

    def send(address: str, form: str = "", **fields: str) -> None:
        page = browser.get(form or address, base_url=at).text
        token = re.search(r'name="csrf_token"[^>]*?value="([^"]+)"', page)
        assert token is not None
        fields["csrf_token"] = token[1]
        note(browser.post(address, base_url=at, data=fields, headers={"Referer": f"{at}{form}"}))

    def note(told: TestResponse) -> None:
        assert told.status_code in (200, 303)
        for cookie in told.headers.getlist("Set-Cookie"):
            said, *more = cookie.split("; ")
            words = {word for word in more if not word.startswith(("Expires", "Max-Age"))}
            found.setdefault(said.partition("=")[0], words)

    send("/sign-in/passkey/ask", "/sign-in")
    send("/sign-in", email="ana@example.org", password=PASSWORD)
    send("/pin", pin="7394", again="7394", minutes="5")
    note(browser.get("/help?country=GB", base_url=at))
    return found


def test_a_cookie_is_for_this_site_and_not_for_scripts(app: Flask, people: People) -> None:
    plain = {"SameSite=Lax", "Path=/"}
    assert _cookies_of_a_day(app.test_client(), "http://localhost") == {
        name: plain | (set() if name in READ_BY_SCRIPTS else {"HttpOnly"}) for name in COOKIES
    }


def test_over_https_no_cookie_travels_without_it(https: FlaskClient, people: People) -> None:
    sent = {"SameSite=Lax", "Path=/", "Secure"}
    assert _cookies_of_a_day(https, "https://diary.example.org") == {
        f"__Host-{name}": sent | (set() if name in READ_BY_SCRIPTS else {"HttpOnly"})
        for name in COOKIES
    }


def test_no_answer_tells_what_it_runs_on(client: DiaryClient) -> None:
    for address in ("/sign-in", "/no/such/page"):
        assert TELLTALE & set(client.get(address).headers.keys()) == set()


@pytest.fixture
def https(app: Flask) -> FlaskClient:
    """The same diary where its address is https, at its proxy's word."""
    settings = app.extensions["settings"]
    named = replace(
        settings, base_url="https://diary.example.org", trusted_hosts=("diary.example.org",)
    )
    return create_app(named).test_client()


def test_only_an_https_address_asks_for_https_for_good(
    client: DiaryClient, https: FlaskClient
) -> None:
    for address, status in (("/sign-in", 200), ("/diary", 303), ("/no/such/page", 404)):
        told = https.get(address, base_url="https://diary.example.org")
        assert told.status_code == status
        assert told.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
        # a name that is reached without TLS would be barred for two years
        assert "Strict-Transport-Security" not in client.get(address).headers


def test_only_the_hosts_that_are_named_are_trusted(https: FlaskClient) -> None:
    for host in ("diary.example.org.evil.example", "www.diary.example.org", "localhost"):
        told = https.get("/sign-in", base_url=f"https://{host}")
        assert told.status_code == 400, host
        assert "evil" not in told.text
    forwarded = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    told = https.get("/diary", base_url="https://diary.example.org", headers=forwarded)
    assert told.location == "/sign-in?next=/diary"
    assert "evil" not in told.text
