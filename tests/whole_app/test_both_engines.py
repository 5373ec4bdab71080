"""The whole diary on PostgreSQL beside SQLite: the same verdict and the same value for anything."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from diary.db import Base
from diary.db.types import Id
from diary.extensions import db
from tests import postgres
from tests.conftest import make_app, migrate
from tests.pages import told
from tests.whole_app import hostile, hostile_json
from tests.whole_app.forms import fields_of, visitor_of
from tests.whole_app.planting import NOW, Planted, plant
from tests.whole_app.route_table import BATCH_ID, BODIES, TABLE
from tests.whole_app.world import World, rules

FORMS = sorted(address for method, address in TABLE if method == "POST")
HASHING = {"/prove", "/sign-in", "/join/<token>", "/reset/<token>", "/sign-up", "/password", "/pin"}
ONE_AT_A_TIME = ("nul", "controls", "astral", "two to the 31st", "half", "fold of autumn")
SIGNS_OUT = {"/sign-out"}  # what follows would be asked by nobody
SECRET = {
    "key",
    "detail",
    "token_hash",
    "code_hash",
    "challenge",
    "password_hash",
    "snapshot",
    "content",
    "link",
    "endpoint_hash",
}
HEAD = "recorded_at,anxiety,mood,headache,note\n"
FILES = {
    "odd offsets": "2026-05-01T00:00+14:00,1,2,,a\n2026-05-01T00:00-12:00,1,2,,b\n"
    "2026-05-01T00:00+05:45,1,2,,c\n2026-05-01T00:00+02:30,1,2,,d\n",
    "edges of years": "1899-12-31T23:59Z,1,2,,\n1900-01-01T00:00+14:00,1,2,,\n"
    "0001-01-01T00:00+14:00,1,2,,\n9999-12-31T23:59-12:00,1,2,,\n2025-12-31T23:59:59-12:00,1,2,,\n",
    "formulas": "2026-05-01T00:00Z,1,2,=1+1,\"=cmd|'/C calc'!A0\"\n2026-05-01T01:00Z,=1,@2,,x\n",
    "nul": "2026-05-01T00:00Z,1,2,,a\x00b\n\x00,1,2,,\n",
    "half a line": '2026-05-01T00:00Z,1,2,,kept\n2026-05-01T02:00Z,1,2,,"cut',
    "mixed line ends": "2026-05-01T00:00Z,1,2,,a\r2026-05-01T01:00Z,1,2,,b\r\n"
    "2026-05-01T02:00Z,1,2,,c\n",
    "odd numbers": "".join(
        f'2026-05-0{1 + n % 9}T{n:02}:00Z,"{seed}",2,,\n'
        for n, seed in enumerate(hostile.NUMBERS.values())
    ),
    "odd words": "".join(
        f'2026-04-01T{n:02}:30Z,1,2,,"{hostile.TEXTS[name]}"\n'
        for n, name in enumerate(("astral", "right to left", "zalgo", "controls", "replacement"))
    ),
}


@pytest.fixture(scope="module")
def worlds(
    tmp_path_factory: pytest.TempPathFactory, migrated_postgres: str
) -> Iterator[tuple[World, World]]:
    folder = tmp_path_factory.mktemp("both")
    file = f"sqlite:///{folder / 'diary.sqlite'}"
    migrate(file, folder)
    with postgres.database(migrated_postgres) as server:
        made = []
        for name, url in (("lite", file), ("postgres", server)):
            app = make_app(url, folder / name)
            made.append(Standing(app, folder, plant(app)))
        yield made[0], made[1]
        for world in made:
            with world.app.app_context():
                db.engine.dispose()


class Standing(World):
    """A world that is never put back: what is stored on both engines piles up alike."""

    def __init__(self, app: Flask, folder: Path, planted: Planted) -> None:
        self.app, self.file, self.planted = app, folder, planted
        self._cookies = self._sign_everybody_in()

    def values(self) -> dict[str, list[str]]:
        """Every row as the app reads it, without ids and secrets, which are random."""
        with self.app.app_context(), db.sessionmaker() as session:
            return {
                name: sorted(repr(tuple(row)) for row in session.execute(select(*columns)))
                for name, columns in _plain_columns().items()
            }


def _plain_columns() -> dict[str, list[Any]]:
    return {
        name: [
            column
            for column in table.columns
            # a number that a sequence gave is burnt by what PostgreSQL rolls back
            if column.name not in SECRET | {"id"} and not isinstance(column.type, Id)
        ]
        for name, table in Base.metadata.tables.items()
    }


def _send(world: World, form: str, body: dict[str, Any]) -> TestResponse:
    address = world.address(rules(world.app)["POST", form])
    return world.ask(visitor_of(form), "POST", address, body, inspects=False)


def _same_values(worlds: tuple[World, World]) -> bool:
    lite, postgres = worlds
    assert isinstance(lite, Standing)
    assert isinstance(postgres, Standing)
    return postgres.values() == lite.values()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("form", [form for form in FORMS if form not in HASHING | SIGNS_OUT])
def test_a_form_means_the_same_on_both(worlds: tuple[World, World], form: str) -> None:
    bodies = [fields_of(world, form, visitor_of(form)) for world in worlds]
    for name, seed in product(bodies[0], ONE_AT_A_TIME):
        word = hostile.SEEDS[seed]
        lite, postgres = (
            _send(world, form, {**body, name: word})
            for world, body in zip(worlds, bodies, strict=True)
        )
        assert postgres.status_code == lite.status_code < 500, f"{name}: {word!r}"
    assert _same_values(worlds)


@pytest.mark.parametrize("lines", FILES.values(), ids=FILES)
def test_a_file_means_the_same_on_both(worlds: tuple[World, World], lines: str) -> None:
    answers = []
    for world in worlds:
        kept = _send(world, "/import", {"file": (BytesIO((HEAD + lines).encode()), "a.csv")})
        assert kept.status_code in (303, 422)
        if kept.status_code == 303:
            look = world.ask("ana", "GET", kept.location)
            added = world.ask("ana", "POST", kept.location)
            assert (look.status_code, added.status_code) == (200, 303)
            answers.append(told(look.text))
        else:
            answers.append(told(kept.text))
    assert answers[0] == answers[1]
    assert _same_values(worlds)


JSON_PLACES = sorted(place for place, body in BODIES.items() if "json" in body)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("place", JSON_PLACES)
def test_odd_json_means_the_same_on_both(worlds: tuple[World, World], place: str) -> None:
    """Each part of what is right put to an odd value; and what is stored is the same."""
    bodies = [world.body(BODIES[place])["json"] for world in worlds]
    for pair in zip(*map(hostile_json.variants, bodies), strict=True):
        lite, postgres = (
            _post_json(world, place, json.dumps(body).encode())
            for world, body in zip(worlds, pair, strict=True)
        )
        assert _verdict(postgres) == _verdict(lite), pair[0]
        assert lite.status_code < 500, pair[0]
    assert _same_values(worlds)


@pytest.mark.parametrize("place", JSON_PLACES)
def test_json_that_readers_differ_on_is_refused_by_both(
    worlds: tuple[World, World], place: str
) -> None:
    fresh = str(uuid4())  # an id that an earlier test sent is known already, whatever comes with it
    bodies = [
        json.dumps(world.body(BODIES[place])["json"]).replace(BATCH_ID, fresh) for world in worlds
    ]
    for name in hostile_json.spoilt(bodies[0]):
        sent = [hostile_json.spoilt(body)[name] for body in bodies]
        if sent[0] == bodies[0].encode():
            continue  # this body holds nothing that could be spoilt so
        lite, postgres = (
            _post_json(world, place, body) for world, body in zip(worlds, sent, strict=True)
        )
        assert _verdict(postgres) == _verdict(lite), name
        assert lite.status_code in (400, 413) or _refuses(lite), name
    assert _same_values(worlds)


@pytest.mark.timeout(900)
def test_a_batch_of_odd_words_and_moments_means_the_same_on_both(
    worlds: tuple[World, World],
) -> None:
    """Ana's note says each word, saved at each moment."""
    cases = [{"note": word} for word in hostile_json.WORDS.values()]
    cases += [{"at": word, "when": "earlier"} for word in hostile.TIMES.values()]
    odd = [(fields, "2026-06-15T12:09:00+00:00") for fields in cases]
    odd += [({}, moment) for moment in hostile_json.MOMENTS]
    for number, (fields, moment) in enumerate(odd):
        answers = []
        for world in worlds:
            batch = world.body(BODIES["/sync"])["json"]
            (item,) = json.loads(json.dumps(batch["items"]))
            item["id"] = item["object"] = str(UUID(int=number + 1))
            item["fields"] |= fields
            item["made_at"] = moment
            body = json.dumps({**batch, "items": [item]}).encode()
            answers.append(_post_json(world, "/sync", body))
        assert _verdict(answers[0]) == _verdict(answers[1]), (fields, moment)
        assert answers[0].status_code < 500
    assert _same_values(worlds)


def _post_json(world: World, place: str, body: bytes) -> TestResponse:
    browser = world.browser("ana")
    browser.inspects = False
    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        headers = {"X-CSRFToken": browser.token()}
        return browser.post(place, data=body, content_type="application/json", headers=headers)


def _verdict(answer: TestResponse) -> tuple[int, str]:
    """The status and, of JSON, everything but whose it is."""
    told = answer.get_json() if answer.is_json else {}
    return answer.status_code, json.dumps({k: v for k, v in told.items() if k != "person"})


def _refuses(answer: TestResponse) -> bool:
    """A batch that could be read, and whose every item was refused."""
    told = answer.get_json() if answer.is_json else {}
    return all(one["status"] == "refused" for one in told.get("answers", [{"status": ""}]))
