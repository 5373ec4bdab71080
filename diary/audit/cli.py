"""The audit from the shell: verified, and its head told for keeping elsewhere."""

import click
from flask.cli import AppGroup

from diary.audit import queries, writers
from diary.extensions import settings
from diary.transactions import read_only

group = AppGroup("audit", help="What happened: verify the chain, tell its head.")


@group.command("verify")
def verify() -> None:
    """Follow the whole chain; names the first broken link and fails where there is one."""
    key = settings().keys.audit
    try:
        heads = writers.read_heads(settings().audit_heads, key)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    with read_only() as session:
        fault = next(queries.find_faults(session, key, heads), None)
        newest = queries.load_head(session)
    if fault:
        raise click.ClickException(f"The audit does not hold: {fault}.")
    click.echo(f"{newest.position} links hold, and each of {len(heads)} heads kept elsewhere.")
    if newest.position and not heads:
        click.echo("No head was kept elsewhere: a tail that was cut off could not be noticed.")


@group.command("head")
def head() -> None:
    """Print the newest link, as the file of heads keeps it: for paper, a mail, another machine."""
    with read_only() as session:
        newest = queries.load_head(session)
    click.echo(f"{newest.position} {newest.link}")
