"""A migration up and down with rows in the tables, also cut off on its way."""

import shutil
from pathlib import Path

from tests.faults.shim import compiled, run_under
from tests.faults.sizes import LONG, tell


def test_a_diary_goes_up_and_back_row_by_row_and_a_step_that_is_cut_off_leaves_nothing(
    migrated_file: Path, tmp_path: Path
) -> None:
    shutil.copy(migrated_file, tmp_path / "diary.sqlite")
    calls = "every" if LONG else "some"
    found = run_under(compiled(tmp_path), "tests.faults.migrating", str(tmp_path), calls)
    tell(f"migrations: {found}")
    assert found["tables"] > 15, "too little to lose"
    assert found["cut"] > 0
    assert found["steps"] == 3
    assert found["back"] == 1, "the way back lost something"
    assert found["control"] == 1, "a changed row was not noticed"
    assert (found["changed"], found["left"]) == (0, 0)
