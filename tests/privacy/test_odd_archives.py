"""Each cell of an export put to odd values: refused by its line, or every page opens after it."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from diary.access import actions as access
from diary.access.queries import open_diary
from diary.accounts.models import User
from diary.auth import actions as auth
from diary.domain.people import Role
from diary.extensions import db
from diary.privacy.actions import restore_archive
from diary.privacy.rules.archive import Archive, ArchiveRefused, read_archive
from diary.transactions import early_commit
from tests.client import DiaryClient
from tests.conftest import make_app, migrate
from tests.people import Person, add
from tests.privacy.lives import NOW, changed, planted_life
from tests.privacy.test_restore import EXPORTED

LONG = os.environ.get("DIARY_FAULTS") == "long"
ODD: tuple[Any, ...] = (
    *(None, "", " ", "x", "0", -1, 0, 1, 7, 10**6, 2**40, 1.5, True, False, [], {}, "\x00"),
    *("1900-01-01", "2199-12-31", "2026-06-15", "2026-06-15T12:00:00", "x" * 99),
    *("1900-01-01T00:00:00+00:00", "2199-12-31T00:00:00+00:00", "2026-06-15T12:00:00+00:00"),
    *("12:00", "\u202e", "UTC", "{}", "[]", "0.001", "-1", "999999999"),
)
EDITED = ("", "/edit")
SPOILT: tuple[Any, ...] = (None, "x", -1, [], {})
PAGES = ("/", "/diary", "/charts", "/sessions", "/profile", "/help/plan", "/visits", "/reminders")


@dataclass(frozen=True)
class Place:
    """A diary that is empty but for its people, and a way back to that."""

    app: Flask
    file: Path
    ana: Person
    ben: Person
    browsers: dict[str, str]

    def put_back(self) -> None:
        with self.app.app_context():
            db.engine.dispose()
        for left in self.file.parent.glob("diary.sqlite-*"):
            left.unlink()
        shutil.copy(self.file.with_name("empty"), self.file)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder: Path = tmp_path_factory.mktemp("odd")
    app = _app(folder)
    with app.app_context():
        with early_commit() as session:
            _, found = planted_life(session)
        db.engine.dispose()
    return read_archive(found)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder: Path = tmp_path_factory.mktemp("here")
    app = _app(folder)
    with app.app_context(), time_machine.travel(NOW, tick=False):
        with early_commit() as session:
            ana, ben = add(session, "Zoe", Role.PATIENT), add(session, "Dan", Role.DOCTOR)
            access.add_care_link(session, ana.id, ben.id, notes=True, costs=True, ends_on=None)
            tokens = {one.name: auth.start_sign_in(session, one.id, one.role) for one in (ana, ben)}
        db.engine.dispose()
    shutil.copy(folder / "diary.sqlite", folder / "empty")
    yield Place(app, folder / "diary.sqlite", ana, ben, tokens)
    with app.app_context():
        db.engine.dispose()


def _app(folder: Path) -> Flask:
    url = f"sqlite:///{folder / 'diary.sqlite'}"
    migrate(url, folder)
    return make_app(url, folder)


def _cases(found: Archive) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each cell with each odd value in the long form; else each with one, in turns."""
    at = 0
    for table in EXPORTED:
        for name, told in found.tables[table][0].items():
            at += 1
            odd: list[Any] = [*ODD, *(_spoilt(told) if name == "snapshot" else ())]
            for value in odd if LONG else [odd[(at * 7 + 3) % len(odd)]]:
                yield table, {name: value}


def _spoilt(snapshot: str) -> list[str]:
    whole = json.loads(snapshot)
    return [json.dumps({**whole, name: odd}) for name in whole for odd in SPOILT]


def _brought(place: Place, found: Archive) -> str:
    """What the patient is told where it is refused."""
    with place.app.app_context(), early_commit() as session:
        diary = open_diary(session, place.ana.viewer, place.ana.id)
        assert diary is not None
        try:
            restore_archive(session, diary, found, place.ana.id)
        except ArchiveRefused as refused:
            return str(refused)
    return ""


def _browser(place: Place, person: Person) -> DiaryClient:
    browser = place.app.test_client()
    assert isinstance(browser, DiaryClient)
    browser.sign_in(place.browsers[person.name])
    browser.inspects = False
    return browser


def _failing(place: Place, found: Archive) -> list[str]:
    """The pages, hers and her doctor's, that do not open."""
    hers, his = _browser(place, place.ana), _browser(place, place.ben)
    entries = [f"/entries/{row['id']}{end}" for row in found.tables["entries"] for end in EDITED]
    sessions = [f"/sessions/{row['id']}{e}" for row in found.tables["treatments"] for e in EDITED]
    patient = f"/patients/{place.ana.id}"
    asked = [(hers, page) for page in (*PAGES, *entries, *sessions)]
    asked += [(his, "/patients"), (his, patient)]
    return [page for browser, page in asked if browser.get(page).status_code >= 500]


@pytest.mark.timeout(3600 if LONG else 900)
def test_an_odd_cell_is_refused_by_its_line_or_every_page_opens(
    place: Place, archive: Archive
) -> None:
    faults, stored = [], 0
    with time_machine.travel(NOW, tick=False):
        assert _brought(place, archive) == "" == "".join(_failing(place, archive))  # the control
        for table, values in _cases(archive):
            place.put_back()
            found = changed(archive, table, values)
            said = _brought(place, found)
            if said:
                if not said.endswith("."):
                    faults.append((table, values, said))
            else:
                stored += 1
                faults += [(table, values, page) for page in _failing(place, found)]
    place.put_back()
    assert faults == []
    assert stored > 5


def test_an_entry_with_nothing_in_it_is_refused_by_its_line(place: Place, archive: Archive) -> None:
    """No form takes one; a side effect by itself is an entry."""
    emptied = dict.fromkeys(("anxiety", "mood", "sleep_hours", "medication", "medication_note"))
    emptied |= dict.fromkeys(("systolic", "diastolic", "pulse", "spo2"))
    found = changed(archive, "entries", {**emptied, "none_reported": False, "note": " \n"})
    its_id = found.tables["entries"][0]["id"]
    effects = [{**each, "entry_id": its_id} for each in found.tables["entry_side_effects"][:1]]
    for told, words in (
        ([], "The file holds an entry with nothing in it (entries.csv, line 2)."),
        (effects, ""),
    ):
        with time_machine.travel(NOW, tick=False):
            tables = {**found.tables, "entry_side_effects": told}
            assert _brought(place, replace(found, tables=tables)) == words
        place.put_back()


def test_no_right_comes_from_a_file(place: Place, archive: Archive) -> None:
    """What the account may do, and since when, stays as it was made here."""
    claimed = {"is_demo": True, "role": "admin", "email": "root@example.org"}
    with time_machine.travel(NOW, tick=False):
        assert _brought(place, changed(archive, "users", claimed)) == ""
        with place.app.app_context(), early_commit() as session:
            user = session.get_one(User, place.ana.id)
            assert (user.is_demo, user.role, user.email) == (False, "patient", place.ana.email)
    place.put_back()
