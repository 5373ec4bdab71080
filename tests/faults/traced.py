"""Run under the shim: people work, and what SQLite asked of the disk is noted for a replay."""

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from diary.extensions import db
from tests.conftest import KEYS
from tests.faults.business import Business
from tests.faults.shim import Shim


def main(folder: Path, synchronous: str, times: int, kind: str) -> None:
    keys = KEYS if kind == "encrypted" else replace(KEYS, database="")
    business, shim = Business(folder, f"PRAGMA synchronous={synchronous}", keys=keys), Shim()
    with business.app.app_context():
        db.engine.dispose()  # all that came before is in the file
    shutil.copy(folder / "diary.sqlite", folder / "before.sqlite")
    shim.trace(folder / "trace")
    for at in range(times):
        entry_id = str(uuid4())
        if business.save(entry_id)():
            shim.mark(entry_id)  # from here on it is promised
        if at % 5 == 4:
            business.edit()()
            business.session()()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4])
    print(json.dumps("done"))
