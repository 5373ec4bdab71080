"""Backups, from the shell: taken, and brought back."""

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import make_url

from diary import clock, keys
from diary.audit.queries import load_head
from diary.audit.writers import append_restored_head
from diary.config import sqlite_path
from diary.db import backup as sqlite_backup
from diary.db import sqlite_file
from diary.db.engine import UnsoundDatabase
from diary.extensions import settings
from diary.operations.cli import postgres_backup
from diary.operations.cli.database import read_key
from diary.operations.queries import key_faults
from diary.transactions import read_only

FAULTS = (sqlite_backup.Exists, sqlite_file.Differs, sqlite_file.InUse, UnsoundDatabase)
LOCKED_UP = (
    "Brought back {what}, but its keys are not here, so it does not start.\n{faults}\nThen run"
    " `restore` with --replace again, so that the audit knows of it."
)
READABLE = "It is not encrypted as a whole; notes and secrets in it are sealed."


@click.command("backup")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--uncompared", is_flag=True, help="On PostgreSQL: do not bring it back to compare.")
@with_appcontext
def backup(path: Path, uncompared: bool) -> None:
    """Save the diary while it runs: encrypted, and proven by bringing it back."""
    file, key = sqlite_path(settings().database_url), settings().keys.database
    if file is None:
        url = make_url(settings().database_url)
        postgres_backup.save(url, settings().keys.fields, path, compared=not uncompared)
        return
    if not file.exists():
        raise click.ClickException(f"There is no diary in {file} yet.")
    try:
        content = sqlite_backup.back_up(file, key, path)
    except FAULTS as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Saved {_counted(content)} to {path}, brought back and compared.")
    click.echo("The keys are not in it: keep them elsewhere." if key else READABLE)


@click.command("restore")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Take the place of the diary that is there.")
@click.option(
    "--key-file",
    type=click.Path(path_type=Path, exists=True),
    help="The key of the backup, where it is none of the folder of keys.",
)
@with_appcontext
def restore(path: Path, replace: bool, key_file: Path | None) -> None:
    """Bring a backup back; the diary that was there is kept beside it.

    A backup under a former key is found to be so, and gets the key of today.
    """
    file, key = sqlite_path(settings().database_url), settings().keys.database
    if file is None:
        postgres_backup.bring_back(make_url(settings().database_url), settings().keys.fields, path)
        _brought_back("the dump")
        return
    if file.exists() and not replace:
        raise click.ClickException(f"{file} exists. With --replace it is kept under another name.")
    stamp = clock.now().strftime("%Y%m%dT%H%M%S%fZ")
    former = file.with_name(f"{file.name}.before-{stamp}")
    try:
        content = sqlite_backup.bring_back(path, key, file, former, _older(key_file))
    except FAULTS as error:
        raise click.ClickException(str(error)) from error
    _brought_back(_counted(content))
    if former.exists():
        click.echo(f"What was there is kept: {former}")


def _brought_back(what: str) -> None:
    """Say so, also beside the chain: what came after the backup no longer counts."""
    keys = settings().keys
    with read_only() as session:
        if faults := key_faults(session.connection(), keys):
            raise click.ClickException(LOCKED_UP.format(what=what, faults="\n".join(faults)))
        append_restored_head(settings().audit_heads, keys.audit, load_head(session))
    click.echo(f"Brought back {what}. Now run: flask --app wsgi db upgrade")


def _older(key_file: Path | None) -> list[str]:
    """Keys that may open a backup of before."""
    named, folder = [read_key(key_file)] if key_file else [], settings().keys.folder
    return [*named, *(keys.former_keys(folder) if folder else [])]


def _counted(content: sqlite_file.Content) -> str:
    rows = sum(count for name, (count, _) in content.items() if name != "sqlite_schema")
    return f"{rows} rows in {len(content) - 1} tables"
