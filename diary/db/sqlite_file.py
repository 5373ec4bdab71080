"""A SQLite file as a whole: copied to another key, compared table by table, put in place."""

import hashlib
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from diary.db.engine import BUSY_SECONDS, unlock

Progress = Callable[[float], None]  # how much of a work is done, from 0 to 1
Content = dict[str, tuple[int, str]]  # each table: how many rows, and the hash of them all


STEPS = 20_000  # of SQLite's machine, some milliseconds, between two looks at how far it is


class InUse(RuntimeError):
    """Somebody else has the file open."""


class Differs(RuntimeError):
    """A copy is not what it was made from."""


def opened(file: Path, key: str) -> Any:
    """Open a separate connection to a file, by its key."""
    connection = sqlite.connect(str(file), timeout=BUSY_SECONDS)
    try:
        unlock(connection, file, key)
    except BaseException:
        connection.close()
        raise
    return connection


def alone(file: Path, key: str) -> Any:
    """Open a connection that keeps every other out. Raises ``InUse`` where there is one.

    What lay in the write-ahead log is in the file afterwards, and the log is gone.
    """
    connection = opened(file, key)
    try:
        connection.execute("PRAGMA busy_timeout=500")
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except sqlite.OperationalError as error:
        connection.close()
        raise InUse(f"{file} is in use: stop the diary first.") from error
    if mode != "delete":
        connection.close()
        raise InUse(f"{file} is in use: stop the diary first.")
    return connection


def _ignore_progress(_share: float) -> None:
    """Report progress to nobody."""


def _ignore_copy(_copy: Path) -> None:
    """Do nothing with the finished copy."""


def convert(
    file: Path,
    key: str,
    new_key: str,
    *,
    report_progress: Progress = _ignore_progress,
    ready: Callable[[Path], None] = _ignore_copy,
) -> Content:
    """Put a copy under another key in the place of a file: copied, compared, then swapped.

    An empty key means: not encrypted. Killed at any moment, it leaves the file as it was, or the
    new one. ``ready`` is called with the finished copy just before it takes the place.
    """
    copy = file.with_name(f"{file.name}.new")
    copy.unlink(missing_ok=True)
    copy.touch(mode=0o600)
    try:
        with closing(alone(file, key)) as connection:
            _export(connection, file, copy, new_key, lambda part: report_progress(part / 2))
            content = content_of(connection, lambda part: report_progress(0.5 + part / 4))
            assert_same(copy, new_key, content, lambda part: report_progress(0.75 + part / 4))
            ready(copy)
            put(copy, file)
    finally:
        copy.unlink(missing_ok=True)
    return content


def _export(connection: Any, file: Path, copy: Path, key: str, report_progress: Progress) -> None:
    """Copy row by row under another key. Progress is measured by the size of the copy."""
    whole = file.stat().st_size

    def grown() -> None:
        report_progress(min(1.0, copy.stat().st_size / whole))

    connection.execute("ATTACH DATABASE ? AS copied KEY ?", (str(copy), f"x'{key}'" if key else ""))
    connection.set_progress_handler(grown, STEPS)
    connection.execute("SELECT sqlcipher_export('copied')").fetchall()
    connection.set_progress_handler(None, STEPS)
    connection.execute("DETACH DATABASE copied")


def content_of(connection: Any, report_progress: Progress = _ignore_progress) -> Content:
    """Return each table of a file, and its layout, as counts and hashes."""
    layout = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
    content = {"sqlite_schema": _hashed(connection, layout)}
    named = (
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'"
    )
    names = connection.execute(named).fetchall()
    for at, (name,) in enumerate(names, start=1):
        rows = f'SELECT * FROM "{name}" ORDER BY rowid'  # noqa: S608  # nosec B608: the name is the file's own
        content[name] = _hashed(connection, rows)
        report_progress(at / len(names))
    return content


def _hashed(connection: Any, query: str) -> tuple[int, str]:
    rows, hashed = 0, hashlib.sha256()
    for row in connection.execute(query):
        rows += 1
        hashed.update(repr(row).encode())
    return rows, hashed.hexdigest()


def assert_same(
    file: Path, key: str, content: Content, report_progress: Progress = _ignore_progress
) -> None:
    """Open a copy by its key and read all of it. Raises ``Differs`` for the first fault."""
    with closing(opened(file, key)) as connection:
        checks = ["PRAGMA integrity_check", "PRAGMA foreign_key_check"]
        if key:
            checks.insert(0, "PRAGMA cipher_integrity_check")
        for check in checks:
            faults = connection.execute(check).fetchall()
            if faults not in ([], [("ok",)]):
                raise Differs(f"{file} is damaged: {check} finds {len(faults)} faults.")
        copied = content_of(connection, report_progress)
    wrong = sorted(name for name in content | copied if content.get(name) != copied.get(name))
    if wrong:
        raise Differs(f"{file} differs in {', '.join(wrong)}.")


def put(finished: Path, place: Path) -> None:
    """Move a finished file to its place, for good: after a power cut it is the old or the new."""
    for path in (finished, finished.parent):
        _sync(path)
    finished.replace(place)
    _sync(place.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
