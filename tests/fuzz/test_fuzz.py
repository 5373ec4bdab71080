"""Hostile input at random, to everything that the app answers; ``make fuzz`` is the long form."""

import os
import sys
import time

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from diary.web.fields.text import Line
from tests.fuzz.attempts import Attempt
from tests.fuzz.fuzzer import PACKED, Fuzzer
from tests.whole_app.planting import CANARIES

SECONDS = float(os.environ.get("FUZZ_SECONDS", "8"))
REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "1000000"))
ROUND = 100  # requests between two looks at the clock


def fire(fuzzer: Fuzzer, rounds: int, first: int = 0) -> None:
    """Send so many requests, drawn anew from this number on."""

    @seed(first)
    @settings(
        max_examples=rounds,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def one(data: st.DataObject) -> None:
        fuzzer.send(fuzzer.draw(data.draw))

    one()


@pytest.mark.timeout(0)
def test_nothing_that_is_sent_breaks_a_law(fuzzer: Fuzzer) -> None:
    """No failure, no script, no leak, and no value that reads back otherwise."""
    ends = time.monotonic() + SECONDS
    turn = int(os.environ.get("FUZZ_SEED", "0"))
    while time.monotonic() < ends and fuzzer.counts["requests"] < REQUESTS:
        fire(fuzzer, min(ROUND, REQUESTS), turn)
        turn += 1
    fuzzer.report(sys.stdout.write)
    assert fuzzer.counts["requests"] > 0
    assert fuzzer.counts["accepted writes"] > 0
    assert fuzzer.counts["values read back"] > 0
    assert sorted(fuzzer.findings) == []


def test_a_route_that_fails_is_found(fuzzer: Fuzzer) -> None:
    def fail() -> str:
        raise RuntimeError("planted")

    fail.__dict__["admitted"] = None
    fuzzer.world.app.view_functions["guidance.help_now"] = fail
    _only(fuzzer, "GET", "/help")
    assert "GET /help: answered " in fuzzer.findings


def test_anothers_words_are_found(fuzzer: Fuzzer) -> None:
    def tell() -> str:
        return CANARIES["cleo note"]

    tell.__dict__["admitted"] = None
    fuzzer.world.app.view_functions["guidance.help_now"] = tell
    _only(fuzzer, "GET", "/help")
    assert "GET /help: told " in fuzzer.findings


@pytest.mark.parametrize("way", [*PACKED])
def test_anothers_words_in_a_packed_answer_are_found(fuzzer: Fuzzer, way: str) -> None:
    def tell() -> str:
        return CANARIES["cleo note"] * 100

    tell.__dict__["admitted"] = None
    fuzzer.world.app.view_functions["guidance.help_now"] = tell
    packed = [("Accept-Encoding", way)]
    fuzzer.send(Attempt("ana", "GET", "/help", "/help", "none", headers=packed))
    assert "GET /help: told " in fuzzer.findings


def test_a_value_that_is_altered_is_found(fuzzer: Fuzzer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of its characters turned round, on the way from the form to the table."""
    monkeypatch.setattr(Line, "value", property(lambda field: _turned(field.data or "")))
    _only(fuzzer, "POST", "/profile")
    assert any("name" in said for said in fuzzer.findings.values())


def test_a_template_that_does_not_escape_is_found(fuzzer: Fuzzer) -> None:
    environment = fuzzer.world.app.jinja_env
    # neither what was compiled before, nor for those that come after
    environment.bytecode_cache, environment.autoescape = None, False
    _only(fuzzer, "POST", "/visits")
    _only(fuzzer, "GET", "/visits")
    assert any("would run" in key for key in fuzzer.findings)


def _only(fuzzer: Fuzzer, method: str, place: str) -> None:
    fuzzer.routes = [(method, place)]
    fuzzer.visitors = ["ana"]
    fire(fuzzer, 50)


def _turned(words: str) -> str:
    return words[1:2] + words[:1] + words[2:]
