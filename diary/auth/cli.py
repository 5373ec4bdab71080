"""Accounts from the shell: the operator's way in."""

import getpass
import sys
from datetime import timedelta
from typing import TypeVar

import click
from flask.cli import AppGroup

from diary.accounts import actions as account_actions
from diary.accounts import queries
from diary.accounts.actions import AddressTaken, NewPerson, add_account
from diary.accounts.rules import clean_email
from diary.audit.rules import OPERATOR
from diary.auth import actions
from diary.auth.rules import hash_password, password_fault
from diary.domain.people import Role
from diary.domain.time_zones import zone_names
from diary.transactions import early_commit
from diary.web.addresses import absolute_url

group = AppGroup("accounts", help="People: add, invite, help back in.")
Found = TypeVar("Found")
ROLES = click.Choice([role.value for role in Role])


@group.command("add")
@click.option("--role", type=ROLES, required=True)
@click.option("--name", help="Shown on pages; the part before the @ where it is not given.")
@click.option("--zone", default="UTC", show_default=True, help="IANA time zone.")
@click.option("--clinic", help="The clinic's name; made when it is new.")
@click.argument("email")
def add(role: str, name: str | None, zone: str, clinic: str | None, email: str) -> None:
    """Make a person's account; the password is read from standard input."""
    address = _address(email)
    if zone not in zone_names():
        raise click.BadParameter(f"{zone!r} is not an IANA time zone, like Europe/Paris.")
    if role == Role.ADMIN and not clinic:
        raise click.UsageError("An administrator belongs to a clinic: give --clinic NAME.")
    password = _password()
    if fault := password_fault(password, address):
        raise click.ClickException(fault)
    hashed = hash_password(password)
    try:
        with early_commit() as session:
            person = NewPerson(
                email=address,
                password_hash=hashed,
                role=Role(role),
                name=name or address.split("@", maxsplit=1)[0],
                zone=zone,
                clinic_id=account_actions.find_or_add_clinic(session, clinic).id
                if clinic
                else None,
            )
            add_account(session, person, OPERATOR)
    except AddressTaken as error:
        raise click.ClickException(f"{address} has an account already.") from error
    click.echo(f"Added {role} {address}.")


@group.command("invite")
@click.option("--role", type=ROLES, required=True)
@click.option("--clinic", help="The clinic's name; made when it is new.")
@click.argument("email")
def invite(role: str, clinic: str | None, email: str) -> None:
    """Print a single-use link by which a person makes an account."""
    address = _address(email)
    with early_commit() as session:
        if queries.find_user_by_email(session, address) is not None:
            raise click.ClickException(f"{address} has an account already.")
        clinic_id = account_actions.find_or_add_clinic(session, clinic).id if clinic else None
        token = account_actions.add_invitation(session, address, Role(role), clinic_id, OPERATOR)
    click.echo(absolute_url("auth.join", token=token))


@group.command("reset-link")
@click.argument("email")
def reset_link(email: str) -> None:
    """Print a single-use link by which a person chooses a new password."""
    with early_commit() as session:
        person = _there(queries.find_user_by_email(session, _address(email)))
        token = actions.start_reset(session, person.email)
    if token is None:
        raise click.ClickException(f"This account is closed: accounts reopen {email}")
    click.echo(absolute_url("auth.reset", token=token))


@group.command("sign-out")
@click.argument("email")
def sign_out(email: str) -> None:
    """Sign a person out on every device, at once: a phone was lost, somebody left."""
    with early_commit() as session:
        user = _there(queries.find_user_by_email(session, _address(email)))
        ended = actions.sign_out_everywhere(session, user.id)
    click.echo(f"Signed out on {ended} device{'' if ended == 1 else 's'}.")


@group.command("list")
def list_accounts() -> None:
    """Print every account: address, role, since when, and what keeps it from being used."""
    with early_commit() as session:
        lines = actions.list_accounts(session)
    for line in lines:
        state = ["closed"] if line.is_closed else []
        if line.wait is not None:
            minutes = -(-line.wait // timedelta(minutes=1))
            state.append(f"many tries: a new browser waits {minutes} min")
        click.echo("\t".join([line.email, line.role, f"{line.made_at:%Y-%m-%d}", *state]))


@group.command("clear-tries")
@click.argument("email")
def clear_tries(email: str) -> None:
    """Let a person try at once again after many wrong passwords or codes, whoever typed them."""
    with early_commit() as session:
        actions.clear_tries(session, _there(queries.find_user_by_email(session, _address(email))))
    click.echo("The tries are cleared.")


@group.command("forget-factors")
@click.argument("email")
def forget_factors(email: str) -> None:
    """Turn the second step off for somebody who lost phone and codes; signs everything out."""
    with early_commit() as session:
        person = _there(queries.find_user_by_email(session, _address(email)))
        actions.forget_factors(session, person)
    click.echo("The second step is off, and every browser is signed out. Be sure of who asked you.")


def _there(account: Found | None) -> Found:
    """What was looked for under an address; says so where there is nothing."""
    if account is None:
        raise click.ClickException("There is no account with this address.")
    return account


def _address(email: str) -> str:
    try:
        return clean_email(email)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _password() -> str:
    """Unseen at a terminal, else the first line of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\r\n")
