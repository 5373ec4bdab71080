"""Twelve connections that ask for the most expensive things they can: Help now stays quick."""

import re
import time
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from statistics import median
from threading import Event, Thread
from urllib.parse import urlencode

import pytest
from flask import Flask

from tests.faults.sizes import LONG, tell
from tests.people import People
from tests.serving import Client, environment, free_port, served

SIGNS = "4@8({[<369&#!1/|0$5+7%2" * 3
LETTERS = "a@b" + "\u0301" * 30_000
ATTACKS = (
    ("/reset/x", {"password": SIGNS}),
    ("/sign-up", {"name": "A", "email": "a@b.org", "zone": "UTC", "password": SIGNS}),
    ("/join/x", {"name": "A", "zone": "UTC", "password": SIGNS}),
    ("/sign-in", {"email": LETTERS, "password": "a" * 10}),
    ("/forgotten", {"email": LETTERS}),
    ("/sign-in", {str(number): "" for number in range(30_000)}),
)
TOKEN = re.compile(rb'name="csrf_token"[^>]* value="([^"]+)"')
CONNECTIONS, ASKED, EVERY = 12, 60, 0.2  # seconds: what costs much is asked, not how often
pytestmark = pytest.mark.skipif(not LONG, reason="a minute of load: see make faults")


def _medians(port: int) -> float:
    taken = []
    client = Client(port)
    for _ in range(ASKED):
        begun = time.perf_counter()
        assert client.get("/help") == 200
        taken.append(time.perf_counter() - begun)
    client.close()
    return median(taken)


def _attack(port: int, at: int, over: Event) -> None:
    address, fields = ATTACKS[at % len(ATTACKS)]
    client = Client(port)
    client.get("/sign-in", plain=True)
    found = TOKEN.search(client.body)
    assert found
    # made once: these threads and the one that measures share an interpreter
    body = urlencode({**fields, "csrf_token": found[1].decode()}).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    while not over.is_set():
        with suppress(OSError, HTTPException):
            client._ask("POST", address, body, {**client._headers, **kind})
        over.wait(EVERY)
    client.close()


def test_help_now_stays_quick_meanwhile(app: Flask, people: People, tmp_path: Path) -> None:
    port, over = free_port(), Event()
    with served(environment(app, port), tmp_path / "log"):
        _medians(port)
        calm = _medians(port)
        attackers = [
            Thread(target=_attack, args=(port, at, over), daemon=True) for at in range(CONNECTIONS)
        ]
        for one in attackers:
            one.start()
        try:
            pressed = _medians(port)
        finally:
            over.set()
            for one in attackers:
                one.join(30)
    tell(f"expensive requests: /help {1000 * calm:.1f} ms, then {1000 * pressed:.1f} ms")
    assert pressed < 5 * calm
