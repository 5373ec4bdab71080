"""Hostile input to every form and address: a page that refuses it, never a failure of ours."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
import time_machine
from werkzeug.test import TestResponse

from tests.conftest import make_app, migrate
from tests.whole_app import hostile
from tests.whole_app.forms import fields_of, names_read, visitor_of
from tests.whole_app.planting import NOW, plant
from tests.whole_app.route_table import BODIES, TABLE
from tests.whole_app.world import World, rules

FORMS = sorted(address for method, address in TABLE if method == "POST")
NASTIEST = ("nul", "two to the 63rd", "signalling nan", "end of time")
NAMED = ("?page=", "?from=", "?before=", "?day=", "?next=")
MANY = 5  # questions of one page; those of an import name its columns
UNREAD = (*NASTIEST, "megabyte")  # the parser alone meets a field that no answer reads
SLOW = {"/join/<token>", "/reset/<token>", "/sign-up", "/password", "/pin", "/prove"}  # they hash


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder: Path = tmp_path_factory.mktemp("hostile")
    url = f"sqlite:///{folder / 'diary.sqlite'}"
    migrate(url, folder)
    app = make_app(url, folder)
    return World(app, folder / "diary.sqlite", plant(app))


@pytest.fixture
def world(built: World) -> Iterator[World]:
    yield built
    built.put_back()


def _assert_no_failure(answer: TestResponse, sent: object) -> None:
    assert answer.status_code < 500, f"{answer.request.path} failed for {sent!r:.200}"
    assert answer.request.host == "localhost"


@pytest.mark.timeout(900)
@pytest.mark.parametrize("form", FORMS)
def test_a_form_never_falls_over(world: World, form: str) -> None:
    """Every odd value in all fields that its page shows or its answer reads, then some in each."""
    visitor = visitor_of(form)
    address = world.address(rules(world.app)["POST", form])
    fields = fields_of(world, form, visitor)
    with names_read(world.app) as read:
        first = world.ask(visitor, "POST", address, dict(fields), inspects=False)
    world.put_back()
    _assert_no_failure(first, fields)
    read -= {"csrf_token"}
    if not read and "json" not in fields and first.status_code < 400:
        bodies = [dict.fromkeys(fields, hostile.SEEDS[name]) for name in UNREAD]
    else:
        fields |= dict.fromkeys(read - fields.keys() - {"*"}, "")
        bodies = [dict.fromkeys(fields, seed) for seed in hostile.SEEDS.values()]
        if form not in SLOW:
            one_field = product(fields, NASTIEST)
            bodies += [{**fields, name: hostile.SEEDS[seed]} for name, seed in one_field]
    for body in bodies:
        answer = world.ask(visitor, "POST", address, body, inspects=False)
        _assert_no_failure(answer, body)
        if answer.status_code < 400:
            world.put_back()


@pytest.mark.parametrize("form", FORMS)
def test_a_body_that_is_no_form_is_refused(world: World, form: str) -> None:
    visitor = visitor_of(form)
    address = world.address(rules(world.app)["POST", form])
    before = world.rows()
    for name, (body, content_type) in hostile.RAW_BODIES.items():
        with time_machine.travel(NOW, tick=False):
            browser = world.browser(visitor)
            answer = browser.post(address, data=body, content_type=content_type)
        _assert_no_failure(answer, name)
        assert answer.status_code >= 400, name
    assert world.rows() == before


@pytest.mark.parametrize("form", FORMS)
def test_a_form_takes_forms_alone(world: World, form: str) -> None:
    """JSON and plain text are refused in words, also with the token that a script would send."""
    rule = rules(world.app)["POST", form]
    reads_json = hasattr(world.app.view_functions[rule.endpoint], "takes_json")
    address, before = world.address(rule), world.rows()
    # what refuses it looks at the kind alone: each body where it is read, a few everywhere
    bodies = hostile.JSON_BODIES if reads_json or form == "/sign-in" else hostile.JSON_BODIES[:2]
    with time_machine.travel(NOW, tick=False):
        browser = world.browser(visitor_of(form))
        headers = {"X-CSRFToken": browser.token()}
        for body, kind in product(bodies, ("application/json", "text/plain")):
            answer = browser.post(address, data=body, content_type=kind, headers=headers)
            assert answer.status_code in ({400, 413} if reads_json else {415}), (body, kind)
    assert world.rows() == before


@pytest.mark.parametrize("form", FORMS)
def test_a_form_without_its_token_is_refused(world: World, form: str) -> None:
    """Sent from another site, with the cookie but without a token, or with somebody else's."""
    visitor = visitor_of(form)
    address = world.address(rules(world.app)["POST", form])
    before = world.rows()
    with time_machine.travel(NOW, tick=False):
        foreign = world.browser("cleo").token()
        for token in ({}, {"csrf_token": ""}, {"csrf_token": "x"}, {"csrf_token": foreign}):
            body = {**world.body(BODIES.get(form)), **token}
            answer = world.browser(visitor).post(address, data=body)
            assert answer.status_code == 400
    assert world.rows() == before


@pytest.mark.parametrize("visitor", ["nobody", "ana", "ben"])
def test_an_odd_address_never_falls_over(world: World, visitor: str) -> None:
    for path in hostile.PATHS:
        answer = world.ask(visitor, "GET", path)
        _assert_no_failure(answer, path)
        assert not answer.headers.get("Location", "/").startswith(("//", "/\\", "http"))


@pytest.mark.timeout(900)
def test_an_odd_question_never_falls_over(world: World) -> None:
    """Every odd value in all questions that an answer reads; where there are few, some in each."""
    for (method, address), rule in rules(world.app).items():
        if method == "GET":
            visitor, place = visitor_of(address, "GET"), world.address(rule)
            with names_read(world.app) as read:
                _assert_no_failure(world.ask(visitor, "GET", place), "")
            for query in _queries(read - {"*"}):
                _assert_no_failure(world.ask(visitor, "GET", place + query), query)


def _queries(names: set[str]) -> list[str]:
    if not names:
        return [query for query in hostile.QUERIES if not query.startswith(NAMED)]
    asked = [dict.fromkeys(sorted(names), value) for value in hostile.ASKED]
    if 1 < len(names) < MANY:
        asked += [{name: value} for name, value in product(sorted(names), hostile.ASKED[:2])]
    # as they stand: some are odd by how they are written
    return ["?" + "&".join(f"{name}={value}" for name, value in one.items()) for one in asked]


@pytest.mark.parametrize("wanted", hostile.ELSEWHERE)
def test_signing_in_leads_nowhere_else(world: World, wanted: str) -> None:
    body = {"email": "ana@example.org", "password": "correct horse battery"}
    with time_machine.travel(NOW, tick=False):
        browser = world.browser("nobody")
        browser.get("/sign-in", query_string={"next": wanted})
        answer = browser.post(
            "/sign-in", query_string={"next": wanted}, data={**body, "csrf_token": browser.token()}
        )
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/")
    assert "evil" not in answer.headers["Location"]
