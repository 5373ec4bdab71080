"""H1: a doctor reads, writes or files the chart of the wrong patient."""

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine

from diary.accounts.models import User
from diary.transactions import early_commit
from tests.conftest import make_app, migrate
from tests.whole_app.planting import NOW, plant
from tests.whole_app.route_table import BODIES, TABLE, VISITORS
from tests.whole_app.world import World, canaries, named, rules

BORN = {"ana": ("1987-05-04", "born 4 May 1987"), "cleo": ("1990-01-02", "born 2 Jan 1990")}
BAND = re.compile(r'class="band__name">([^<]*)</h\d>\s*<span>([^<]*)</span>')
OF_ONE = [
    address
    for (method, address), row in TABLE.items()
    if method == "GET" and "<patient_id>" in address and row[VISITORS.index("ben")] == 200
]
PAGES = [each for each in OF_ONE if not each.endswith((".pdf", ".csv", ".json"))]
FILES = [each for each in OF_ONE if each.endswith((".pdf", ".csv", ".json"))]
LISTS = [each for each in PAGES if each.count("<") == 1]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder: Path = tmp_path_factory.mktemp("band")
    url = f"sqlite:///{folder / 'diary.sqlite'}"
    migrate(url, folder)
    app = make_app(url, folder)
    planted = plant(app)
    with app.app_context(), early_commit() as session:
        for name, (day, _) in BORN.items():
            session.get_one(User, planted.people[name].id).born_on = date.fromisoformat(day)
    return World(app, folder / "diary.sqlite", planted)


@pytest.fixture
def world(built: World) -> Iterator[World]:
    yield built
    built.put_back()


def _address(world: World, address: str, patient: str) -> str:
    rule = rules(world.app)["GET", address]
    things = {**named(world.planted, rule), "patient_id": world.planted.people[patient].id}
    return str(world.app.url_map.bind("localhost").build(rule.endpoint, things))


@pytest.mark.parametrize("address", PAGES)
def test_every_view_of_a_patient_names_her_and_her_birth_date(world: World, address: str) -> None:
    page = world.ask("ben", "GET", _address(world, address, "ana")).text
    if address.endswith("/report"):  # the sheet that is printed has a head of its own
        head = page.partition('<header class="report__head">')[2].partition("</header>")[0]
        assert ">Ana</h2>" in head
        assert BORN["ana"][1] in head
    else:
        assert BAND.findall(page) == [("Ana", BORN["ana"][1])]


def test_the_names_of_two_patients_files_differ_and_say_nothing_else(world: World) -> None:
    for address in FILES:
        files = {}
        for name in ("ana", "cleo"):
            answer = world.ask("ben", "GET", _address(world, address, name))
            files[name] = answer.headers["Content-Disposition"]
            mark = world.planted.people[name].id.hex[:4]
            assert f"-{mark}" in files[name]
            assert name not in files[name].lower()
        assert files["ana"] != files["cleo"]


def test_a_print_carries_the_mark_of_its_file(world: World) -> None:
    page = world.ask("ben", "GET", _address(world, "/patients/<patient_id>/report", "ana")).text
    assert f"diary {world.planted.people['ana'].id.hex[:4].upper()}" in page


def test_two_tabs_that_take_turns_are_never_mixed(world: World) -> None:
    """One browser, two patients, a hundred pages in an order by chance."""
    chance = random.Random(20_260_615)
    browser = world.browser("ben")
    hers = {"ana": "Ana", "cleo": "Cleo"}
    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        for _ in range(100):
            patient, address = chance.choice(list(hers)), chance.choice(LISTS)
            answer = browser.get(_address(world, address, patient))
            assert answer.status_code == 200
            other = ({*hers} - {patient}).pop()
            assert BORN[patient][1] in answer.text
            assert BORN[other][1] not in answer.text
            assert not {word for word in canaries(answer) if word.startswith(other)}


def test_a_form_that_was_opened_for_ana_is_stored_for_ana_whoever_is_open_now(
    world: World,
) -> None:
    """No page remembers a last patient: the address that a form is sent to says whose it is."""
    form = "/patients/<patient_id>/sessions/new"
    browser = world.browser("ben")
    ana = world.planted.people["ana"].id
    before = set(world.rows()["treatments"])
    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        browser.get(_address(world, form, "ana"))
        browser.get(_address(world, form, "cleo"))
        sent = browser.send(_address(world, form, "ana"), **BODIES[form])
    assert sent.status_code == 303
    (stored,) = set(world.rows()["treatments"]) - before
    assert ana.hex in stored.replace("-", "")
