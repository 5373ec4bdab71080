"""Run under the shim: a diary full of rows goes up every migration, also when a step is cut off.

The rows of an older release are made by taking a full diary down to it, step by step.
"""

import errno
import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError

from diary.extensions import alembic, db
from tests.conftest import make_app
from tests.faults.shim import Shim
from tests.whole_app.planting import plant

Rows = dict[str, list[dict[str, Any]]]


class Migrating:
    """The file of one diary, taken down and up."""

    def __init__(self, folder: Path, *, every_call: bool) -> None:
        self._file, self._every_call = folder / "diary.sqlite", every_call
        self._app: Flask = make_app(f"sqlite:///{self._file}", folder)
        self._shim = Shim()
        self.found = {"steps": 0, "rows": 0, "tables": 0, "cut": 0, "changed": 0, "left": 0}

    def run(self) -> None:
        plant(self._app)
        before = self._rows()
        self.found["tables"] = sum(bool(rows) for rows in before.values())
        steps = 0
        while self._move("downgrade") != "nothing":
            steps += 1
            shutil.copy(self._file, self._older(steps))
        for start in range(steps, 0, -1):
            # each step with all the rows of its time; each whole way at length, one in short
            self._go_up(start, start if self._every_call or start == steps else 1)
        self._control()

    def _control(self) -> None:
        """One letter in one row is told."""
        before = self._rows()
        with self._opened() as connection, connection.begin():
            connection.execute(text("UPDATE users SET name = name || '!' WHERE role = 'admin'"))
        self.found["control"] = int(not self._kept(before))

    def _older(self, steps: int) -> Path:
        """The file of the release so many steps below the newest."""
        return self._file.with_name(f"older-{steps}")

    def _move(self, way: str) -> str:
        """One step; the revision that is reached, or "nothing" below the first."""
        with self._app.app_context():
            try:
                alembic.downgrade(-1) if way == "downgrade" else alembic.upgrade(1)
            finally:
                self._shim.arm(0, 0)
        return self._revision()

    def _go_up(self, start: int, steps: int) -> None:
        """From so far below the newest, step by step; the first is cut off on its way."""
        shutil.copy(self._older(start), self._file)
        self._cut_off(start)
        for _ in range(steps):
            before = self._rows()
            self._move("upgrade")
            self.found["steps"] += 1
            self.found["rows"] += sum(len(rows) for rows in before.values())
            self.found["changed"] += not self._kept(before)

    def _cut_off(self, steps: int) -> None:
        """The disk fails from a call of this step on: nothing of it may be left behind."""
        before, revision = self._rows(), self._revision()
        at, failed = 1, True
        while failed:
            self._shim.arm(at, errno.EIO, on=True)
            try:
                self._move("upgrade")
                failed = False
            except OperationalError:
                self.found["cut"] += 1
                self.found["left"] += (self._rows(), self._revision()) != (before, revision)
            at = at + 1 if self._every_call else at * 4
        shutil.copy(self._older(steps), self._file)  # that one went through

    def _revision(self) -> str:
        with self._opened() as connection:
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return str(found or "nothing")

    @contextmanager
    def _opened(self) -> Iterator[Connection]:
        """A connection, with nothing left open behind it: the file itself is exchanged."""
        with self._app.app_context():
            with db.engine.connect() as connection:
                yield connection
            db.engine.dispose()

    def _rows(self) -> Rows:
        with self._opened() as connection:
            names = set(inspect(connection).get_table_names()) - {"alembic_version"}
            asked = {name: text(f"SELECT * FROM {name} ORDER BY 1") for name in names}
            return {
                name: [dict(row) for row in connection.execute(asked[name]).mappings()]
                for name in names
            }

    def _kept(self, before: Rows) -> bool:
        """Whether each row is there with what it held; new columns may have come."""
        after = self._rows()
        return all(
            len(rows) == len(after.get(name, []))
            and all(_holds(new, old) for new, old in zip(after[name], rows, strict=True))
            for name, rows in before.items()
        )


def _holds(new: dict[str, Any], old: dict[str, Any]) -> bool:
    """A step may seal what was plain, by the key of the tests."""
    return all(
        new[column] == value or str(new[column]).startswith("k0.")
        for column, value in old.items()
        if column in new
    )


if __name__ == "__main__":
    migrating = Migrating(Path(sys.argv[1]), every_call=sys.argv[2] == "every")
    migrating.run()
    print(json.dumps(migrating.found))
