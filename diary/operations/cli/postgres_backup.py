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

from diary.db import trial_restore
from diary.db.sqlite_file import Content, Differs, InUse, put
from diary.extensions import db
from diary.keys import DecryptionFailed, Keyring
from diary.operations.writers import PIECE, opened, sealed

MISSING = (
    "A diary on PostgreSQL is saved by pg_dump and brought back by pg_restore, and there is none"
    " here: install PostgreSQL's client programs, or save the server by its own means."
)
NOT_COMPARED = 3  # how `backup` ends for a dump that is kept and was not brought back
MAY_NOT = (
    "It is kept. To have it compared let {role} make databases (ALTER ROLE … CREATEDB), or do the"
    " drill; --uncompared asks for none."
)
NOT_EMPTY = "There are tables in this database already: name an empty one in DATABASE_URL."


def save(url: URL, ring: Keyring, path: Path, *, compared: bool) -> None:
    """A dump that only the keys of the fields open, brought back beside the diary and compared.

    It takes its name only afterwards. Where the diary's role may not make a database for that, it
    is kept all the same, and the command says so and fails.
    """
    _program("pg_dump"), _program("pg_restore")
    if path.exists():
        raise click.ClickException(f"{path} exists already: name another file.")
    partial = path.with_name(f"{path.name}.part")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    try:
        content = _dump(url, ring, partial)
        proven = compared and _proven(url, ring, partial, content)
        put(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    rows = sum(count for name, (count, _) in content.items() if name != trial_restore.LAYOUT)
    click.echo(
        f"Saved {rows} rows in {len(content) - 1} tables to {path}, sealed with the field key"
        f" {ring.active}{', brought back and compared' if proven else ''}."
    )
    if not proven:
        click.echo("NOT COMPARED: it was opened to its end, and not brought back.", err=True)
    if compared and not proven:
        click.echo(MAY_NOT.format(role=url.username or "the diary's role"), err=True)
        click.get_current_context().exit(NOT_COMPARED)


def _dump(url: URL, ring: Keyring, partial: Path) -> Content:
    """The sealed dump of one moment, and what the diary held at that moment."""
    with trial_restore.moment(db.engine) as (connection, moment):
        words = [_program("pg_dump"), "--format=custom", f"--snapshot={moment}"]
        with (
            partial.open("w", encoding="ascii") as file,
            _run([*words, f"--dbname={_named(url)}"], url) as (_, output),
        ):
            file.writelines(f"{line}\n" for line in sealed(ring, _pieces(output)))
        content = trial_restore.content_of(connection)
    _fed([_program("pg_restore"), "--list"], url, _opened(ring, partial))
    return content


def _proven(url: URL, ring: Keyring, partial: Path, content: Content) -> bool:
    """Restore it into a separate database and compare. Return false where none may be made."""
    try:
        with trial_restore.beside(db.engine) as name:
            _put_into(url.set(database=name), ring, partial)
            trial_restore.assert_same(db.engine, name, content)
    except trial_restore.MayNot:
        return False
    except (Differs, InUse) as error:
        raise click.ClickException(f"The dump is not kept: {error}.") from error
    return True


def bring_back(url: URL, ring: Keyring, path: Path) -> None:
    """Put a dump into an empty database, in one transaction, after reading all of it."""
    _program("pg_restore")
    with db.engine.connect() as connection:
        if inspect(connection).get_table_names():
            raise click.ClickException(NOT_EMPTY)
    for _ in _opened(ring, path):
        pass  # a dump that is not whole shall not even begin
    _put_into(url, ring, path)


def _put_into(url: URL, ring: Keyring, path: Path) -> None:
    how = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    words = [_program("pg_restore"), *how, f"--dbname={_named(url)}"]
    _fed(words, url, _opened(ring, path))


def _opened(ring: Keyring, path: Path) -> Iterator[bytes]:
    try:
        with path.open(encoding="ascii") as file:
            yield from opened(ring, file)
    except (DecryptionFailed, UnicodeDecodeError, FileNotFoundError) as error:
        raise click.ClickException(
            f"{path} is no dump that these keys open, or not whole: nothing was changed."
        ) from error


def _fed(command: list[str], url: URL, pieces: Iterable[bytes]) -> str:
    """Feed pieces to a program and return its output."""
    with _run(command, url) as (input_pipe, output):
        for piece in pieces:
            with suppress(BrokenPipeError):  # it has read what it wanted; the rest must open too
                input_pipe.write(piece)
        with suppress(BrokenPipeError):
            input_pipe.close()
        return output.read().decode()


@contextmanager
def _run(command: list[str], url: URL) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Run a program and yield its input and output. Raises ``ClickException`` with its message."""
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


def _pieces(output: IO[bytes]) -> Iterator[bytes]:
    while piece := output.read(PIECE):
        yield piece


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise click.ClickException(MISSING)
    return path


def _named(url: URL) -> str:
    """Format the URL for PostgreSQL's programs.

    The password goes by the environment, which no list of processes shows.
    """
    return url.set(drivername="postgresql", password=None).render_as_string()
