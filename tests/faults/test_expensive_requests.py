"""Twelve connections that ask for the most expensive things they can: Help now stays quick."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from statistics import median
from threading import Barrier, Event, Thread
from urllib.parse import urlencode

import pytest
from flask import Flask

from diary.web.body_limits import MOST_FIELDS, PUBLIC, SIGNED_OUT
from tests.faults.sizes import LONG, tell
from tests.people import People
from tests.serving import PATIENCE, Client, environment, free_port, served

Attack = tuple[str, dict[str, str] | None]
SIGNS = "4@8({[<369&#!1/|0$5+7%2" * 3
PERSON = {"name": "A", "email": "a@b.org", "zone": "UTC", "born_on": "1990-01-01"}
LETTERS, FAR_TOO_MANY = ("a@b" + "\u0301" * (most // 8) for most in (PUBLIC, SIGNED_OUT))
EXPENSIVE: tuple[Attack, ...] = (
    ("/reset/x", {"password": SIGNS}),
    ("/sign-up", {**PERSON, "password": SIGNS}),
    ("/join/x", {**PERSON, "password": SIGNS}),
    ("/sign-in", {"email": LETTERS, "password": "a" * 10}),
    ("/forgotten", {"email": FAR_TOO_MANY}),
    ("/sign-in", {str(number): "" for number in range(MOST_FIELDS - 2)}),
)
# the same forms, opened and not sent: each answer above is one of these pages, or a shorter one
ORDINARY: tuple[Attack, ...] = (("/sign-in", None), ("/sign-up", None), ("/forgotten", None))
CONNECTIONS, ASKED, ROUNDS, EVERY = 12, 30, 4, 0.2  # what costs much is asked, not how often
MOST_TIMES = 5
TOKEN = re.compile(rb'name="csrf_token"[^>]* value="([^"]+)"')
pytestmark = pytest.mark.skipif(not LONG, reason="a minute of load: see make faults")


def _times(port: int) -> list[float]:
    """How long Help now takes, asked again and again."""
    taken = []
    client = Client(port)
    for _ in range(ASKED):
        begun = time.perf_counter()
        assert client.get("/help") == 200
        taken.append(time.perf_counter() - begun)
    client.close()
    return taken


class Load:
    """Connections that ask for these things until it is over, and what they were answered."""

    def __init__(self, port: int, attacks: tuple[Attack, ...]) -> None:
        self.port, self.attacks, self.answered = port, attacks, Counter[int]()
        self._over, self._begun = Event(), Barrier(CONNECTIONS + 1)

    @contextmanager
    def pressing(self) -> Iterator[None]:
        """Returns when each of them was answered once."""
        self._over.clear()
        threads = [Thread(target=self._press, args=(at,), daemon=True) for at in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        try:
            self._begun.wait(PATIENCE)
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join(PATIENCE)
        assert not any(thread.is_alive() for thread in threads)

    def _press(self, at: int) -> None:
        address, fields = self.attacks[at % len(self.attacks)]
        client = Client(self.port)
        client.get("/sign-in", plain=True)
        found = TOKEN.search(client.body)
        assert found
        # made once: these threads and the one that measures share an interpreter
        body = fields and urlencode({**fields, "csrf_token": found[1].decode()}).encode()
        self._ask(client, address, body or None)
        self._begun.wait(PATIENCE)
        while not self._over.wait(EVERY):
            self._ask(client, address, body or None)
        client.close()

    def _ask(self, client: Client, address: str, body: bytes | None) -> None:
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        with suppress(OSError, HTTPException):
            headers = {**client._headers, **kind}
            self.answered[client._ask("POST" if body else "GET", address, body, headers)] += 1


def test_help_now_stays_quick_meanwhile(app: Flask, people: People, tmp_path: Path) -> None:
    """Against a quiet server, and against as many requests for ordinary pages (the control).

    In turns, so that whatever else the machine does meanwhile counts for each of them.
    """
    port = free_port()
    calm, control, pressed = list[float](), list[float](), list[float]()
    ordinary, expensive = Load(port, ORDINARY), Load(port, EXPENSIVE)
    with served(environment(app, port), tmp_path / "log"):
        _times(port)
        for _ in range(ROUNDS):
            calm += _times(port)
            for load, taken in ((ordinary, control), (expensive, pressed)):
                with load.pressing():
                    taken.extend(_times(port))
    quiet, usual, slow = (1000 * median(times) for times in (calm, control, pressed))
    tell(f"expensive requests: /help {quiet:.1f} ms, then {slow:.1f} ms (control {usual:.1f} ms)")
    assert set(ordinary.answered) == {200}
    assert max(expensive.answered) < 500
    assert slow < MOST_TIMES * quiet
    assert slow < MOST_TIMES * usual
