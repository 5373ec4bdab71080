"""Simulated power cuts of the real diary: no entry that was acknowledged is lost to one."""

import random
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from diary.db import sqlite_file
from diary.db.engine import UnsoundDatabase
from diary.extensions import db
from diary.keys import is_encrypted
from tests.conftest import KEYS, make_app
from tests.faults.replay import Disk, read_trace
from tests.faults.shim import compiled, run_under
from tests.faults.sizes import LONG, size, tell

ENTRIES, CUTS = size(12, 200), size(60, 4000)
FILES = {"encrypted": KEYS, "plain": replace(KEYS, database="")}


@dataclass
class Found:
    """What the cuts did."""

    cuts: int = 0
    losing: int = 0
    broken: int = 0


def _cut(migrated_file: Path, folder: Path, synchronous: str, kind: str) -> Found:
    """Let people work, then cut the power at moments spread over all that the disk was asked."""
    file, keys = folder / "diary.sqlite", FILES[kind]
    shutil.copy(migrated_file, file)
    if not keys.database:
        sqlite_file.convert(file, KEYS.database, keys.database)
    assert is_encrypted(file) == (kind == "encrypted")
    library = compiled(folder)
    run_under(library, "tests.faults.traced", str(folder), synchronous, str(ENTRIES), kind)
    calls = list(read_trace(folder / "trace"))
    chance = random.Random(2026)
    moments = Counter(chance.choices(range(len(calls)), k=CUTS))
    disk = Disk({"diary.sqlite": bytearray((folder / "before.sqlite").read_bytes())})
    (folder / "cut").mkdir()
    app = make_app(f"sqlite:///{folder / 'cut' / 'diary.sqlite'}", folder / "cut", keys)
    promised: set[str] = set()
    found = Found()
    for at, call in enumerate(calls):
        if call.kind == "m":
            promised.add(call.name)
        else:
            disk.take(call)
        for _ in range(moments[at]):
            found.cuts += 1
            _look(app, folder / "cut", disk.after_a_cut(chance), promised, found)
    return found


def _look(
    app: Flask, folder: Path, left: dict[str, bytearray], promised: set[str], found: Found
) -> None:
    """Open what a cut left, as the diary does when it starts again."""
    for old in folder.glob("diary.sqlite*"):
        old.unlink()
    for name, data in left.items():
        (folder / name).write_bytes(data)
    with app.app_context():
        try:
            with db.engine.connect() as connection:
                there = set(connection.execute(text("SELECT id FROM entries")).scalars())
                sound = connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
                sound &= _every_page_is_authentic(connection)
        except (DatabaseError, UnsoundDatabase):
            there, sound = set(), False
        db.engine.dispose()
    found.losing += not promised <= there
    found.broken += not sound


def _every_page_is_authentic(connection: Connection) -> bool:
    """By each page's own hash, once the file holds what the log held; a plain file has none."""
    connection.rollback()
    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    told = connection.exec_driver_sql("PRAGMA cipher_integrity_check")
    return not told.returns_rows or not told.all()


@pytest.mark.parametrize("kind", FILES)
def test_no_power_cut_loses_an_acknowledged_entry(
    migrated_file: Path, tmp_path: Path, kind: str
) -> None:
    found = _cut(migrated_file, tmp_path, "FULL", kind)
    tell(f"power cuts, {kind} file: {found}")
    assert (found.cuts, found.losing, found.broken) == (CUTS, 0, 0)


@pytest.mark.parametrize("kind", FILES if LONG else ["encrypted"])
def test_control_power_cuts_without_a_sync_at_each_commit_lose(
    migrated_file: Path, tmp_path: Path, kind: str
) -> None:
    found = _cut(migrated_file, tmp_path, "NORMAL", kind)
    tell(f"power cuts, {kind} file, control at synchronous=NORMAL: {found}")
    assert found.losing > 0
