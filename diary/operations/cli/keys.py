"""The keys of the sealed fields, from the shell: listed, replaced, dropped."""

import click
from flask.cli import AppGroup
from sqlalchemy import Connection

from diary.db import Base, rotation
from diary.extensions import db, settings
from diary.operations.queries import key_faults

group = AppGroup("keys", help="The keys of notes and secrets: list, replace.")
OLDER = (
    "Nothing in this diary needs {name} any more. Backups and dumps of before may: this command"
    " does not know where they lie, and looks at none. Without {name} nobody reads the notes in"
    " such a backup, nor a dump under it at all, ever again. Drop it only when none of them is"
    " kept, or when a copy of {name} is kept elsewhere. Drop it?"
)


@group.command("list")
def show() -> None:
    """Each key by its id, and how many values it has sealed."""
    ring = settings().keys.fields
    with db.engine.connect() as connection:
        for name in ring.names:
            count = rotation.under(connection, Base.metadata, name)
            click.echo(f"{name}  {count} values{'  (seals)' if name == ring.names[-1] else ''}")
        missing = rotation.missing_keys(connection, Base.metadata, ring.names)
        for name in missing:
            count = rotation.under(connection, Base.metadata, name)
            click.echo(f"{name}  {count} values  (MISSING: nobody can read them)")
        faults = key_faults(connection, settings().keys)
    if faults:
        raise click.ClickException("\n".join(faults))


@group.command("rotate")
def rotate() -> None:
    """Seal every value with a new key; cut off, it goes on where it was.

    The diary may run meanwhile. With keys from the environment, add the new one there first and
    start the diary again.
    """
    ring = settings().keys.fields
    with db.engine.connect() as connection:
        unfinished = rotation.left(connection, Base.metadata, ring.active)
    if unfinished:
        click.echo(f"Going on with {ring.active}.")
    else:
        try:
            click.echo(f"The new key is {ring.add()}.")
        except ValueError as error:
            raise click.ClickException(str(error)) from error
    done = _reseal(ring.active)
    click.echo(f"{done} rows are sealed by {ring.active}. Copy the folder of keys; the former keys")
    click.echo("open older backups: keep them as long as those, or `keys drop` them.")


@group.command("drop")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask about older backups.")
def drop(name: str, yes: bool) -> None:
    """Forget a key that seals nothing any more; older backups cannot be read without it."""
    ring = settings().keys.fields
    if name not in ring.names:
        raise click.ClickException(f"There is no key {name}.")
    if name == ring.active:
        raise click.ClickException(f"{name} is the key that seals: rotate first.")
    with db.engine.connect() as connection:
        count = rotation.under(connection, Base.metadata, name)
    if count:
        raise click.ClickException(f"{count} values can only be read by {name}: rotate first.")
    if not yes:
        click.confirm(OLDER.format(name=name), abort=True)
    try:
        ring.drop(name)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name} is gone.")


def _reseal(active: str) -> int:
    """Some rows a transaction, so that nobody waits long for the database."""
    with db.engine.connect() as connection:
        whole = rotation.left(connection, Base.metadata, active)
    done = 0
    with click.progressbar(length=whole, label="Sealing anew") as bar:
        while some := _some(active):
            done += some
            bar.update(some)
    return done


def _some(active: str) -> int:
    with db.engine.connect() as plain:
        connection: Connection = plain.execution_options(writes=True)
        with connection.begin():
            return rotation.reseal_some(connection, Base.metadata, active)
