"""Simulated power cuts of the real diary: no entry that was acknowledged is lost to one."""

import random
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from diary.extensions import db
from tests.conftest import make_app
from tests.faults.replay import Disk, read_trace
from tests.faults.shim import compiled, run_under
from tests.faults.sizes import size, tell

ENTRIES, CUTS = size(20, 200), size(120, 4000)


@dataclass
class Found:
    """What the cuts did."""

    cuts: int = 0
    losing: int = 0
    broken: int = 0


def _cut(migrated_file: Path, folder: Path, synchronous: str) -> Found:
    """Let people work, then cut the power at moments spread over all that the disk was asked."""
    shutil.copy(migrated_file, folder / "diary.sqlite")
    library = compiled(folder)
    run_under(library, "tests.faults.traced", str(folder), synchronous, str(ENTRIES))
    calls = list(read_trace(folder / "trace"))
    chance = random.Random(2026)
    moments = Counter(chance.choices(range(len(calls)), k=CUTS))
    disk = Disk({"diary.sqlite": bytearray((folder / "before.sqlite").read_bytes())})
    (folder / "cut").mkdir()
    app = make_app(f"sqlite:///{folder / 'cut' / 'diary.sqlite'}", folder / "cut")
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
    app: Flask, folder: Path, files: dict[str, bytearray], promised: set[str], found: Found
) -> None:
    """Open what a cut left, as the diary does when it starts again."""
    for old in folder.glob("diary.sqlite*"):
        old.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    with app.app_context():
        try:
            with db.engine.connect() as connection:
                there = set(connection.execute(text("SELECT id FROM entries")).scalars())
                sound = connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        except DatabaseError:
            there, sound = set(), False
        db.engine.dispose()
    found.losing += not promised <= there
    found.broken += not sound


def test_no_power_cut_loses_an_acknowledged_entry(migrated_file: Path, tmp_path: Path) -> None:
    found = _cut(migrated_file, tmp_path, "FULL")
    tell(f"power cuts: {found}")
    assert (found.cuts, found.losing, found.broken) == (CUTS, 0, 0)


def test_control_power_cuts_without_a_sync_at_each_commit_lose(
    migrated_file: Path, tmp_path: Path
) -> None:
    found = _cut(migrated_file, tmp_path, "NORMAL")
    tell(f"power cuts, control at synchronous=NORMAL: {found}")
    assert found.losing > 0
