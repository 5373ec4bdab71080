"""The database's file, from the shell."""

from pathlib import Path

import click
from flask.cli import AppGroup

from diary.config import sqlite_file
from diary.db import files
from diary.extensions import settings
from diary.keys import is_encrypted

group = AppGroup("database", help="The database's file: encrypt it.")


def own_file() -> Path:
    """The SQLite file of this diary; says so where it is not kept in one."""
    found = sqlite_file(settings().database_url)
    if found is None:
        raise click.ClickException("This diary is kept by a PostgreSQL server, not in a file.")
    return found


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
        content = files.convert(file, "", key)
    except (files.InUse, files.Differs) as error:
        raise click.ClickException(str(error)) from error
    rows = sum(count for name, (count, _) in content.items() if name != "sqlite_schema")
    click.echo(f"Encrypted {file}: {rows} rows in {len(content) - 1} tables, compared one by one.")
    click.echo("Older copies of it are still readable: delete them, or encrypt where they lie.")
