"""Backups of a diary on PostgreSQL: by its own programs, sealed before they touch the disk."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import click
from sqlalchemy import URL, inspect

from diary.db.files import put
from diary.extensions import db
from diary.keeping.writers import PIECE, opened, sealed
from diary.keys import Keyring, Unreadable

MISSING = (
    "A diary on PostgreSQL is saved by pg_dump and brought back by pg_restore, and there is none"
    " here: install PostgreSQL's client programs, or save the server by its own means."
)
NOT_EMPTY = "There are tables in this database already: name an empty one in DATABASE_URL."


def save(url: URL, ring: Keyring, path: Path) -> None:
    """A dump that only the keys of the fields open, opened again as far as its list of contents."""
    dump, restore = _program("pg_dump"), _program("pg_restore")
    if path.exists():
        raise click.ClickException(f"{path} exists already: name another file.")
    made = path.with_name(f"{path.name}.part")
    made.unlink(missing_ok=True)
    made.touch(mode=0o600)
    try:
        words = [dump, "--format=custom", f"--dbname={_named(url)}"]
        with made.open("w", encoding="ascii") as file, _run(words, url) as (_, said):
            file.writelines(f"{line}\n" for line in sealed(ring, _pieces(said)))
        listed = _fed([restore, "--list"], url, _opened(ring, made))
        put(made, path)
    finally:
        made.unlink(missing_ok=True)
    tables = sum(" TABLE DATA " in line for line in listed.splitlines())
    click.echo(f"Saved {tables} tables to {path}, sealed with the field key {ring.active}.")
    click.echo("It was opened again, and not brought back to compare.")


def bring_back(url: URL, ring: Keyring, path: Path) -> None:
    """Put a dump into an empty database, in one transaction; looked through before."""
    restore = _program("pg_restore")
    with db.engine.connect() as connection:
        if inspect(connection).get_table_names():
            raise click.ClickException(NOT_EMPTY)
    for _ in _opened(ring, path):
        pass  # a dump that is not whole shall not even begin
    words = [restore, "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    _fed([*words, f"--dbname={_named(url)}"], url, _opened(ring, path))


def _opened(ring: Keyring, path: Path) -> Iterator[bytes]:
    try:
        with path.open(encoding="ascii") as file:
            yield from opened(ring, file)
    except (Unreadable, UnicodeDecodeError, FileNotFoundError) as error:
        raise click.ClickException(
            f"{path} is no dump that these keys open, or not whole: nothing was changed."
        ) from error


def _fed(command: list[str], url: URL, pieces: Iterable[bytes]) -> str:
    """What a program says of the pieces that it is given."""
    with _run(command, url) as (given, said):
        for piece in pieces:
            with suppress(BrokenPipeError):  # it has read what it wanted; the rest must open too
                given.write(piece)
        with suppress(BrokenPipeError):
            given.close()
        return said.read().decode()


@contextmanager
def _run(command: list[str], url: URL) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """A program's input and output; raises ``ClickException`` with its own words."""
    password = {"PGPASSWORD": str(url.password)} if url.password else {}
    pipe = subprocess.PIPE
    with (
        TemporaryFile() as wrong,
        subprocess.Popen(  # noqa: S603
            command, env={**os.environ, **password}, stdin=pipe, stdout=pipe, stderr=wrong
        ) as process,
    ):
        assert process.stdin  # noqa: S101 for the type checker: both are pipes
        assert process.stdout  # noqa: S101
        try:
            yield process.stdin, process.stdout
        except BaseException:
            process.kill()
            raise
        if process.wait():
            wrong.seek(0)
            raise click.ClickException(wrong.read().decode().strip() or f"{command[0]} failed.")


def _pieces(said: IO[bytes]) -> Iterator[bytes]:
    while piece := said.read(PIECE):
        yield piece


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise click.ClickException(MISSING)
    return found


def _named(url: URL) -> str:
    """As its programs want it; the password goes by the environment, which no list shows."""
    return url.set(drivername="postgresql", password=None).render_as_string()
