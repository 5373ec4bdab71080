"""Visitors who get another one's answers: every route is asked by each of them all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.conftest import make_app, migrate
from tests.pages import told
from tests.whole_app.planting import MAY_READ, plant
from tests.whole_app.route_table import ALIKE, BODIES, EXCEPT, NOTED, REFUSED, TABLE, VISITORS
from tests.whole_app.world import CLOSED, World, canaries, rules

ROUTES = [
    pytest.param(method, address, id=f"{method} {address}") for method, address in sorted(TABLE)
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder: Path = tmp_path_factory.mktemp("alike")
    url = f"sqlite:///{folder / 'diary.sqlite'}"
    migrate(url, folder)
    app = make_app(url, folder)
    return World(app, folder / "diary.sqlite", plant(app))


@pytest.fixture
def world(built: World) -> Iterator[World]:
    yield built
    built.put_back()


def _answer(world: World, method: str, address: str, visitor: str) -> TestResponse:
    if visitor in CLOSED:
        world.close(CLOSED[visitor])
    rule = rules(world.app)[method, address]
    return world.ask(visitor, method, world.address(rule), world.body(BODIES.get(address)))


def _expected(method: str, address: str, visitor: str) -> int:
    like = TABLE[method, address][VISITORS.index(ALIKE[visitor])]
    return EXCEPT.get((method, address, visitor), like)


@pytest.mark.parametrize(("method", "address"), ROUTES)
def test_each_gets_the_answer_of_the_one_he_is_like(
    world: World, method: str, address: str
) -> None:
    for visitor in ALIKE:
        before = world.rows()
        answer = _answer(world, method, address, visitor)
        expected = _expected(method, address, visitor)
        # what a refusal says is a page of words; a PDF is none
        words = told(answer.text) if answer.mimetype == "text/html" else ""
        said = f"{visitor}: {answer.location or words}"
        assert answer.status_code == expected, said
        assert canaries(answer) <= MAY_READ.get(visitor, set()), said
        if expected >= 400:
            changed = {name for name, rows in world.rows().items() if rows != before[name]}
            closing = {"users"} if visitor in CLOSED else set()
            refused = REFUSED if expected == 404 else set()
            assert changed <= NOTED.get(address, set()) | refused | closing, said
        world.put_back()


@pytest.mark.parametrize(("method", "address"), ROUTES)
def test_a_closed_account_is_answered_to_the_letter_as_if_it_were_not_there(
    world: World, method: str, address: str
) -> None:
    """What its doctor gets is what a doctor gets who asks for nobody."""
    if TABLE[method, address][VISITORS.index("unlinked")] != 404:
        return
    rule = rules(world.app)[method, address]
    missing = world.missing(rule)
    closed = _answer(world, method, address, "bereft")
    absent = world.ask("bereft", method, missing or "/no", world.body(BODIES.get(address)))
    assert (closed.status_code, closed.data) == (404, absent.data)
    assert list(closed.headers) == list(absent.headers)


def test_the_exceptions_differ_from_what_they_except() -> None:
    for (method, address, visitor), answer in EXCEPT.items():
        assert TABLE[method, address][VISITORS.index(ALIKE[visitor])] != answer


def _read_by(world: World, visitor: str) -> set[str]:
    """Every planted word on any page that this visitor may read."""
    found: set[str] = set()
    for (method, address), row in TABLE.items():
        like = VISITORS.index(ALIKE.get(visitor, visitor))
        if method == "GET" and row[like] == 200:
            found |= canaries(
                world.ask(visitor, method, world.address(rules(world.app)[method, address]))
            )
    return found


@pytest.mark.parametrize("visitor", ["ana", "cleo", "ben", "no notes", "no costs", "narrow"])
def test_what_may_be_read_is_read_somewhere(world: World, visitor: str) -> None:
    """Else a word that no page ever shows, or a reader who is shown nothing, would never leak."""
    assert _read_by(world, visitor) == MAY_READ[visitor]
