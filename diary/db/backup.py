"""Backups of a SQLite file: taken while it is written to, proven by bringing them back."""

import os
import shutil
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from diary.db.engine import UnsoundDatabase
from diary.db.sqlite_file import (
    Content,
    InUse,
    alone,
    assert_same,
    content_of,
    convert,
    opened,
    put,
)


class Exists(RuntimeError):
    """There is something already where a copy should go."""


def back_up(file: Path, key: str, target: Path) -> Content:
    """Save a copy of this moment under the same key.

    Raises ``Exists``, or ``Differs`` for a copy that is not equal.

    Writers are not held up. The copy takes its place only after it was brought back into a file of
    its own, read whole, and found equal to the diary as it was at that moment.
    """
    if target.exists():
        raise Exists(f"{target} exists already: name another file.")
    partial = target.with_name(f"{target.name}.part")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    try:
        with closing(opened(file, key)) as source:
            # one snapshot for the copy and for what it is compared with
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            with closing(opened(partial, key)) as copy:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
            content = content_of(source)
        _try(partial, key, content)
        put(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return content


def bring_back(
    backup: Path, key: str, file: Path, former: Path, older: Sequence[str] = ()
) -> Content:
    """Put a backup in the place of the diary, which is kept as ``former``.

    A backup that an ``older`` key opens gets the key of today. Raises ``InUse`` while the diary
    runs, ``UnsoundDatabase`` for what is no backup of these keys.
    """
    if not backup.is_file():
        raise UnsoundDatabase(f"There is no file {backup}.")
    restoring = file.with_name(f"{file.name}.restoring")
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        _copy(backup, restoring)
        backup_key = _key_of(restoring, key, older)
        content = _whole(restoring, backup_key, backup)
        if backup_key != key:
            convert(restoring, backup_key, key)
        if file.exists():
            _keep(file, key, former)
        put(restoring, file)
    finally:
        restoring.unlink(missing_ok=True)
    return content


def _key_of(copy: Path, key: str, older: Sequence[str]) -> str:
    """Return the key that opens a backup.

    Where none does it is today's, so that the error names that one.
    """
    for candidate in (key, *older):
        with suppress(UnsoundDatabase, sqlite.DatabaseError):
            opened(copy, candidate).close()
            return candidate
    return key


def _whole(copy: Path, key: str, backup: Path) -> Content:
    """Read a copy of a backup to its end and return its content."""
    try:
        with closing(opened(copy, key)) as connection:
            content = content_of(connection)
        assert_same(copy, key, content)
    except sqlite.DatabaseError as error:
        raise UnsoundDatabase(f"{backup} is damaged: nothing was changed.") from error
    return content


def _try(copy: Path, key: str, content: Content) -> None:
    """Bring a copy back into a file of its own, and compare."""
    trial = copy.with_name(f"{copy.name}.trial")
    try:
        _copy(copy, trial)
        assert_same(trial, key, content)
    finally:
        trial.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    shutil.copyfile(source, target)


def _keep(file: Path, key: str, former: Path) -> None:
    """Give the diary's file a second name, so that there is one at its place at every moment."""
    try:
        alone(file, key).close()
    except InUse:
        raise
    except (UnsoundDatabase, sqlite.DatabaseError):
        # it cannot be opened, which may be why a backup is brought back: keep it as it lies
        for log in ("-wal", "-shm"):
            log_file = file.with_name(file.name + log)
            if log_file.exists():
                log_file.replace(former.with_name(former.name + log))
    os.link(file, former)
