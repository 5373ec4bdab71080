"""Every route, asked by every kind of visitor, about Ana's things; decided by real requests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import make_app, migrate
from tests.pages import told
from tests.whole_app.planting import MAY_READ, plant
from tests.whole_app.route_table import BODIES, NOTED, REFUSED, TABLE, VISITORS
from tests.whole_app.world import World, canaries, rules

CELLS = [
    pytest.param(method, address, visitor, expected, id=f"{method} {address} by {visitor}")
    for (method, address), row in TABLE.items()
    for visitor, expected in zip(VISITORS, row, strict=True)
]
DENIED = [cell for cell in CELLS if cell.values[3] == 404]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder: Path = tmp_path_factory.mktemp("world")
    url = f"sqlite:///{folder / 'diary.sqlite'}"
    migrate(url, folder)
    app = make_app(url, folder)
    return World(app, folder / "diary.sqlite", plant(app))


@pytest.fixture
def world(built: World) -> Iterator[World]:
    yield built
    built.put_back()


def test_every_route_is_in_the_table_and_the_table_names_no_other(app: Flask) -> None:
    routes = set(rules(app))
    assert routes - set(TABLE) == set(), "add rows to tests/whole_app/route_table.py"
    assert set(TABLE) - routes == set(), "stale rows in tests/whole_app/route_table.py"
    assert {("POST", address) for address in BODIES} <= set(TABLE)


def test_every_id_in_an_address_is_a_uuid(app: Flask) -> None:
    """So that no address can be counted through, and none holds half an id."""
    loose = {
        str(rule)
        for rule in app.url_map.iter_rules()
        for name in rule.arguments
        if name.endswith("_id") and f"<uuid:{name}>" not in str(rule)
    }
    assert loose == set()


def test_addresses_are_plain_words(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        fixed = "".join(str(rule).split("<")[::2])
        assert fixed == fixed.lower()
        assert "_" not in str(rule).split("<", maxsplit=1)[0], "words in addresses are-joined-so"


@pytest.mark.parametrize(("method", "address", "visitor", "expected"), CELLS)
def test_the_answer_is_the_one_in_the_table(
    world: World, method: str, address: str, visitor: str, expected: int
) -> None:
    rule = rules(world.app)[method, address]
    before = world.rows()
    answer = world.ask(visitor, method, world.address(rule), world.body(BODIES.get(address)))
    assert answer.status_code == expected, answer.location or told(answer.text)
    assert canaries(answer) <= MAY_READ.get(visitor, set())

    after = world.rows()
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    sent_to_sign_in = visitor == "nobody" and answer.location == "/sign-in"
    if expected >= 400 or sent_to_sign_in:
        assert expected == 422 or not canaries(answer)
        refused = REFUSED if expected == 404 else set()
        assert changed <= NOTED.get(address, set()) | refused
    elif method == "GET":
        assert changed <= {"audit_events", "audit_places"}


@pytest.mark.parametrize(("method", "address", "visitor", "expected"), DENIED)
def test_what_is_denied_looks_like_what_does_not_exist(
    world: World, method: str, address: str, visitor: str, expected: int
) -> None:
    rule = rules(world.app)[method, address]
    missing = world.missing(rule)
    if missing is None:
        missing = "/no/such/page"
    denied = world.ask(visitor, method, world.address(rule), world.body(BODIES.get(address)))
    absent = world.ask(visitor, method, missing, world.body(BODIES.get(address)))
    assert denied.status_code == absent.status_code == expected
    assert denied.data == absent.data
    assert list(denied.headers) == list(absent.headers)
