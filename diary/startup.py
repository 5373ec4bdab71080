"""What must hold before a diary is served or worked on, each fault in one sentence.

A database of another version, keys that are not the diary's, a file that does not open: each would
otherwise show as an error on a page, or worse, as notes that nobody can read later.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

import click
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as sqlite

from diary.config import Settings
from diary.db.engine import UnsoundDatabase, assert_opens
from diary.extensions import alembic, db
from diary.operations.queries import key_faults

UPGRADE = "run `flask --app wsgi db upgrade`."
EMPTY = "The database is empty: {upgrade}"
BEHIND = "The database is at {found}, this version needs {needed}: {upgrade}"
AHEAD = (
    "The database is at {found}, which this version does not know (its newest is {needed}):"
    " start the version that the database was last used with, or a newer one."
)
# numbers that only copies of the time before the first release have
DEVELOPMENT = ("0001", "0026")
OUTDATED = (
    "The database is a development copy with tables from before the first release ({found}), which"
    " nothing converts: export its diaries with the program that made it, name an empty"
    " database (or move the instance folder away), and {upgrade}"
)
BROKEN = "The database cannot be used: {reason}."
DAMAGED = (
    "The file of the database is damaged ({reason}). Keep a copy of it and bring the newest backup"
    " back: flask --app wsgi restore --replace BACKUP"
)
# These repair the database or its keys, or say what is wrong with them
FREE = ("db", "restore", "database", "charts", "keys")
KEYS_ONLY = ("db upgrade", "keys rotate", "keys drop")


class NotReady(RuntimeError):
    """Why the diary must not be used yet, one sentence a line."""


def assert_ready(app: Flask, *, any_version: bool = False) -> None:
    """Raise ``NotReady`` where the database is not this version's or the keys are not its own.

    ``any_version`` is for what changes the version: it still must not seal with another key. Makes
    the keys that a new diary has not yet.
    """
    settings: Settings = app.extensions["settings"]
    with app.app_context(), _in_a_sentence():
        assert_opens(settings.database_url, settings.keys)
        try:
            _look(settings, any_version=any_version)
        finally:
            db.engine.dispose()  # no worker may inherit a connection
        settings.keys.make()


def _look(settings: Settings, *, any_version: bool) -> None:
    known = [script.revision for script in alembic.script_directory.walk_revisions()]
    with db.engine.connect() as connection:
        version = None
        if inspect(connection).has_table("alembic_version"):
            version = connection.scalar(text("SELECT version_num FROM alembic_version"))
        if version in DEVELOPMENT and version not in known:
            raise NotReady(OUTDATED.format(found=version, upgrade=UPGRADE))
        if not any_version:
            _assert_version(version, known)
        if version in known and (faults := key_faults(connection, settings.keys)):
            raise NotReady("\n".join(faults))


def _assert_version(version: str | None, known: list[str]) -> None:
    """``known`` are the versions of this program, the newest first."""
    if version is None:
        raise NotReady(EMPTY.format(upgrade=UPGRADE))
    if version not in known:
        raise NotReady(AHEAD.format(found=version, needed=known[0]))
    if version != known[0]:
        raise NotReady(BEHIND.format(found=version, needed=known[0], upgrade=UPGRADE))


@contextmanager
def _in_a_sentence() -> Iterator[None]:
    """Turn what the database or the disk says into a ``NotReady``."""
    try:
        yield
    except UnsoundDatabase as error:
        raise NotReady(str(error)) from error
    except (DBAPIError, sqlite.Error) as error:
        reason = str(getattr(error, "orig", error)).strip()
        words = DAMAGED if "malformed" in reason else BROKEN
        raise NotReady(words.format(reason=reason)) from error
    except BrokenPipeError:  # whoever read has read enough
        raise
    except OSError as error:
        raise NotReady(words_of(error)) from error


def words_of(error: OSError) -> str:
    """What the system refused, and where."""
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}."


def guard_commands(app: Flask) -> None:
    """Let every shell command look first, and end with a sentence where something is wrong.

    The commands are shared by all apps of a process, so each app gets copies of its own.
    """
    for name, command in app.cli.commands.items():
        app.cli.commands[name] = _guarded(app, command, name)


def _guarded(app: Flask, command: click.Command, path: str) -> click.Command:
    guarded = copy(command)
    if isinstance(guarded, click.Group):
        guarded.commands = {
            name: _guarded(app, below, f"{path} {name}") for name, below in guarded.commands.items()
        }
    elif guarded.callback is not None:
        guarded.callback = _after_looking(app, guarded.callback, path)
    return guarded


def _after_looking(app: Flask, work: Callable[..., Any], path: str) -> Callable[..., Any]:
    def looked(*args: Any, **kwargs: Any) -> Any:
        try:
            if path in KEYS_ONLY or path.partition(" ")[0] not in FREE:
                assert_ready(app, any_version=path in KEYS_ONLY)
            with _in_a_sentence():
                return work(*args, **kwargs)
        except NotReady as error:
            raise click.ClickException(str(error)) from error

    return looked
