"""The demo on the command line: fill an empty database, and say how to sign in."""

import click
from flask.cli import AppGroup

from diary import clock
from diary.accounts.queries import any_account_exists
from diary.auth.rules import hash_password
from diary.demo import actions, queries
from diary.demo.rules import BEN, PASSWORD, PATIENTS
from diary.extensions import settings
from diary.transactions import early_commit, read_only

group = AppGroup("demo", help="An invented clinic to look around in; never in production.")


@group.command("fill")
def fill() -> None:
    """Add the invented people where there is no account yet; else change nothing."""
    _refuse_in_production()
    with read_only() as session:
        if any_account_exists(session):
            return
    hashed = hash_password(PASSWORD)
    with early_commit() as session:
        if any_account_exists(session):  # a second start at the same moment came first
            return
        counts = actions.fill(session, hashed, clock.now())
    click.echo(
        f"Added an invented clinic: {counts.patients} patients, "
        f"{counts.sessions} sessions, {counts.entries} entries."
    )


@group.command("hello")
def hello() -> None:
    """Say where the diary is and who can sign in."""
    _refuse_in_production()
    click.echo(f"\nRelief Diary: {settings().base_url}\n")
    with read_only() as session:
        if not queries.is_filled(session):
            return
    click.echo("The people here are invented, and so is every number. Sign in as")
    for person in (*PATIENTS, BEN):
        role = "doctor" if person is BEN else "patient"
        click.echo(f"  {person.email:<24} {role:<9} {person.name}")
    click.echo(f"each with the password  {PASSWORD}\n")


def _refuse_in_production() -> None:
    if settings().production:
        raise click.ClickException("The demo is not for production: real diaries live here.")
