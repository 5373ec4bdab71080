"""Writes and fsyncs that fail: what was acknowledged is whole, what was not left nothing behind."""

import shutil
from pathlib import Path
from typing import Any

from tests.faults.shim import compiled, run_under
from tests.faults.sizes import LONG, tell


def _swept(migrated_file: Path, folder: Path, fault: str) -> Any:
    shutil.copy(migrated_file, folder / "diary.sqlite")
    much = "whole" if LONG else "some"
    return run_under(compiled(folder), "tests.faults.sweep", str(folder), fault, much)


def test_each_write_and_fsync_of_each_action_may_fail_once(
    migrated_file: Path, tmp_path: Path
) -> None:
    found = _swept(migrated_file, tmp_path, "none")
    tell(f"one write or fsync fails: {found}")
    assert found["refused"] > 50, "the shim met too little"
    assert (found["lost"], found["half"], found["stuck"], found["odd"]) == (0, 0, 0, 0)


def test_control_without_a_transaction_actions_are_written_by_halves(
    migrated_file: Path, tmp_path: Path
) -> None:
    found = _swept(migrated_file, tmp_path, "commits-at-once")
    tell(f"one write or fsync fails, control without a transaction: {found}")
    assert found["half"] > 0
