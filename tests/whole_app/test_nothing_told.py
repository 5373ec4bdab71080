"""No planted word is in a log, an address, a title, an error's page, a mail, or a file on disk."""

import dataclasses
import importlib
import logging
import pkgutil
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from types import ModuleType
from uuid import uuid4

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

import diary
from diary.db import backup, sqlite_file
from diary.extensions import db
from tests.conftest import KEYS, make_app, migrate
from tests.whole_app.planting import CANARIES, plant
from tests.whole_app.route_table import TABLE, VISITORS
from tests.whole_app.world import World, rules

PASSWORD = "canarypassword"
TYPED = "canarytyped"
WORDS = {*CANARIES.values(), PASSWORD, TYPED}
SECRET_PARTS = {"key", "keys", "password", "secret", "token", "pin"}


@pytest.fixture
def world(tmp_path: Path) -> World:
    migrate(f"sqlite:///{tmp_path / 'diary.sqlite'}", tmp_path)
    app = make_app(f"sqlite:///{tmp_path / 'diary.sqlite'}", tmp_path)
    return World(app, tmp_path / "diary.sqlite", plant(app))


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Everything that anybody logs, down to each statement of the database."""
    told, root, engine = StringIO(), logging.getLogger(), logging.getLogger("sqlalchemy.engine")
    handler, levels = logging.StreamHandler(told), (root.level, engine.level)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    engine.setLevel(logging.DEBUG)
    yield told
    root.removeHandler(handler)
    root.setLevel(levels[0])
    engine.setLevel(levels[1])


def found_in(told: str | bytes) -> set[str]:
    """Which planted words are in there."""
    text_of = told if isinstance(told, str) else told.decode("latin-1")
    return {word for word in WORDS if word in text_of}


def outside(answer: TestResponse) -> str:
    """What of an answer others may see: its title, its headers, where it leads, its address."""
    title = re.search(
        r"<title>(.*?)</title>", answer.get_data().decode(errors="replace"), re.DOTALL
    )
    return f"{title[1] if title else ''}\n{answer.headers}\n{answer.request.url}"


def _every_page(world: World) -> list[TestResponse]:
    found = []
    for (method, address), rule in rules(world.app).items():
        if method != "GET":
            continue
        for visitor, expected in zip(VISITORS, TABLE[method, address], strict=True):
            if expected < 400 and visitor in ("nobody", "ana", "ben", "admin"):
                found += [world.ask(visitor, method, world.address(rule), inspects=False)]
    return found


def _every_error(world: World) -> list[TestResponse]:
    """Forms that are refused, pages that are not there, and a database that fails."""
    typed = {"entry_id": str(uuid4()), "when": "now", "note": TYPED}
    answers = [
        world.ask("ana", "POST", "/", {**typed, "anxiety": "99", "mood": "x"}, inspects=False),
        world.ask("nobody", "POST", "/sign-in", _typed_sign_in(), inspects=False),
        world.ask("ana", "POST", "/password", _typed_password(), inspects=False),
        world.ask("nobody", "POST", "/forgotten", {"email": "ana@example.org"}, inspects=False),
        world.ask("ana", "GET", f"/entries/{uuid4()}", inspects=False),
        world.ask("ana", "PUT", "/diary", inspects=False),
        world.browser("ana").post("/", data={**typed, "anxiety": "5", "mood": "5"}),  # no token
    ]
    with world.app.app_context(), db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE entries RENAME TO elsewhere"))
    sound = {**typed, "anxiety": "5", "mood": "5"}
    answers.append(world.ask("ana", "POST", "/", sound, inspects=False))
    return answers


def _typed_sign_in() -> dict[str, str]:
    return {"email": "ana@example.org", "password": PASSWORD}


def _typed_password() -> dict[str, str]:
    return {"current": PASSWORD, "password": TYPED}


@pytest.mark.timeout(900)
def test_no_page_tells_a_planted_word_where_others_could_read_it(
    world: World, log: StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    pages, errors = _every_page(world), _every_error(world)
    assert len(pages) > 80
    assert [answer.status_code for answer in errors] == [422, 422, 422, 200, 404, 405, 400, 503]
    for answer in (*pages, *errors):
        assert found_in(outside(answer)) == set(), answer.request.path
    for answer in (errors[1], *errors[3:-1]):
        assert found_in(answer.get_data(as_text=True)) == set(), answer.status
    # what could not be stored goes back to whoever typed it, to be sent again
    assert found_in(errors[-1].get_data(as_text=True)) == {TYPED}
    said = capfd.readouterr()
    assert found_in(log.getvalue() + said.out + said.err) == set()
    assert "database unavailable" in log.getvalue()  # the failure itself is told
    assert "SELECT" in log.getvalue()
    # the control: these words were on the pages themselves
    assert len(set().union(*(found_in(page.get_data()) for page in pages))) > 8


@pytest.mark.parametrize("leak", ["log", "title", "address"])
def test_the_control_a_planted_leak_is_found(world: World, log: StringIO, leak: str) -> None:
    app = world.app
    if leak == "log":
        app.logger.warning("could not store %s", TYPED)
        assert found_in(log.getvalue()) == {TYPED}
        return
    answer = world.ask("ana", "GET", "/diary", inspects=False)
    if leak == "title":
        answer.set_data(answer.get_data(as_text=True).replace("<title>", f"<title>{TYPED} "))
    else:
        answer.headers["Location"] = f"/diary?note={TYPED}"
    assert found_in(outside(answer)) == {TYPED}


def test_no_file_on_disk_holds_a_planted_word(world: World, tmp_path: Path) -> None:
    """The database, its log while it is open, a backup, the audit's heads: everything."""
    with world.app.app_context(), db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM entries")).scalar_one() > 0
        backup.back_up(world.file, KEYS.database, tmp_path / "a.backup")
        lying = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert {"diary.sqlite", "diary.sqlite-wal", "a.backup", "audit_heads"} <= lying.keys()
    names = (b"ana@example.org", b"entries")
    for name, content in lying.items():
        assert found_in(content) == set(), name
        assert not [word for word in names if word in content], name


def test_the_control_a_file_that_nothing_encrypts_is_found(world: World, tmp_path: Path) -> None:
    """Without the file's key the names lie open, and the notes are still sealed."""
    backup.back_up(world.file, KEYS.database, tmp_path / "a.backup")
    sqlite_file.convert(tmp_path / "a.backup", KEYS.database, "")
    content = (tmp_path / "a.backup").read_bytes()
    assert b"ana@example.org" in content
    assert found_in(content) == set()
    (tmp_path / "leak").write_text(f"a note: {TYPED}")
    assert found_in((tmp_path / "leak").read_bytes()) == {TYPED}


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(diary.__path__, "diary."):
        if "migrations" not in found.name:
            yield importlib.import_module(found.name)


def _holds_secret(name: str) -> bool:
    """By the parts of a name: "sleepiness" holds "pin", and no secret."""
    return bool(SECRET_PARTS & set(name.lower().split("_")))


def _told_by_repr(found: type) -> set[str]:
    return {
        f"{found.__name__}.{field.name}"
        for field in dataclasses.fields(found)
        if _holds_secret(field.name) and field.repr and field.type in (str, "str", bytes, "Keys")
    }


def test_no_object_tells_its_secrets_when_it_is_printed() -> None:
    classes = {
        each
        for module in _modules()
        for each in vars(module).values()
        if isinstance(each, type)
        and dataclasses.is_dataclass(each)
        and each.__module__ == module.__name__
    }
    assert len(classes) > 60
    told = set().union(*(_told_by_repr(each) for each in classes))
    # a person of the demo, the name of a phrase
    assert told <= {"SimulatedPatient.key", "Sentence.key"}


def test_the_control_a_secret_that_is_printed_is_found() -> None:
    @dataclasses.dataclass
    class Open:
        sleepiness: str = "0"
        reset_token: str = "told"

    assert _told_by_repr(Open) == {"Open.reset_token"}
