"""Bringing a file in from the shell: entries and sessions alike."""

import sys
from collections.abc import Sequence
from typing import Any, BinaryIO

import click
from flask.cli import AppGroup

from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.accounts.queries import by_email, viewer_of
from diary.audit.rules import OPERATOR
from diary.imports.pages.kinds import ENTRIES, TREATMENTS, Importer, Plan
from diary.web.csv_columns import by_name
from diary.web.csv_table import MOST_BYTES, Unreadable, read
from diary.web.work import reading, writing

entries = AppGroup("entries", help="Entries of a diary: bring a file in.")
treatments = AppGroup("treatments", help="Treatment sessions of a diary: bring a file in.")
PATIENT = click.option("--patient", "email", required=True, help="The patient's e-mail address.")
FILE = click.argument("file", type=click.File("rb"))


@entries.command("import")
@PATIENT
@FILE
def import_entries(email: str, file: BinaryIO) -> None:
    """Add the entries of a CSV file to a patient's diary; see docs/import.md.

    Lines that are refused are listed on standard error. The exit code is 1 only when nothing
    could be read.
    """
    _bring_in(ENTRIES, email, file)


@treatments.command("import")
@PATIENT
@FILE
def import_treatments(email: str, file: BinaryIO) -> None:
    """Add the treatment sessions of a CSV file to a patient's diary; see docs/import.md.

    Lines that are refused are listed on standard error. The exit code is 1 only when nothing
    could be read.
    """
    _bring_in(TREATMENTS, email, file)


def _bring_in(importer: Importer, email: str, file: BinaryIO) -> None:
    diary = _diary(email)
    lines = _lines(importer, file.read(MOST_BYTES + 1), diary.zone)
    label = f"Adding {importer.words.many}"
    bar = click.progressbar(length=len(lines), label=label, file=sys.stderr)
    with bar, writing() as session:
        plan = importer.add(session, diary, lines, actor_id=OPERATOR, told=bar.update)
        bar.update(len(lines) - len(plan.to_add))
    _tell(importer, plan)


def _diary(email: str) -> OpenDiary:
    with reading() as session:
        user = by_email(session, email)
        diary = None if user is None else open_diary(session, viewer_of(user), user.id)
    if diary is None:
        raise click.ClickException(f"There is no patient with the address {email}.")
    return diary


def _lines(importer: Importer, content: bytes, zone: str) -> Sequence[Any]:
    table = read(content)
    if isinstance(table, Unreadable):
        raise click.ClickException(table.reason)
    columns = by_name(table.header, importer.wanted)
    if columns.doubled:
        raise click.ClickException(f"Two columns are named {columns.doubled[0]}.")
    if columns.missing:
        words = " or ".join(columns.missing[0])
        raise click.ClickException(f"There is no column named {words}.")
    if columns.ignored:
        click.echo(f"Ignored columns: {', '.join(columns.ignored)}", err=True)
    return importer.lines_of(table, columns, zone)


def _tell(importer: Importer, plan: Plan) -> None:
    for refused in plan.refused:
        click.echo(f"line {refused.line}: {refused.reason}", err=True)
    differing, words = len(plan.differing), importer.words.differing
    click.echo(f"Added: {len(plan.to_add):,}")
    click.echo(
        f"Already there: {len(plan.already) + differing:,}"
        + (f" ({differing:,} {words})" if differing else "")
    )
    click.echo(f"Refused: {len(plan.refused):,}")
