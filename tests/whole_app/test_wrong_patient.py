"""One who may open a diary opens no other with it: ids of Ana's things under Cleo's name."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.routing import Rule

from tests.conftest import make_app, migrate
from tests.whole_app.planting import plant
from tests.whole_app.route_table import BODIES, TABLE
from tests.whole_app.world import World, canaries, named, rules

UNDER = [(method, address) for method, address in TABLE if "<patient_id>" in address]
OF_NOBODY_ELSE = [each for each in UNDER if each[1].count("<") > 1]
LISTS = [address for method, address in UNDER if method == "GET" and address.count("<") == 1]
IDS = {
    "/": {"entry_id": "entry_id"},
    "/sessions/new": {"treatment_id": "treatment_id"},
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder: Path = tmp_path_factory.mktemp("wrong")
    url = f"sqlite:///{folder / 'diary.sqlite'}"
    migrate(url, folder)
    app = make_app(url, folder)
    return World(app, folder / "diary.sqlite", plant(app))


@pytest.fixture
def world(built: World) -> Iterator[World]:
    yield built
    built.put_back()


def _under_cleo(world: World, rule: Rule) -> str:
    things = {**named(world.planted, rule), "patient_id": world.planted.people["cleo"].id}
    return str(world.app.url_map.bind("localhost").build(rule.endpoint, things))


@pytest.mark.parametrize(("method", "address"), OF_NOBODY_ELSE)
def test_what_is_anas_is_not_found_under_cleo(world: World, method: str, address: str) -> None:
    before = world.rows()
    rule = rules(world.app)[method, address]
    answer = world.ask("ben", method, _under_cleo(world, rule), world.body(BODIES.get(address)))
    assert answer.status_code == 404
    after = world.rows()
    assert {name for name in after if after[name] != before[name]} <= {
        "audit_events",
        "audit_places",
        "rate_limits",  # of notes of refused pages
    }


@pytest.mark.parametrize("address", LISTS)
def test_cleos_pages_hold_nothing_of_anas(world: World, address: str) -> None:
    rule = rules(world.app)["GET", address]
    answer = world.ask("ben", "GET", _under_cleo(world, rule))
    assert answer.status_code == 200
    assert canaries(answer) <= {"cleo note"}


@pytest.mark.parametrize("address", IDS)
def test_an_id_in_a_form_changes_nothing_of_anas(world: World, address: str) -> None:
    before = world.rows()
    stolen = {name: str(world.planted.things[thing]) for name, thing in IDS[address].items()}
    answer = world.ask("cleo", "POST", address, {**BODIES[address], **stolen})
    assert answer.status_code == 303
    assert not any(each in answer.location for each in stolen.values())
    for table in ("entries", "treatments"):
        assert set(before[table]) <= set(world.rows()[table])


def test_the_id_of_anas_reading_is_no_hindrance_to_cleo(world: World) -> None:
    made = world.ask("cleo", "POST", "/sessions/new", BODIES["/sessions/new"])
    own = made.location.removesuffix("/saved")
    stolen = {"vitals_id": str(world.planted.things["vitals_id"])}
    reading = {**BODIES["/sessions/<treatment_id>/vitals"], **stolen}
    before = world.rows()["treatment_vital_signs"]
    assert world.ask("cleo", "POST", f"{own}/vitals", reading).status_code == 303
    after = world.rows()["treatment_vital_signs"]
    assert set(before) <= set(after)
    assert len(after) == len(before) + 1
