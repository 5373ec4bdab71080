"""A database that is full, locked or read-only: a plain page that keeps the words, then service."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event
from sqlcipher3 import dbapi2 as sqlite

from diary.db import engine
from diary.extensions import db
from diary.transactions import early_commit
from tests.conftest import make_app
from tests.faults.honest import stored
from tests.pages import read
from tests.people import browser_of, move_in

# longer than what fits into the pages that are there
WORDS = "a long night, and “hope” <b>after</b> it\n" * 200 + "the end"


@pytest.fixture
def impatient(migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A diary that does not wait ten seconds for a lock."""
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    shutil.copy(migrated_file, tmp_path / "diary.sqlite")
    return make_app(f"sqlite:///{tmp_path / 'diary.sqlite'}", tmp_path)


def full(app: Flask) -> Iterator[None]:
    """No page more fits; what is there can be read."""
    with _on_each(app, "PRAGMA max_page_count=1"):
        yield


def read_only(app: Flask) -> Iterator[None]:
    with _on_each(app, "PRAGMA query_only=ON"):
        yield


def away(app: Flask) -> Iterator[None]:
    """Nothing can be opened: nobody can be asked who is looking, either."""
    with app.app_context():
        db.engine.dispose()
        file = Path(str(db.engine.url.database))
        beside = file.rename(file.with_name("elsewhere"))
        file.mkdir()
        yield
        db.engine.dispose()
        file.rmdir()
        beside.rename(file)


def locked(app: Flask) -> Iterator[None]:
    """Another program holds the lock."""
    with app.app_context(), db.engine.connect().execution_options(writes=True) as other:
        held = other.begin()
        yield
        held.rollback()


@contextmanager
def _on_each(app: Flask, pragma: str) -> Iterator[None]:
    def set_it(connection: sqlite.Connection, *_: object) -> None:
        connection.execute(pragma)

    with app.app_context():
        event.listen(db.engine, "checkout", set_it)
        try:
            yield
        finally:
            event.remove(db.engine, "checkout", set_it)
            db.engine.dispose()


def _kept(html: str) -> dict[str, str]:
    """What the button of the page sends."""
    return {field["name"]: field["value"] for field in read(html).all("input")}


@pytest.mark.parametrize("trouble", [full, read_only, locked, away])
def test_the_page_keeps_the_words_and_saves_them_when_the_trouble_is_over(
    trouble: Callable[[Flask], Iterator[None]], impatient: Flask
) -> None:
    with impatient.app_context(), early_commit() as session:
        people = move_in(session)
    ana, entry_id = browser_of(impatient, people.ana), str(uuid4())
    said = {"entry_id": entry_id, "anxiety": "6", "mood": "3", "note": WORDS}
    with contextmanager(trouble)(impatient):
        answer = ana.send("/", **said)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "10"
        assert "Your words are kept on this page" in answer.text
        assert "a long night, and “hope” &lt;b&gt;after&lt;/b&gt; it" in answer.text
        assert ana.get("/profile").status_code == (503 if trouble is away else 200)
        assert "Samaritans" in ana.get("/help?country=GB").text
        assert ana.get("/learn").status_code == 200
    assert not stored(impatient)
    assert ana.post("/", data=_kept(answer.text)).status_code == 303
    assert stored(impatient) == {WORDS: 1}


@pytest.mark.parametrize("trouble", [read_only, locked])
def test_a_file_that_cannot_be_noted_is_not_made_and_the_page_says_so(
    trouble: Callable[[Flask], Iterator[None]], impatient: Flask
) -> None:
    """The note is a promise to her: whoever finds her phone open must not take it all unseen."""
    with impatient.app_context(), early_commit() as session:
        people = move_in(session)
    ana = browser_of(impatient, people.ana)
    files = ("/report.pdf", "/charts/relief.json", "/charts/relief.csv")
    with contextmanager(trouble)(impatient):
        for answer in (*(ana.get(file) for file in files), ana.send("/export")):
            assert (answer.status_code, answer.mimetype) == (503, "text/html")
            assert "must be logged first" in answer.text
            assert "nothing in the diary is lost" in answer.text
        for page in ("/diary", "/charts", "/report"):  # what she reads there is not withheld
            assert ana.get(page).status_code == 200
    assert ana.send("/export").mimetype == "application/zip"
    assert [ana.get(file).status_code for file in files] == [200, 200, 200]
