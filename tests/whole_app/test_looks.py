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
    return sum(Event.ACCESS_VIEW.value in row for row in world.rows()["audit_events"])


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


def _refused(world: World) -> list[str]:
    rows = world.rows()["audit_events"]
    return [row for row in rows if Event.ACCESS_REFUSE.value in row]


@pytest.mark.parametrize("address", OF_ONE)
def test_what_is_refused_is_noted_alike_whether_it_is_there_or_not(
    world: World, address: str
) -> None:
    """One note of who asked and for which kind of page; none of whose, and none to its owner."""
    rule = rules(world.app)["GET", address]
    missing = world.missing(rule)
    assert missing is not None
    notes = []
    for asked in (world.address(rule), missing):
        world.put_back()
        answer = world.ask("unlinked", "GET", asked)
        assert answer.status_code == 404
        (note,) = _refused(world)
        assert str(world.planted.people["ana"].id.hex) not in note.replace("-", "")
        assert rule.endpoint in note
        notes.append([part for part in note.split(", ") if "b'" not in part])
    assert notes[0] == notes[1]


def test_a_page_that_is_not_there_at_all_or_is_for_everybody_is_not_noted(world: World) -> None:
    world.put_back()
    for asked in ("/no/such/page", "/learn/no-such-page", "/static/x/none.css"):
        assert world.ask("unlinked", "GET", asked).status_code == 404
    assert world.ask("nobody", "GET", "/clinic").status_code == 303
    assert _refused(world) == []
