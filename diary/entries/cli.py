"""Entries from the shell: bring a file in."""

import sys
from typing import BinaryIO

import click
from flask.cli import AppGroup

from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.accounts.queries import by_email, viewer_of
from diary.audit.rules import OPERATOR
from diary.entries.actions.imports import add_lines
from diary.entries.queries.imports import Lines, lines_of
from diary.entries.rules.imported import WANTED, Plan
from diary.web.csv_columns import by_name
from diary.web.csv_table import MOST_BYTES, Unreadable, read
from diary.web.work import reading, writing

group = AppGroup("entries", help="Entries of a diary: bring a file in.")


@group.command("import")
@click.option("--patient", "email", required=True, help="The patient's e-mail address.")
@click.argument("file", type=click.File("rb"))
def import_file(email: str, file: BinaryIO) -> None:
    """Add the entries of a CSV file to a patient's diary; see docs/import.md.

    Lines that are refused are listed on standard error. The exit code is 1 only when nothing
    could be read.
    """
    diary = _diary(email)
    lines = _lines(file.read(MOST_BYTES + 1), diary.zone)
    bar = click.progressbar(length=len(lines), label="Adding entries", file=sys.stderr)
    with bar, writing() as session:
        plan = add_lines(session, diary, lines, actor_id=OPERATOR, told=bar.update)
        bar.update(len(lines) - len(plan.to_add))
    _tell(plan)


def _diary(email: str) -> OpenDiary:
    with reading() as session:
        user = by_email(session, email)
        diary = None if user is None else open_diary(session, viewer_of(user), user.id)
    if diary is None:
        raise click.ClickException(f"There is no patient with the address {email}.")
    return diary


def _lines(content: bytes, zone: str) -> Lines:
    table = read(content)
    if isinstance(table, Unreadable):
        raise click.ClickException(table.reason)
    columns = by_name(table.header, WANTED)
    if columns.doubled:
        raise click.ClickException(f"Two columns are named {columns.doubled[0]}.")
    if columns.missing:
        words = " or ".join(columns.missing[0])
        raise click.ClickException(f"There is no column named {words}.")
    if columns.ignored:
        click.echo(f"Ignored columns: {', '.join(columns.ignored)}", err=True)
    return lines_of(table, columns, zone)


def _tell(plan: Plan) -> None:
    for refused in plan.refused:
        click.echo(f"line {refused.line}: {refused.reason}", err=True)
    differing = f" ({len(plan.differing):,} with other scores)" if plan.differing else ""
    click.echo(f"Added: {len(plan.to_add):,}")
    click.echo(f"Already there: {plan.already_there:,}{differing}")
    click.echo(f"Refused: {len(plan.refused):,}")
