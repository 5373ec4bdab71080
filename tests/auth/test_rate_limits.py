"""Guessing is slowed, by account and by address, for all workers; nobody is shut out for good."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diary.app import create_app
from diary.audit.models import AuditEvent, AuditPlace
from diary.audit.rules import UNKNOWN
from diary.audit.rules import Event as Noted
from diary.auth import rules
from diary.auth.actions import record_refused_page, record_refused_sign_in, take_try
from diary.auth.models import RateLimitRow
from diary.auth.rules import (
    ACCOUNT_LIMIT,
    ADDRESS_LIMIT,
    CODE_LIMIT,
    NOTE_LIMIT,
    RateLimit,
    network,
)
from diary.db import Base
from diary.extensions import db
from diary.serve import SETTINGS
from diary.transactions import early_commit, read_only
from tests.client import DiaryClient
from tests.conftest import ENGINES, make_settings
from tests.people import PASSWORD, People, browser_of, move_in

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ANA = "ana@example.org"


@pytest.fixture
def stands(people: People) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        yield clock


def _guess(browser: DiaryClient, email: str = ANA, come_from: str = "192.0.2.1") -> int:
    form = {"email": email, "password": "wrong horse battery", "csrf_token": browser.token()}
    answer = browser.post("/sign-in", data=form, environ_base={"REMOTE_ADDR": come_from})
    return answer.status_code


def _right(browser: DiaryClient, come_from: str = "198.51.100.7") -> int:
    form = {"email": ANA, "password": PASSWORD, "csrf_token": browser.token()}
    answer = browser.post("/sign-in", data=form, environ_base={"REMOTE_ADDR": come_from})
    return answer.status_code


def test_a_day_of_guessing_at_one_account_tries_fewer_than_a_hundred() -> None:
    until, now, tried = None, NOW, 0
    while now < NOW + timedelta(days=1):
        if ACCOUNT_LIMIT.wait(until, now) is None:
            until, tried = ACCOUNT_LIMIT.after(until, now), tried + 1
        now += timedelta(seconds=20)
    assert 80 <= tried <= 100


def test_a_limit_says_how_long_to_wait_and_then_lets_one_pass() -> None:
    limit = RateLimit(2, timedelta(minutes=3))
    first = limit.after(None, NOW)
    second = limit.after(first, NOW)
    assert limit.wait(first, NOW) is None
    assert limit.wait(second, NOW) == timedelta(minutes=3)
    assert limit.wait(second, NOW + timedelta(minutes=3)) is None


@pytest.mark.parametrize("email", [ANA, "nobody@example.org"])
def test_an_account_is_slowed_from_however_many_addresses(
    client: DiaryClient, stands: time_machine.Traveller, email: str
) -> None:
    """Also one that nobody has: the answer tells nothing."""
    told = [_guess(client, email, f"192.0.2.{place}") for place in range(ACCOUNT_LIMIT.tries + 2)]
    assert told == [422] * ACCOUNT_LIMIT.tries + [429, 429]
    assert _guess(client, "cleo@example.org", "192.0.2.1") == 422
    stands.shift(ACCOUNT_LIMIT.every)
    assert _guess(client, email, "192.0.2.99") == 422
    assert _guess(client, email, "192.0.2.99") == 429


def test_an_address_is_slowed_over_however_many_accounts(
    client: DiaryClient, stands: time_machine.Traveller
) -> None:
    told = [_guess(client, f"somebody{n}@example.org") for n in range(ADDRESS_LIMIT.tries + 1)]
    assert told == [422] * ADDRESS_LIMIT.tries + [429]
    assert _guess(client, "somebody@example.org", "192.0.2.2") == 422


def test_a_device_that_she_used_before_keeps_its_way_in(
    app: Flask, client: DiaryClient, stands: time_machine.Traveller
) -> None:
    hers = app.test_client()
    assert isinstance(hers, DiaryClient)
    assert _right(hers) == 303
    hers.send("/sign-out")
    for place in range(40):
        _guess(client, come_from=f"192.0.2.{place}")
    assert _right(client) == 429, "control: a strange device has to wait"
    assert _right(hers) == 303


def test_a_strangers_known_device_is_none_of_hers(
    app: Flask, stands: time_machine.Traveller
) -> None:
    cleo = app.test_client()
    assert isinstance(cleo, DiaryClient)
    cleo.send("/sign-in", email="cleo@example.org", password=PASSWORD)
    cleo.send("/sign-out")
    told = [_guess(cleo, ANA, f"192.0.2.{n}") for n in range(ACCOUNT_LIMIT.tries + 1)]
    assert told[-1] == 429


def test_the_right_password_starts_the_count_anew(
    app: Flask, client: DiaryClient, stands: time_machine.Traveller
) -> None:
    for _ in range(ACCOUNT_LIMIT.tries - 1):
        _guess(client)
    assert _right(browser_of(app, None)) == 303
    assert [_guess(client) for _ in range(3)] == [422] * 3


def test_nobodys_word_on_where_he_comes_from_counts_without_a_proxy(
    client: DiaryClient, stands: time_machine.Traveller
) -> None:
    told = []
    for n in range(ADDRESS_LIMIT.tries + 1):
        form = {"email": f"s{n}@example.org", "password": "x" * 12, "csrf_token": client.token()}
        headers = {"X-Forwarded-For": f"203.0.113.{n}", "Forwarded": f"for=203.0.113.{n}"}
        told.append(client.post("/sign-in", data=form, headers=headers).status_code)
    assert told[-1] == 429


def test_behind_a_proxy_the_address_is_the_one_that_it_saw(
    app: Flask, database_url: str, tmp_path: Path, stands: time_machine.Traveller
) -> None:
    behind = create_app(replace(make_settings(database_url, tmp_path), proxies=1))
    behind.test_client_class = DiaryClient
    behind.extensions["unsaved"] = []
    browser = behind.test_client()
    assert isinstance(browser, DiaryClient)

    def guess(n: int, seen: str) -> int:
        form = {"email": f"s{n}@example.org", "password": "x" * 12, "csrf_token": browser.token()}
        headers = {"X-Forwarded-For": f"203.0.113.{n}, {seen}"}  # the first is the visitor's word
        return browser.post("/sign-in", data=form, headers=headers).status_code

    told = [guess(n, "198.51.100.1") for n in range(ADDRESS_LIMIT.tries + 1)]
    assert (told[-2], told[-1]) == (422, 429)
    assert guess(99, "198.51.100.2") == 422
    with behind.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("engine_kind", ENGINES, indirect=True)
def test_many_tries_at_once_pass_one_by_one(app: Flask) -> None:
    """As several workers would: each in a transaction of its own."""
    limit = RateLimit(5, timedelta(hours=1))

    def one(_number: int) -> bool:
        with app.app_context(), early_commit() as own:
            return take_try(own, [("here", limit), ("there", limit)]) is None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(24))) == 5


def test_the_table_names_nobody(app: Flask, client: DiaryClient, people: People) -> None:
    _guess(client)
    with app.app_context(), read_only() as session:
        keys = session.scalars(select(RateLimitRow.key)).all()
    assert len(keys) == 3  # the account, the place, and how many of them were noted
    assert all(len(key) == 64 for key in keys)


def test_codes_are_not_to_be_guessed(
    app: Flask, ben_client: DiaryClient, people: People, stands: time_machine.Traveller
) -> None:
    told = [ben_client.send("/patients/join", code=f"ABCD-EFG{n}").status_code for n in range(11)]
    assert told == [422] * CODE_LIMIT.tries + [429]


def test_a_password_at_an_open_browser_is_not_to_be_guessed(
    ana_client: DiaryClient, stands: time_machine.Traveller
) -> None:
    form = {"current": "wrong horse battery", "password": "a fresh long password"}
    pages = [ana_client.send("/password", **form).text for _ in range(11)]
    assert "too many tries" not in pages[-2]
    assert "too many tries" in pages[-1]


def test_an_inbox_is_not_to_be_filled(
    client: DiaryClient, people: People, capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in range(6):
        assert client.send("/forgotten", email=ANA).status_code == 200
    assert capfd.readouterr().err.count("/reset/") == 3


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_household_is_one_place(address: str | None, place: str) -> None:
    assert network(address) == place


@dataclass
class SlowHasher:
    """Hashes when it may go on."""

    go_on: Event = field(default_factory=Event)
    begun: list[str] = field(default_factory=list)

    def hash(self, password: str) -> str:
        self.begun.append(password)
        self.go_on.wait(60)
        return "done"


def test_no_more_than_two_passwords_are_hashed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "HASHING_WAIT", 0.05)
    slow = SlowHasher()
    monkeypatch.setattr(rules, "HASHER", slow)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(rules.hash_password, "x") for _ in range(2)]
        while len(slow.begun) < 2:
            slow.go_on.wait(0.01)
        with pytest.raises(rules.TooBusy):
            rules.hash_password("one too many")
        slow.go_on.set()
        assert [each.result() for each in both] == ["done", "done"]


def test_whoever_waits_to_sign_in_leaves_threads_of_the_server_to_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else a dozen wrong passwords hold every thread, and Help now waits behind them."""
    slow = SlowHasher()
    monkeypatch.setattr(rules, "HASHER", slow)
    threads = SETTINGS["threads"]
    with ThreadPoolExecutor(2 * threads) as pool:
        asked = [pool.submit(rules.hash_password, "x") for _ in range(2 * threads)]
        try:
            while sum(each.done() for each in asked) < threads + 2 and not slow.go_on.wait(0.01):
                assert len(slow.begun) <= 2
        finally:
            slow.go_on.set()
        busy = [each for each in asked if each.exception() is not None]
    assert all(isinstance(each.exception(), rules.TooBusy) for each in busy)
    assert 2 < len(asked) - len(busy) == threads - 2


def test_refused_sign_ins_are_noted_without_the_address_and_fill_no_disk(store: Session) -> None:
    people = move_in(store)
    refused = select(func.count()).where(AuditEvent.event == Noted.ACCOUNT_SIGN_IN_FAIL.value)
    for who in (None, people.ana.id):
        of_them = refused.where(AuditEvent.actor_id == (who or UNKNOWN))
        with time_machine.travel(NOW, tick=False):
            for _ in range(NOTE_LIMIT.tries + 5):
                record_refused_sign_in(store, who)
        assert store.scalar(of_them) == NOTE_LIMIT.tries
        with time_machine.travel(NOW + timedelta(hours=1), tick=False):
            record_refused_sign_in(store, who)
        assert store.scalar(of_them) == NOTE_LIMIT.tries + 1


def test_nothing_that_is_kept_says_which_unknown_address_was_tried(
    app: Flask, people: People, client: DiaryClient
) -> None:
    assert _guess(client, "nobody.at.all@example.org") == 422
    with app.app_context(), read_only() as session:
        noted = session.scalars(select(AuditEvent.actor_id)).all()
        kept = [
            repr(row)
            for table in (AuditEvent, RateLimitRow, AuditPlace)
            for row in _values(session, table)
        ]
    assert UNKNOWN in noted
    assert [row for row in kept if "nobody.at.all" in row] == []


def _values(session: Session, table: type[Base]) -> list[object]:
    return [tuple(row) for row in session.execute(select(*table.__table__.columns))]


def test_refused_pages_are_noted_and_fill_no_disk(store: Session) -> None:
    people = move_in(store)
    refused = select(func.count()).where(AuditEvent.event == Noted.ACCESS_REFUSE.value)
    with time_machine.travel(NOW, tick=False):
        for _ in range(NOTE_LIMIT.tries + 5):
            record_refused_page(store, people.ben.id, "clinic.patient")
        record_refused_page(store, people.cleo.id, "clinic.patient")
    assert store.scalar(refused.where(AuditEvent.actor_id == people.ben.id)) == NOTE_LIMIT.tries
    assert store.scalar(refused.where(AuditEvent.actor_id == people.cleo.id)) == 1


def test_nothing_is_noted_of_somebody_who_was_erased_meanwhile(store: Session) -> None:
    record_refused_page(store, uuid4(), "clinic.patient")
    assert store.scalar(select(func.count()).select_from(AuditEvent)) == 0
