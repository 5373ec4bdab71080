"""A known and an unknown address cost the same work before the answer, and get the same answer."""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import event

from diary.auth import rules
from diary.auth.actions import sign_ins
from diary.auth.rules import NOTE_LIMIT, RateLimit
from diary.extensions import db
from tests.client import DiaryClient
from tests.conftest import ENGINES
from tests.people import People, browser_of

KNOWN, UNKNOWN = "ana@example.org", "zoe@example.org"  # of one length, so that answers are too
# what is drawn anew for each answer
DRAWN = re.compile(r"(?<=nonce[-=])\"?[\w-]+|(?<=value=\")I[\w.-]{60,}|(?<=diary=)[\w.-]+")
BESIDE = ("later", "mails")  # the threads of what nobody waits for
BESIDE = ("later", "mails")  # the threads of what nobody waits for
PAGES: Mapping[str, Mapping[str, str]] = {
    "/forgotten": {},
    "/sign-in": {"password": "wrong horse battery"},
    "/sign-up": {},
}


class Counted(PasswordHasher):
    """A cheap hash that says when it is used."""

    def __init__(self, told: list[str]) -> None:
        super().__init__(1, 8, 1)
        self.told = told

    def hash(self, *args: object, **more: object) -> str:
        self.told.append("HASH")
        return super().hash(*args, **more)  # type: ignore[arg-type]

    def verify(self, *args: object) -> bool:  # type: ignore[override]
        self.told.append("VERIFY")
        return super().verify(*args)  # type: ignore[arg-type]


@contextmanager
def work(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What this thread asks of the database and of the hash meanwhile, step by step."""
    told: list[str] = []
    here = threading.get_ident()

    def note(words: str) -> None:
        if threading.get_ident() == here:
            told.append(words)

    def asked(*args: object) -> None:
        note(re.sub(r"savepoint_\d+", "savepoint", str(args[2])))

    def kept(*_: object) -> None:
        note("COMMIT")

    with monkeypatch.context() as patch:
        patch.setattr(rules, "HASHER", Counted(told))
        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", asked)
        event.listen(engine, "commit", kept)
        yield told
        event.remove(engine, "before_cursor_execute", asked)
        event.remove(engine, "commit", kept)


def _answer(
    app: Flask, monkeypatch: pytest.MonkeyPatch, page: str, email: str
) -> tuple[list[str], list[str]]:
    """The work before the answer, and the answer with its headers, in a browser of its own."""
    browser = browser_of(app, None)
    browser.token()
    with work(app, monkeypatch) as told:
        answer = browser.send(page, email=email, **PAGES[page])
    said = [answer.text.replace(email, "her address")]
    said += sorted(f"{name}: {value}" for name, value in answer.headers)
    return told, [str(answer.status_code), *(DRAWN.sub("drawn", words) for words in said)]


@pytest.mark.parametrize("engine_kind", ENGINES, indirect=True)
@pytest.mark.parametrize("page", PAGES)
def test_the_same_statements_in_the_same_order_and_the_same_answer(
    mailing: Flask, three: People, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """Also when it is asked again; one request before says that somebody came from this place."""
    _answer(mailing, monkeypatch, page, "nobody@example.org")
    for _ in range(2):
        known = _answer(mailing, monkeypatch, page, KNOWN)
        unknown = _answer(mailing, monkeypatch, page, UNKNOWN)
        assert known[0] == unknown[0]
        assert known[1] == unknown[1]
        assert "COMMIT" in known[0]  # the control: the work is seen


def test_a_flood_of_unknown_addresses_makes_no_difference(
    app: Flask, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of refused sign-ins under addresses that nobody has only so many are noted."""
    monkeypatch.setattr(sign_ins, "NOTE_LIMIT", RateLimit(1, NOTE_LIMIT.every))
    _answer(app, monkeypatch, "/sign-in", "nobody@example.org")
    unknown = _answer(app, monkeypatch, "/sign-in", UNKNOWN)
    assert _answer(app, monkeypatch, "/sign-in", KNOWN)[0] == unknown[0]


@pytest.mark.parametrize("page", PAGES)
def test_what_differs_begins_when_the_answer_has_left(
    mailing: Flask, three: People, page: str
) -> None:
    """Not beside it: two threads of one process wait for each other."""
    browser = browser_of(mailing, None)
    begun: list[str] = []

    def asked(*args: object) -> None:
        begun.append(threading.current_thread().name)

    with mailing.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", asked)
    sent = {"csrf_token": browser.token(), "email": KNOWN, **PAGES[page]}
    answer = super(DiaryClient, browser).open(page, method="POST", data=sent)
    assert answer.status_code in (200, 422)
    assert not mailing.extensions["later"].waiting
    assert not [name for name in begun if name.startswith(BESIDE)]
    answer.close()
    assert mailing.extensions["later"].waiting
    browser.get("/learn")  # which waits for it
    assert [name for name in begun if name.startswith(BESIDE)]
    event.remove(engine, "before_cursor_execute", asked)
