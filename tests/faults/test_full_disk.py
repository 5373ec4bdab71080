"""A disk that is really full: people are told, nothing is half there, and it goes on with room."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from diary.extensions import db
from tests.client import DiaryClient
from tests.faults.business import Business
from tests.faults.sizes import size, tell
from tests.faults.sweep import grown
from tests.pages import read

DISK = 12 * 1024 * 1024
ROOMS = range(0, size(160, 640), size(10, 4))  # KiB that are left when somebody saves
WORDS = "a long night, and “hope” <b>after</b> it\n" * 200 + "the end"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of memory, with nothing else on it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no program to mount a disk with")
    if done.returncode:
        pytest.skip(f"no disk may be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


class Filled:
    """A diary on a disk that is filled up to what is left, and emptied again."""

    def __init__(self, disk: Path, migrated: Path) -> None:
        self.disk = disk
        (disk / "diary.sqlite").write_bytes(migrated.read_bytes())
        self.business = Business(disk)
        self.found = {"tries": 0, "refused": 0, "half": 0, "stuck": 0}

    @property
    def _ana(self) -> DiaryClient:
        return self.business.ana

    def leave(self, room: int) -> None:
        """Fill all but so many bytes."""
        space = os.statvfs(self.disk)
        with (self.disk / "filler").open("wb") as filler:
            os.posix_fallocate(filler.fileno(), 0, space.f_bavail * space.f_frsize - room)

    def run(self) -> None:
        whole = self._whole()
        for room in ROOMS:
            self._one(room * 1024, whole)

    def _whole(self) -> dict[str, int]:
        before = self.business.rows()
        assert self._save(str(uuid4())).status_code == 303
        return grown(before, self.business.rows())

    def _save(self, entry_id: str) -> Any:
        said = {"entry_id": entry_id, "anxiety": "6", "mood": "3", "effect_nausea": "mild"}
        return self._ana.send("/", note=f"{WORDS} of {entry_id}", when="now", **said)

    def _one(self, room: int, whole: dict[str, int]) -> None:
        before, entry_id = self.business.rows(), str(uuid4())
        self._empty_the_log()
        self.leave(room)
        answer = self._save(entry_id)
        (self.disk / "filler").unlink()
        after = self.business.rows()
        self.found["tries"] += 1
        refused = answer.status_code != 303
        self.found["refused"] += refused
        nothing = dict.fromkeys(whole, 0)
        self.found["half"] += grown(before, after) != (nothing if refused else whole)
        if refused:
            self._is_told(answer)
            again = self._ana.post("/", data=_kept(answer.text))
            self.found["stuck"] += again.status_code != 303
            self.found["half"] += grown(before, self.business.rows()) != whole

    def _is_told(self, answer: Any) -> None:
        assert answer.status_code == 503
        assert "Your words are kept on this page" in answer.text
        assert "a long night, and “hope” &lt;b&gt;after&lt;/b&gt; it" in answer.text

    def _empty_the_log(self) -> None:
        """So that each try needs new room."""
        with self.business.app.app_context():
            with db.engine.connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            db.engine.dispose()

    def sound(self) -> bool:
        with self.business.app.app_context(), db.engine.connect() as connection:
            return bool(connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok")

    def chained(self) -> Any:
        """What the command says of what happened; its heads lie on the same disk."""
        return self.business.app.test_cli_runner().invoke(args=["audit", "verify"])


def _kept(html: str) -> dict[str, str]:
    """What the button of the page sends."""
    return {field["name"]: field["value"] for field in read(html).all("input")}


@pytest.fixture
def filled(disk: Path, migrated_file: Path) -> Iterator[Filled]:
    filled = Filled(disk, migrated_file)
    yield filled
    with filled.business.app.app_context():
        db.engine.dispose()


def test_whatever_room_is_left_an_entry_is_there_whole_or_not_at_all(filled: Filled) -> None:
    filled.run()
    tell(f"a full disk: {filled.found}")
    found = filled.found
    assert 0 < found["refused"] < found["tries"], "the disk was never full, or always"
    assert (found["half"], found["stuck"]) == (0, 0)
    assert filled.sound()
    told = filled.chained()
    assert told.exit_code == 0, told.output


def test_control_without_a_transaction_a_full_disk_leaves_halves(filled: Filled) -> None:
    filled.business.commit_at_once()
    filled.run()
    tell(f"a full disk, control without a transaction: {filled.found}")
    assert filled.found["half"] > 0
