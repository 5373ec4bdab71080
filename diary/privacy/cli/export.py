"""Writing an export to a file."""

import os
from pathlib import Path

import click
from flask.cli import with_appcontext

from diary.access.queries import open_own_diary
from diary.access.rules import OpenDiary
from diary.audit.rules import OPERATOR
from diary.privacy import actions, queries
from diary.privacy.writers.archive import write_archive
from diary.transactions import early_commit, read_only

PATIENT = click.option("--patient", "email", required=True, help="The patient's e-mail address.")


@click.command("export")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@PATIENT
@click.option(
    "--with-doctors-notes",
    "by_clinic",
    is_flag=True,
    help="Also what doctors wrote for themselves; the patient's own export leaves it out.",
)
@with_appcontext
def export(path: Path, email: str, *, by_clinic: bool) -> None:
    """Write everything about a patient to the zip PATH; see docs/export.md."""
    diary = own_diary(email)
    with early_commit() as session:
        actions.record_export(session, diary, OPERATOR)
    with read_only() as session:
        content = queries.collect_export(session, diary, by_clinic=by_clinic)
    try:
        # only the owner may read the file, and an existing file is never overwritten
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(write_archive(content))
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}.") from error
    click.echo(f"Wrote {content.count:,} rows to {path}.")


def own_diary(email: str) -> OpenDiary:
    """Open the diary of the patient with this address, as they may read it themselves."""
    with read_only() as session:
        diary = open_own_diary(session, email)
    if diary is None:
        raise click.ClickException(f"There is no patient with the address {email}.")
    return diary
