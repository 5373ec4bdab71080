"""Ids of Ana's in a form, a batch of a phone or a file that Cleo sends.

What is hers is to Cleo as if it were not there: the same answer as to an id that does not exist,
to the letter; nothing of hers changes, nothing that she wrote comes back.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse
from wtforms import Form, HiddenField

import diary
from diary.sync.rules import ItemKind
from tests.conftest import make_app, migrate
from tests.sync.builders import NOW as SENT
from tests.whole_app.planting import plant
from tests.whole_app.route_table import BODIES
from tests.whole_app.world import World, canaries

ENTRY, TREATMENT, VITALS = "entry_id", "treatment_id", "vitals_id"
OWN_SESSION = "/sessions/<own>/vitals"
# Every field of a form that takes an id, by the address it is sent to: whose id is put into it.
FORM_IDS = {
    ("/", "entry_id"): ENTRY,
    ("/", "session"): TREATMENT,
    ("/sessions/new", "treatment_id"): TREATMENT,
    (OWN_SESSION, "vitals_id"): VITALS,
    ("/diary/search", "before_id"): ENTRY,
}
NO_IDS = {"here", "check_in", "csrf_token", "before_wall"}
# Without these, the field counts for nothing.
NEEDED_BESIDE = {
    "session": {"check_in": "24h"},
    "before_id": {"before_wall": "2026-05-02T10:00:00"},
}
# An item's own object, and the fields in which it may name something else.
ABOUT = {"entry": ENTRY, "treatment": TREATMENT, "vitals": TREATMENT}
FIELDS = {ENTRY: ENTRY, "session": TREATMENT, TREATMENT: TREATMENT, VITALS: VITALS}
UUID_TEXT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SAID = {
    **{name: str(value) for name, value in BODIES["/"].items() if name != ENTRY},
    **{name: value for name, value in BODIES["/sessions/new"].items() if name != TREATMENT},
    "phase": "during",
    "systolic": "130",
    "diastolic": "85",
    "check_in": "24h",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder: Path = tmp_path_factory.mktemp("ids")
    url = f"sqlite:///{folder / 'diary.sqlite'}"
    migrate(url, folder)
    app = make_app(url, folder)
    return World(app, folder / "diary.sqlite", plant(app))


@pytest.fixture
def world(built: World) -> Iterator[World]:
    yield built
    built.put_back()


def _of_ana(world: World) -> dict[str, str]:
    return {name: str(world.planted.things[name]) for name in (ENTRY, TREATMENT, VITALS)}


def _same(answer: TestResponse) -> tuple[int, str, str]:
    """An answer without the ids that are random in it."""
    leads_to, says = (UUID_TEXT.sub("an id", text) for text in (answer.location or "", answer.text))
    return answer.status_code, leads_to, says


def _kept(world: World, before: dict[str, list[str]]) -> bool:
    """Whether every row that was there is there as it was."""
    after = world.rows()
    return all(set(rows) <= set(after[name]) for name, rows in before.items())


def _counts(world: World) -> dict[str, int]:
    return {name: len(rows) for name, rows in world.rows().items()}


def _session_of_cleo(world: World) -> str:
    """The address of a session that Cleo has recorded."""
    made = world.ask("cleo", "POST", "/sessions/new", BODIES["/sessions/new"])
    return str(made.location).removesuffix("/saved")


def _form(world: World, address: str, field: str, value: str) -> TestResponse:
    body = BODIES.get(address) or BODIES["/sessions/<treatment_id>/vitals"]
    own = _session_of_cleo(world) if address == OWN_SESSION else ""
    told = {**body, **NEEDED_BESIDE.get(field, {}), field: value}
    return world.ask("cleo", "POST", f"{own}/vitals" if own else address, told)


@pytest.mark.parametrize(("address", "field"), FORM_IDS)
def test_an_id_of_anas_in_a_form(world: World, address: str, field: str) -> None:
    stolen = _of_ana(world)[FORM_IDS[address, field]]
    before = world.rows()
    answer = _form(world, address, field, stolen)
    counted = _counts(world)
    assert _kept(world, before)
    assert not canaries(answer)
    assert stolen not in answer.text + str(answer.headers)
    world.put_back()
    absent = _form(world, address, field, str(uuid4()))
    assert _same(answer) == _same(absent)
    assert counted == _counts(world)


def test_a_search_that_goes_on_after_an_entry_of_anas_finds_what_it_would(world: World) -> None:
    pages = []
    for value in (_of_ana(world)[ENTRY], str(uuid4())):
        _form(world, "/diary/search", "before_id", value)
        page = world.ask("cleo", "GET", "/diary/search")
        assert not canaries(page)
        assert value not in page.text
        pages.append(_same(page))
    assert pages[0] == pages[1]


def test_every_field_that_may_take_an_id_is_tried() -> None:
    """Ids travel in hidden fields: a new one is named here, as an id or as none."""
    for found in pkgutil.walk_packages(diary.__path__, "diary."):
        if ".forms" in found.name:
            importlib.import_module(found.name)
    hidden = {
        name
        for form in _every(Form)
        if form.__module__.startswith("diary.")
        for name in dir(form)
        if getattr(getattr(form, name), "field_class", None) is HiddenField
    }
    assert hidden - NO_IDS == {field for _, field in FORM_IDS}


def _every(kind: type[Form]) -> Iterator[type[Form]]:
    for each in kind.__subclasses__():
        yield each
        yield from _every(each)


def _send(world: World, visitor: str, **item: Any) -> TestResponse:
    told = {
        "id": str(uuid4()),
        "object": str(uuid4()),
        "base": 1,
        "made_at": SENT.isoformat(),
        **item,
    }
    person = str(world.planted.people[visitor].id)
    batch = {"person": person, "sent_at": SENT.isoformat(), "items": [told]}
    return world.ask(visitor, "POST", "/sync", {"json": batch})


@pytest.mark.parametrize("kind", list(ItemKind))
def test_an_item_about_what_is_anas(world: World, kind: ItemKind) -> None:
    noun, verb = kind.value.split(".")
    stolen = _of_ana(world)[ABOUT[noun]]
    before = world.rows()
    answer = _send(world, "cleo", kind=kind, object=stolen, fields=SAID)
    said = answer.get_json()["answers"][0]
    counted = _counts(world)
    assert answer.status_code == 200
    assert _kept(world, before)
    assert not canaries(answer)
    world.put_back()
    absent = _send(world, "cleo", kind=kind, object=str(uuid4()), fields=SAID)
    if kind is ItemKind.ENTRY_ADD:
        # what is new comes under an id of the phone's: one that is taken is no new one
        assert (said["status"], said["why"]) == (
            "refused",
            "This was saved under an id that is taken.",
        )
        return
    if verb != "add" or noun == "vitals":
        assert said["status"] == "refused"
    assert _same(answer) == _same(absent)
    assert counted == _counts(world)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("kind", list(ItemKind))
def test_an_id_of_anas_in_the_fields_of_an_item(world: World, kind: ItemKind, field: str) -> None:
    stolen = _of_ana(world)[FIELDS[field]]
    before = world.rows()
    answer = _about_her_own(world, kind, {**SAID, field: stolen})
    counted = _counts(world)
    assert not canaries(answer)
    assert stolen not in answer.text
    assert _rows_of_ana(before, world) == _rows_of_ana(world.rows(), world)
    world.put_back()
    absent = _about_her_own(world, kind, {**SAID, field: str(uuid4())})
    assert _same(answer) == _same(absent)
    assert counted == _counts(world)


def _about_her_own(world: World, kind: ItemKind, fields: dict[str, str]) -> TestResponse:
    """An item of Cleo's about an entry or a session of her own, or a new one."""
    if kind in (ItemKind.ENTRY_ADD, ItemKind.TREATMENT_ADD):
        return _send(world, "cleo", kind=kind, fields=fields)
    if kind.startswith("entry"):
        return _send(world, "cleo", kind=kind, fields=fields, object=world.own_entry("cleo"))
    own = _session_of_cleo(world).rpartition("/")[2]
    return _send(world, "cleo", kind=kind, fields=fields, object=own)


def _rows_of_ana(rows: dict[str, list[str]], world: World) -> set[str]:
    """Every row that names Ana or something of hers."""
    hers = {world.planted.people["ana"].id.hex, *_of_ana(world).values()}
    hers |= {each.replace("-", "") for each in hers}
    return {row for each in rows.values() for row in each if any(mark in row for mark in hers)}


def test_a_receipt_of_anas_is_no_receipt_of_cleos(world: World) -> None:
    item = str(uuid4())
    _send(world, "ana", id=item, object=item, kind="entry.add", fields=SAID)
    before = world.rows()
    answer = _send(world, "cleo", id=item, kind="entry.add", fields=SAID)
    said = answer.get_json()["answers"][0]
    assert (said["status"], "object" in said) == ("refused", False)
    assert world.rows()["sync_receipts"] == before["sync_receipts"]
    assert world.rows()["entries"] == before["entries"]


def test_a_batch_in_anas_name_is_like_one_in_nobodys(world: World) -> None:
    batch = {"sent_at": SENT.isoformat(), "items": []}
    before = world.rows()
    answers = [
        world.ask("cleo", "POST", "/sync", {"json": {**batch, "person": str(person)}})
        for person in (world.planted.people["ana"].id, uuid4())
    ]
    assert answers[0].status_code == 409
    assert answers[0].data == answers[1].data
    assert world.rows() == before


@pytest.mark.parametrize(
    ("address", "head", "line"),
    [
        ("/import", "recorded_at,anxiety,mood", "2026-05-02T10:00+01:00,4,6"),
        (
            "/import/treatments",
            "started_at,route,drug,dose,unit",
            "2026-05-01T10:00+01:00,iv,ketamine,40,mg",
        ),
    ],
)
def test_an_id_of_anas_in_a_file(world: World, address: str, head: str, line: str) -> None:
    """No column of a file names whose it is, or which row it is."""
    ana = world.planted.people["ana"]
    hers = {"patient_id": str(ana.id), "patient": ana.email, "id": "", **_of_ana(world)}
    hers["id"] = hers[ENTRY]
    before = world.rows()
    content = f"{head},{','.join(hers)}\n{line},{','.join(hers.values())}\n".encode()
    kept = world.ask("cleo", "POST", address, {"file": (BytesIO(content), "file.csv")})
    shown = world.ask("cleo", "GET", kept.location)
    added = world.ask("cleo", "POST", kept.location)
    assert added.status_code == 303
    assert not canaries(shown)
    assert _rows_of_ana(before, world) <= _rows_of_ana(world.rows(), world)
    new = set(_flat(world.rows())) - set(_flat(before))
    assert not any(ana.id.hex in row or str(ana.id) in row for row in new)
    assert any(row.startswith(("entries", "treatments")) for row in new), "nothing was added"


def _flat(rows: dict[str, list[str]]) -> list[str]:
    return [f"{table} {row}" for table, each in rows.items() if table != "uploads" for row in each]
