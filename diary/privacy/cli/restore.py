"""Restoring an export from the shell."""

from typing import BinaryIO

import click
from flask.cli import with_appcontext

from diary.audit.rules import OPERATOR
from diary.privacy import actions
from diary.privacy.cli.export import PATIENT, own_diary
from diary.privacy.rules.archive import MOST_BYTES, ArchiveRefused, read_archive
from diary.transactions import early_commit


@click.command("bring-back")
@click.argument("file", type=click.File("rb"))
@PATIENT
@with_appcontext
def bring_back(file: BinaryIO, email: str) -> None:
    """Add what the export FILE holds to a patient's diary; see docs/export.md."""
    diary = own_diary(email)
    try:
        archive = read_archive(file.read(MOST_BYTES + 1))
        with early_commit() as session:
            outcome = actions.restore_archive(session, diary, archive, OPERATOR)
    except ArchiveRefused as refused:
        raise click.ClickException(f"{refused} Nothing was added.") from refused
    click.echo(f"Added: {outcome.added:,}")
    click.echo(f"Already there: {outcome.already + outcome.differing:,}")
    if outcome.differing:
        click.echo(f"Of these, {outcome.differing:,} say something else; the diary's are kept.")
