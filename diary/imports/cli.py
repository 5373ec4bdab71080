"""Bringing a file in from the shell: entries and sessions alike."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import click
from flask.cli import AppGroup

from diary.access.queries import open_own_diary
from diary.access.rules import OpenDiary
from diary.audit.rules import OPERATOR
from diary.imports.pages.files import examine_file
from diary.imports.pages.kinds import ENTRIES, TREATMENTS, Importer, Plan
from diary.imports.pages.remarks import build_remarks
from diary.tabular.csv_columns import ColumnMapping
from diary.tabular.csv_table import MOST_BYTES, column_named
from diary.tabular.file_kinds import OtherKind
from diary.tabular.file_reading import OpenedFile, open_file
from diary.tabular.questions import SAME, NamesQuestion, Questions
from diary.tabular.scales import name_of
from diary.transactions import early_commit, read_only
from diary.treatments.rules.import_plan import TreatmentImportPlan as TreatmentPlan

entries = AppGroup("entries", help="Entries of a diary: bring a file in.")
treatments = AppGroup("treatments", help="Treatment sessions of a diary: bring a file in.")
PATIENT = click.option("--patient", "email", required=True, help="The patient's e-mail address.")
FILE = click.argument("file", type=click.File("rb"))


COLUMN = click.option(
    "columns", "--column", multiple=True, metavar="NAME=HEADING", help="mood=Stimmung; may repeat."
)
DATES = click.option(
    "--dates", type=click.Choice(["day", "month"]), help="What stands first in 05/11/2026."
)
DOUBLED = click.option(
    "--doubled-hour",
    "fold",
    type=click.Choice(["first", "second"]),
    help="Which is meant by an hour that came twice, when the clocks went back.",
)
SCALE = click.option(
    "scales",
    "--scale",
    multiple=True,
    metavar="SCORE=LOW:HIGH",
    help="mood=1:5, or mood=0:3:inverse where a high number is a bad mood; may repeat.",
)
WORD = click.option(
    "words", "--word", multiple=True, metavar="SCORE=WORD=NUMBER", help="mood=good=8; may repeat."
)


@dataclass(frozen=True, slots=True)
class Options:
    """What the page asks, as the shell was told."""

    columns: Sequence[str] = ()
    dates: str | None = None
    fold: str | None = None
    scales: Sequence[str] = ()
    words: Sequence[str] = ()


@entries.command("import")
@PATIENT
@COLUMN
@DATES
@DOUBLED
@SCALE
@WORD
@FILE
def import_entries(email: str, file: BinaryIO, **options: Any) -> None:
    """Add the entries of a CSV file to a patient's diary; see docs/import.md.

    Files of other programs are recognised. What the page would ask, and what no option answers,
    ends the command before anything is added. Lines that are refused are listed on standard
    error. The exit code is 1 only when nothing could be read.
    """
    _bring_in(ENTRIES, email, file, Options(**options))


@treatments.command("import")
@PATIENT
@COLUMN
@DATES
@DOUBLED
@FILE
def import_treatments(email: str, file: BinaryIO, **options: Any) -> None:
    """Add the treatment sessions of a CSV file to a patient's diary; see docs/import.md.

    Lines that are refused are listed on standard error. The exit code is 1 only when nothing
    could be read.
    """
    _bring_in(TREATMENTS, email, file, Options(**options))


def _bring_in(importer: Importer, email: str, file: BinaryIO, options: Options) -> None:
    diary = _diary(email)
    lines = _lines(importer, file.read(MOST_BYTES + 1), diary.zone, options)
    label = f"Adding {importer.words.plural}"
    bar = click.progressbar(length=len(lines), label=label, file=sys.stderr)
    with bar, early_commit() as session:
        plan = importer.add(session, diary, lines, actor_id=OPERATOR, on_added=bar.update)
        bar.update(len(lines) - len(plan.to_add))
    _tell(importer, plan)


def _diary(email: str) -> OpenDiary:
    with read_only() as session:
        diary = open_own_diary(session, email)
    if diary is None:
        raise click.ClickException(f"There is no patient with the address {email}.")
    return diary


def _lines(importer: Importer, content: bytes, zone: str, options: Options) -> Sequence[Any]:
    opened = open_file(content, programs=importer.programs)
    if isinstance(opened, OtherKind):
        raise click.ClickException(opened.words)
    columns = _columns(importer, opened, options.columns)
    file = examine_file(importer, opened, columns.places, _answers(options), zone)
    if options.words:
        words = _words(file.examined.all.names, options.words)
        file = examine_file(importer, opened, columns.places, _answers(options) | words, zone)
    _answered(file.examined.questions)
    if columns.ignored:
        click.echo(f"Ignored columns: {', '.join(columns.ignored)}", err=True)
    for remark in build_remarks(file, importer.labels, zone):
        click.echo(remark, err=True)
    return file.lines(importer, zone)


def _columns(importer: Importer, opened: OpenedFile, chosen: Sequence[str]) -> ColumnMapping:
    columns = opened.columns(importer.wanted_columns, importer.subject.moment)
    if chosen:
        columns = opened.columns(
            importer.wanted_columns,
            importer.subject.moment,
            {**columns.places, **_places(importer, opened, chosen)},
        )
    if columns.doubled:
        raise click.ClickException(f"Two columns are named {columns.doubled[0]}.")
    if columns.missing:
        words = " or ".join(columns.missing[0])
        raise click.ClickException(f"There is no column named {words}. See --column.")
    return columns


def _places(importer: Importer, opened: OpenedFile, chosen: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for option in chosen:
        name, _, heading = option.partition("=")
        if name.strip() not in importer.wanted_columns.names:
            raise click.ClickException(
                f"{name} is none of {', '.join(importer.wanted_columns.names)}."
            )
        at = column_named(opened.table.header, heading)
        if len(at) != 1:
            raise click.ClickException(f"There is no one column named {heading}.")
        places[name.strip()] = at[0]
    return places


def _answers(options: Options) -> dict[str, str]:
    """The options as the page's form would send them."""
    answers = {
        name: answer
        for name, answer in (("order", options.dates), ("fold", options.fold))
        if answer is not None
    }
    for option in options.scales:
        score, _, scale = option.partition("=")
        low, high, *runs = (*scale.split(":"), "", "")
        answers |= {f"{score}-low": low, f"{score}-high": high, f"{score}-runs": runs[0] or SAME}
    return answers


def _words(questions: Sequence[NamesQuestion], options: Sequence[str]) -> dict[str, str]:
    """The words' fields with the numbers that options or the program give them."""
    numbers = {name_of(each.rpartition("=")[0]): each.rpartition("=")[2] for each in options}
    return {
        field: numbers.get(f"{question.score}={word}", preset)
        for question in questions
        for field, word, preset in question.words
    }


def _answered(questions: Questions) -> None:
    """End with everything that is still open."""
    missing = []
    if questions.order:
        missing.append(f"What comes first in {questions.order}? Say --dates day or month.")
    if questions.fold:
        at = f"{questions.fold[1]:%Y-%m-%d %H:%M}"
        missing.append(f"{at} came twice. Say --doubled-hour first or second.")
    missing += [
        f"{each.score}: {each.span}. Say its scale, such as --scale {each.score}=1:5."
        for each in questions.scales
    ]
    missing += [
        f"{each.score} is written in words. Say --word {each.score}={word}=NUMBER "
        + (f"(such as {preset})." if preset else "for each of them.")
        for each in questions.names
        for _field, word, preset in each.words
    ]
    missing += [words for _field, words in questions.faults]
    if missing:
        raise click.ClickException("\n".join(missing))


def _tell(importer: Importer, plan: Plan) -> None:
    for refused in plan.refused:
        click.echo(f"line {refused.line}: {refused.reason}", err=True)
    if isinstance(plan, TreatmentPlan):
        for each in plan.alike:
            there = f"{each.other.wall:%Y-%m-%d %H:%M}"
            click.echo(
                f"line {each.file_treatment.line}: looks like the session of {there}; both are "
                "kept until the patient says on their page that they are one",
                err=True,
            )
    differing, words = len(plan.differing), importer.words.differing
    click.echo(f"Added: {len(plan.to_add):,}")
    click.echo(
        f"Already there: {len(plan.already) + differing:,}"
        + (f" ({differing:,} {words})" if differing else "")
    )
    click.echo(f"Refused: {len(plan.refused):,}")
