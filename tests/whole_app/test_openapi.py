"""``docs/openapi.json`` says what the app answers as JSON: every such route, and what it holds."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import time_machine
from werkzeug.test import TestResponse

from diary.charts.rules.relief_data import as_data
from tests.charts.builders import diary, relief_of, session, utc
from tests.conftest import make_app, migrate
from tests.whole_app.forms import visitor_of
from tests.whole_app.planting import NOW, plant
from tests.whole_app.route_table import BODIES, TABLE, VISITORS
from tests.whole_app.world import World, rules

TOLD: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "docs" / "openapi.json").read_text(encoding="utf-8")
)
DESCRIBED = {
    (method.upper(), path.replace("{", "<").replace("}", ">")): about
    for path, methods in TOLD["paths"].items()
    for method, about in methods.items()
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder: Path = tmp_path_factory.mktemp("described")
    url = f"sqlite:///{folder / 'diary.sqlite'}"
    migrate(url, folder)
    app = make_app(url, folder)
    return World(app, folder / "diary.sqlite", plant(app))


@pytest.fixture
def world(built: World) -> Iterator[World]:
    yield built
    built.put_back()


def _faults(about: dict[str, Any], answer: TestResponse) -> list[str]:
    """What of an answer is not as it is described."""
    told = about["responses"].get(str(answer.status_code))
    if told is None:
        return [f"{answer.status_code} is not described"]
    kinds = told.get("content", {})
    if not kinds:
        return []
    if answer.mimetype not in kinds:
        return [f"{answer.mimetype} is not described"]
    schema = kinds[answer.mimetype]["schema"]
    return _invalid(schema, answer.get_json(force=True)) if answer.is_json else []


def _invalid(schema: dict[str, Any], value: object) -> list[str]:
    """Where a value is not as a schema says."""
    whole = {**schema, "components": TOLD["components"]}
    checker = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    return [
        f"{'/'.join(map(str, e.instance_path))}: {e.message}" for e in checker.iter_errors(value)
    ]


def _ask(world: World, method: str, address: str, visitor: str) -> TestResponse:
    rule = rules(world.app)[method, address]
    return world.ask(visitor, method, world.address(rule), world.body(BODIES.get(address)))


def test_every_route_that_answers_json_is_described_and_no_other(world: World) -> None:
    found = set()
    for method, address in sorted(TABLE):
        answer = _ask(world, method, address, visitor_of(address, method))
        if answer.is_json:
            found.add((method, address))
        if method != "GET":
            world.put_back()
    assert found - set(DESCRIBED) == set(), "describe it in docs/openapi.json"
    assert set(DESCRIBED) - found == set(), "stale in docs/openapi.json"


@pytest.mark.parametrize("place", sorted(DESCRIBED), ids=" ".join)
def test_every_visitor_is_answered_as_described(world: World, place: tuple[str, str]) -> None:
    asked = {visitor: _ask(world, *place, visitor) for visitor in VISITORS}
    assert {who: _faults(DESCRIBED[place], answer) for who, answer in asked.items()} == {
        who: [] for who in VISITORS
    }


def test_a_script_that_is_not_signed_in_is_answered_as_described(world: World) -> None:
    for (method, address), about in DESCRIBED.items():
        browser = world.browser("nobody")
        browser.inspects = False
        place = world.address(rules(world.app)[method, address])
        with time_machine.travel(NOW, tick=False):
            headers = {"Accept": "application/json", "X-CSRFToken": browser.token()}
            answer = browser.open(place, method=method, headers=headers)
        assert _faults(about, answer) == [], place


@pytest.mark.parametrize("count", [0, 1, 6])
def test_the_analysis_of_any_diary_is_as_described(count: int) -> None:
    chart_entries, sessions, _ = diary(days=120, count=6)
    told = as_data(relief_of(chart_entries, sessions[:count]), utc(2026, 11, 21))
    assert _invalid({"$ref": "#/components/schemas/Relief"}, json.loads(json.dumps(told))) == []
    empty = as_data(relief_of([], [session(1, utc(2026, 11, 1))]), utc(2026, 11, 21))
    assert _invalid({"$ref": "#/components/schemas/Relief"}, json.loads(json.dumps(empty))) == []


def test_every_name_that_is_referred_to_is_there() -> None:
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(TOLD)))
    assert named == set(TOLD["components"]["schemas"])


def test_an_answer_that_says_more_or_less_is_found() -> None:
    kept = {"$ref": "#/components/schemas/Kept"}
    assert _invalid(kept, {"kept": True}) == []
    assert len(_invalid(kept, {"kept": False})) == 1
    assert len(_invalid(kept, {})) == 1
    assert len(_invalid(kept, {"kept": True, "more": 1})) == 1
