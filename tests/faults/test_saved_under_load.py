"""A backup that is taken while patients write brings back whatever was acknowledged before it."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import DatabaseError

from diary.config import ROOT
from diary.extensions import db
from tests.conftest import make_app
from tests.faults.honest import stored
from tests.faults.load import Load, lost_and_doubled
from tests.faults.sizes import size, tell
from tests.people import People
from tests.serving import environment, free_port, served

BACKUPS, COPIES = size(1, 25), size(3, 25)


def _shell(env: dict[str, str], *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *words],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _back_up(env: dict[str, str], folder: Path) -> None:
    """By the operator's commands, into a diary of its own."""
    folder.mkdir()
    _shell(env, "backup", str(folder / "saved"))
    there = {"DIARY_INSTANCE": str(folder), "DATABASE_URL": _url(folder)}
    _shell({**env, **there}, "restore", str(folder / "saved"))


def _copy(env: dict[str, str], folder: Path) -> None:
    """The control: as the file lies there, without the log beside it."""
    folder.mkdir()
    shutil.copy(env["DATABASE_URL"].removeprefix("sqlite:///"), folder / "diary.sqlite")


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'diary.sqlite'}"


def _found(folder: Path) -> Counter[str]:
    """What is in it; nothing, when it was torn and cannot be read."""
    app = make_app(_url(folder), folder)
    try:
        return stored(app)
    except DatabaseError:
        return Counter()
    finally:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def load(app: Flask, people: People) -> Load:
    return Load(app, people, free_port())


def _lost(app: Flask, load: Load, folder: Path, save: object, times: int) -> tuple[int, int, int]:
    """How many entries were acknowledged before the copies, lost in them, and doubled."""
    assert callable(save)
    env = environment(app, load.port)
    asked = lost = doubled = 0
    with served(env, folder / "log"):
        load.start()
        for n in range(times):
            load.await_one()
            before = list(load.acknowledged)
            save(env, folder / str(n))
            counted = lost_and_doubled(before, _found(folder / str(n)))
            asked, lost, doubled = asked + len(before), lost + counted[0], doubled + counted[1]
        load.stop()
    return asked, lost, doubled


def test_a_backup_under_load_brings_back_every_acknowledged_entry_once(
    app: Flask, load: Load, tmp_path: Path
) -> None:
    asked, lost, doubled = _lost(app, load, tmp_path, _back_up, BACKUPS)
    tell(f"backups under load: {BACKUPS} taken, {asked} entries looked for, {lost} lost")
    assert (lost, doubled) == (0, 0)


def test_control_a_copy_of_the_file_alone_loses(app: Flask, load: Load, tmp_path: Path) -> None:
    asked, lost, _ = _lost(app, load, tmp_path, _copy, COPIES)
    tell(f"backups under load, control by cp: {COPIES} taken, {lost} of {asked} entries lost")
    assert lost > 0
