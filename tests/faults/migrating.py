"""Run under the shim: a diary full of rows goes up to a later release and back, also cut off.

The later release is a step that only tests know: there is one migration so far. That one is cut
off too, on a database without tables.
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
from tests.db.later import NEWEST, add_later_step
from tests.faults.shim import Shim
from tests.whole_app.planting import plant

MANY = 1_000_000  # calls, more than any step makes
Rows = dict[str, list[dict[str, Any]]]


class Migrating:
    """The file of one diary, taken up and down."""

    def __init__(self, folder: Path, *, every_call: bool) -> None:
        self._file, self._every_call = folder / "diary.sqlite", every_call
        self._app: Flask = make_app(f"sqlite:///{self._file}", folder)
        self._shim = Shim()
        self.found = {"steps": 0, "rows": 0, "tables": 0, "cut": 0, "changed": 0, "left": 0}

    def run(self) -> None:
        plant(self._app)
        add_later_step(self._app)
        before = self._rows()
        self.found["tables"] = sum(bool(rows) for rows in before.values())
        self._try("upgrade")
        self._try("downgrade")
        self.found["back"] = int(self._rows() == before and self._revision() == NEWEST)
        self._control()
        self._move("downgrade")
        self._try("upgrade")

    def _control(self) -> None:
        """One letter in one row is told."""
        before = self._rows()
        with self._opened() as connection, connection.begin():
            connection.execute(text("UPDATE users SET name = name || '!' WHERE role = 'admin'"))
        self.found["control"] = int(not self._kept(before))

    def _move(self, way: str) -> None:
        """One step up or down."""
        with self._app.app_context():
            try:
                alembic.downgrade(-1) if way == "downgrade" else alembic.upgrade(1)
            finally:
                self._shim.arm(0, 0)
                db.engine.dispose()  # nothing is left open: the file itself is exchanged

    def _try(self, way: str) -> None:
        """Cut a step off on its way, then let it go through with all its rows."""
        before = self._rows()
        self._cut_off(way)
        self._move(way)
        self.found["steps"] += 1
        self.found["rows"] += sum(len(rows) for rows in before.values())
        self.found["changed"] += not self._kept(before)

    def _cut_off(self, way: str) -> None:
        """The disk fails from a call of this step on: nothing of it may be left behind."""
        before, revision = self._rows(), self._revision()
        saved = self._file.with_name("saved")
        shutil.copy(self._file, saved)
        at, failed = 1, True
        while failed:
            self._shim.arm(at, errno.EIO, on=True)
            try:
                self._move(way)
                failed = False
            except OperationalError:
                if at > MANY:  # it is the step itself that fails
                    raise
                self.found["cut"] += 1
                self.found["left"] += (self._rows(), self._revision()) != (before, revision)
            at = at + 1 if self._every_call else at * 4
        shutil.copy(saved, self._file)  # that one went through

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
    """A step may seal what was plain, by the key of the tests, and open it on its way back."""
    return all(
        new[column] == value or "k0." in (str(new[column])[:3], str(value)[:3])
        for column, value in old.items()
        if column in new
    )


if __name__ == "__main__":
    migrating = Migrating(Path(sys.argv[1]), every_call=sys.argv[2] == "every")
    migrating.run()
    print(json.dumps(migrating.found))
