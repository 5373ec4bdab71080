"""Nobody looks unseen: whatever page of Ana's a doctor is shown, she finds his look on it."""

from pathlib import Path

import pytest

from diary.audit.rules import Event
from tests.conftest import make_app, migrate
from tests.whole_app.planting import plant
from tests.whole_app.route_table import TABLE, VISITORS
from tests.whole_app.world import World, rules

OF_ONE = [
    address
    for (method, address), row in TABLE.items()
    if method == "GET" and "<patient_id>" in address and row[VISITORS.index("ben")] == 200
]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder: Path = tmp_path_factory.mktemp("looks")
    url = f"sqlite:///{folder / 'diary.sqlite'}"
    migrate(url, folder)
    app = make_app(url, folder)
    return World(app, folder / "diary.sqlite", plant(app))


def _looks(world: World) -> int:
    return sum(Event.ACCESS_LOOK.value in row for row in world.rows()["audit_events"])


@pytest.mark.parametrize("address", [*OF_ONE, "/patients"])
def test_a_look_is_noted(world: World, address: str) -> None:
    world.put_back()
    before = _looks(world)
    asked = world.address(rules(world.app)["GET", address])
    assert world.ask("ben", "GET", asked).status_code == 200
    assert _looks(world) > before


def test_a_look_that_is_refused_is_none(world: World) -> None:
    world.put_back()
    before = _looks(world)
    for address in OF_ONE:
        asked = world.address(rules(world.app)["GET", address])
        assert world.ask("unlinked", "GET", asked).status_code == 404
    assert _looks(world) == before


@pytest.mark.parametrize("address", ["/report.pdf", "/charts/relief.json", "/charts/relief.csv"])
def test_a_file_that_she_takes_along_is_noted_and_a_page_of_hers_is_not(
    world: World, address: str
) -> None:
    world.put_back()
    assert world.ask("ana", "GET", "/report").status_code == 200
    assert world.ask("ana", "GET", "/charts").status_code == 200
    assert _downloads(world) == 0
    assert world.ask("ana", "GET", address).status_code == 200
    assert _downloads(world) == 1
    page = world.ask("ana", "GET", "/sharing/history").text
    assert "You made a file of this diary: " in page.replace('<span class="quiet">', "")


def _downloads(world: World) -> int:
    return sum(Event.ACCESS_DOWNLOAD.value in row for row in world.rows()["audit_events"])
