"""What anybody may send costs little: a budget of work, not of time, for each public address."""

import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import time_machine
from zxcvbn import zxcvbn

from diary.auth import rules as account_rules
from diary.web.body_limits import PUBLIC
from tests.conftest import make_app, migrate
from tests.whole_app.forms import fields_of
from tests.whole_app.planting import NOW, plant
from tests.whole_app.route_table import TABLE
from tests.whole_app.world import World, rules

MOST_CALLS = 160_000  # of functions: twice what the largest page takes, with its list of zones
MOST_CALLS_TO_JUDGE = 25_000  # a password: twice what the longest text takes that is looked at
MOST_LETTERS = 2_000  # to be brought into one form
SIGNS = "4@8({[<369&#!1/|0$5+7%2"  # each of which may stand for a letter
TEXTS = {
    "signs that fill a password": (SIGNS * 12)[: account_rules.LONGEST_PASSWORD],
    "combining letters": "a@b" + "\u0301" * (PUBLIC // 8) + ".org",
    "composed letters": "e\u0301" * (PUBLIC // 12) + "@example.org",
    "dots": "a." * (PUBLIC // 3) + "@b",
}
PASSWORDS = {
    "signs": SIGNS,
    "pairs of digits": "1122334455667788990",
    "one letter": "a",
    "words": "thequickbrownfoxjumpsoverthelazydog",
}
PERSON = {
    "email": "zoe@example.org",
    "name": "Zoe",
    "born_on": "1990-01-01",
    "zone": "UTC",
    "password": "three odd words",
}
HEADERS = {
    "Accept": ("a/b;q=0.1," * 3_000)[:30_000],
    "Accept-Language": ("en;q=0.1," * 3_400)[:30_000],
    "Cookie": ("a=b;" * 7_500)[:30_000],
    "User-Agent": "Mozilla/5.0 (" * 2_300,
    "If-None-Match": '"a",' * 7_500,
    "Range": "bytes=" + "0-1," * 7_400,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder: Path = tmp_path_factory.mktemp("expensive")
    url = f"sqlite:///{folder / 'diary.sqlite'}"
    migrate(url, folder)
    app = make_app(url, folder)
    return World(app, folder / "diary.sqlite", plant(app))


@pytest.fixture
def world(built: World) -> Iterator[World]:
    yield built
    built.put_back()


@contextmanager
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """How many functions are called meanwhile, and how many letters are normalised."""
    done = {"calls": 0, "letters": 0}
    real = unicodedata.normalize

    def normalize(form: Any, text: str) -> str:
        done["letters"] += len(text)
        return real(form, text)

    def called(_frame: FrameType, event: str, _argument: object) -> None:
        done["calls"] += event in ("call", "c_call")

    with monkeypatch.context() as patch:
        patch.setattr(unicodedata, "normalize", normalize)
        before = sys.getprofile()
        sys.setprofile(called)
        try:
            yield done
        finally:
            sys.setprofile(before)


def _public(world: World, method: str) -> list[str]:
    found = []
    for (known, address), rule in rules(world.app).items():
        view = world.app.view_functions[rule.endpoint]
        if known == method and getattr(view, "admitted", None) is None:
            found.append(address)
    return sorted(found)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("text", TEXTS)
def test_no_text_in_a_public_form_is_expensive(
    world: World, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    for form in _public(world, "POST"):
        address = world.address(rules(world.app)["POST", form])
        sound = fields_of(world, form, "nobody")
        sound |= {name: word for name, word in PERSON.items() if name in sound}
        _once(world, form, address)  # templates are compiled once
        # what a person types freely; with the other fields the work is that of any page
        for name in sound.keys() & {"email", "password", "name", "code", "passkey"}:
            with time_machine.travel(NOW, tick=False):
                browser = world.browser("nobody")
                browser.inspects = False
                body = {**sound, name: TEXTS[text], "csrf_token": browser.token()}
                with work(monkeypatch) as done:
                    answer = browser.post(address, data=body)
            assert answer.status_code < 500
            assert answer.status_code != 413, (form, name, "never got in, so nothing was tried")
            assert done["calls"] < MOST_CALLS, (form, name, done)
            assert done["letters"] < MOST_LETTERS, (form, name, done)
            world.put_back()


def _once(world: World, form: str, address: str) -> None:
    if ("GET", form) in TABLE:
        world.ask("nobody", "GET", address, inspects=False)


@pytest.mark.parametrize("text", PASSWORDS)
def test_no_password_is_expensive_to_judge(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    longest = (PASSWORDS[text] * account_rules.LONGEST_PASSWORD)[: account_rules.LONGEST_PASSWORD]
    account_rules.password_fault("three odd words")  # its lists are made once
    with work(monkeypatch) as done:
        account_rules.password_fault(longest, f"{longest[:60]}@example.org")
    assert done["calls"] < MOST_CALLS_TO_JUDGE


@pytest.mark.parametrize("header", HEADERS)
def test_no_header_is_expensive(world: World, monkeypatch: pytest.MonkeyPatch, header: str) -> None:
    for page in ("/help", "/sign-in"):
        browser = world.browser("nobody")
        browser.inspects = False
        browser.get(page)
        with work(monkeypatch) as done:
            answer = browser.get(page, headers={header: HEADERS[header]})
        assert answer.status_code < 500
        assert done["calls"] < MOST_CALLS, (page, done)


def test_without_a_link_or_beyond_the_limit_no_password_is_looked_at(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control is the last try before the limit, which is looked at."""
    asked: list[str] = []
    real = zxcvbn

    def counted(password: str, **more: Any) -> Any:
        asked.append(password)
        return real(password, **more)

    monkeypatch.setattr(account_rules, "zxcvbn", counted)
    browser = world.browser("nobody")
    browser.inspects = False
    person = {"name": "A", "zone": "UTC", "email": "new@example.org", "born_on": "1990-01-01"}
    for address in ("/reset/x", "/join/x"):
        browser.send(address, **person, password=SIGNS * 3)
    assert asked == []
    tries = account_rules.ADDRESS_LIMIT.tries + 5
    answers = [browser.send("/sign-up", **person, password="password12") for _ in range(tries)]
    assert answers[-1].status_code == 429
    assert len(asked) == account_rules.ADDRESS_LIMIT.tries
