"""The database's file, from the shell."""

from collections.abc import Callable
from pathlib import Path

import click
from flask.cli import AppGroup

from diary import clock, keys
from diary.config import sqlite_path
from diary.db import sqlite_file
from diary.extensions import settings
from diary.keys import is_encrypted

group = AppGroup("database", help="The database's file: encrypt it, give it another key.")
FROM_ENVIRONMENT = (
    "The key comes from DIARY_DATABASE_KEY. Write a new one into a file (64 hexadecimal digits),"
    " give that with --to, and put it into DIARY_DATABASE_KEY afterwards."
)
KEEP_IT = "It opens the older backups: keep it as long as those, apart from them."


def own_file() -> Path:
    """Return the SQLite file of this diary. Raises ``ClickException`` where it has none."""
    path = sqlite_path(settings().database_url)
    if path is None:
        raise click.ClickException("This diary is kept by a PostgreSQL server, not in a file.")
    return path


@group.command("encrypt")
def encrypt() -> None:
    """Encrypt a database that was made before: copied, compared, then swapped."""
    file, key = own_file(), settings().keys.database
    if not key:
        raise click.ClickException("DIARY_DATABASE_ENCRYPTED=no: there is no key to encrypt with.")
    if not file.exists():
        raise click.ClickException(
            f"There is no {file} yet; a new one is encrypted from the start."
        )
    if is_encrypted(file):
        click.echo(f"{file} is encrypted already.")
        return
    try:
        content = sqlite_file.convert(file, "", key)
    except (sqlite_file.InUse, sqlite_file.Differs) as error:
        raise click.ClickException(str(error)) from error
    rows = sum(count for name, (count, _) in content.items() if name != "sqlite_schema")
    click.echo(f"Encrypted {file}: {rows} rows in {len(content) - 1} tables, compared one by one.")
    click.echo("Older copies of it are still readable: delete them, or encrypt where they lie.")


@group.command("rotate")
@click.option("--to", type=click.Path(path_type=Path, exists=True), help="A file with the new key.")
def rotate(to: Path | None) -> None:
    """Give the encrypted file another key: copied, compared, then swapped.

    The diary must not run meanwhile. Cut off at any moment, the file opens by the key that is
    there; run it again.
    """
    file, installed = own_file(), settings().keys
    if not installed.database or not is_encrypted(file):
        raise click.ClickException(f"There is no encrypted {file}: nothing to give another key to.")
    if installed.folder is None and to is None:
        raise click.ClickException(FROM_ENVIRONMENT)
    if installed.folder is not None and _settled(installed.folder, file):
        click.echo("The change that was cut off is done now.")
        return
    new = read_key(to) if to else keys.fresh_database_key()
    _change(file, installed, new)
    if installed.folder is None:
        click.echo(f"Now put the key of {to} into DIARY_DATABASE_KEY, before the next start.")
        click.echo(f"The former key: {KEEP_IT}")
    else:
        _settled(installed.folder, file)


def _change(file: Path, installed: keys.Keys, new: str) -> None:
    def ready(copy: Path) -> None:
        if installed.folder is not None:
            keys.announce(installed.folder, new, copy)

    try:
        with click.progressbar(length=100, label="Encrypting anew") as bar:
            report_progress = _progress_of(bar.update)
            content = sqlite_file.convert(
                file, installed.database, new, report_progress=report_progress, ready=ready
            )
    except (sqlite_file.InUse, sqlite_file.Differs) as error:
        raise click.ClickException(str(error)) from error
    rows = sum(count for name, (count, _) in content.items() if name != "sqlite_schema")
    click.echo(f"{file} has a new key: {rows} rows in {len(content) - 1} tables, compared.")


def _progress_of(update: Callable[[int], None]) -> sqlite_file.Progress:
    """Turn a share of the work into steps of a progress bar of a hundred."""
    done = 0

    def report(share: float) -> None:
        nonlocal done
        steps = int(share * 100) - done
        done += steps
        update(steps)

    return report


def _settled(folder: Path, file: Path) -> bool:
    former = keys.settle(folder, file, clock.now().strftime("%Y%m%dT%H%M%S%fZ"))
    if former is not None:
        click.echo(f"The former key is {former}. {KEEP_IT}")
    return former is not None


def read_key(file: Path) -> str:
    """The key of a database that stands in a file."""
    try:
        return keys.hexadecimal(
            file.read_text(encoding="ascii", errors="replace").strip(), "database"
        )
    except ValueError as error:
        raise click.ClickException(str(error)) from error
