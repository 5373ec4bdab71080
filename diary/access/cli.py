"""Closing and reopening the account of somebody who works here, from the shell."""

from uuid import UUID

import click
from flask.cli import with_appcontext

from diary.access import actions
from diary.access.notifications import notify_account_closed
from diary.accounts import queries
from diary.audit.rules import OPERATOR
from diary.domain.people import Role
from diary.extensions import settings
from diary.transactions import early_commit, read_only


@click.command("close")
@click.argument("email")
@with_appcontext
def close(email: str) -> None:
    """Close the account of a doctor or administrator: they are out, and read no diary any more."""
    person_id, role = _staff(email)
    with early_commit() as session:
        closed = actions.close_account(session, person_id, OPERATOR)
    if closed is None:
        raise click.ClickException("This account is closed already.")
    sent = notify_account_closed(closed) if settings().smtp else 0
    click.echo(f"Closed {email}. Links to diaries that ended: {len(closed)}.")
    click.echo(f"Patients told by mail: {sent}. All of them see it in their history.")
    if role is Role.ADMIN:
        click.echo("Make sure that the clinic has another administrator: accounts add --role admin")


@click.command("reopen")
@click.argument("email")
@with_appcontext
def reopen(email: str) -> None:
    """Let somebody sign in again whose account was closed; patients must share anew."""
    person_id, _ = _staff(email)
    with early_commit() as session:
        reopened = actions.reopen_account(session, person_id, OPERATOR)
    if not reopened:
        raise click.ClickException("This account is not closed, or nobody can sign in to it.")
    click.echo(f"Reopened {email}. It opens no diary until a patient shares again.")


def _staff(email: str) -> tuple[UUID, Role]:
    with read_only() as session:
        person = queries.find_user_by_email(session, email)
        if person is None:
            raise click.ClickException("There is no account with this address.")
        if person.role == Role.PATIENT:
            raise click.ClickException(
                "This is a patient's account: they have it erased themselves, under More."
            )
        return person.id, person.role
