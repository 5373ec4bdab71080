"""A file of entries beside the diary: what would be added, is there already, is refused."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary import clock
from diary.access.rules import OpenDiary
from diary.domain.calendar import before_birth
from diary.domain.time_zones import zone_of
from diary.entries.models import EntryRow
from diary.entries.rules.file_cells import AS_OURS
from diary.entries.rules.import_plan import (
    EntryImportPlan,
    FileEntry,
    RefusedEntryLine,
    Scores,
    build_plan,
    read_entry,
    says_something,
)
from diary.tabular.csv_columns import ColumnMapping
from diary.tabular.csv_moment import Home
from diary.tabular.csv_table import CsvTable
from diary.tabular.questions import FileReading

Lines = list[FileEntry | RefusedEntryLine]


def read_lines(
    table: CsvTable, columns: ColumnMapping, zone: str, reading: FileReading = AS_OURS
) -> Lines:
    """Every line of the file, read. Asks for no database, so that no lock waits for it."""
    home, now = _home(zone), clock.now()
    lines = ((row.line, columns.cells(row)) for row in table.rows)
    read = [
        read_entry(line, cells, home, now, reading)
        for line, cells in lines
        if not reading.sparse or says_something(cells)
    ]
    return [*read, *(RefusedEntryLine(broken.line, broken.reason) for broken in table.broken)]


def plan_import(session: Session, diary: OpenDiary, lines: Lines) -> EntryImportPlan:
    """What an import would do now. A deleted entry counts as there: it does not come back."""
    lines = [_of_a_life(line, diary) for line in lines]
    moments = [line.moment for line in lines if isinstance(line, FileEntry)]
    instants = [at for moment in moments for at in (moment.at, moment.twin) if at is not None]
    there = _scores(session, diary, min(instants), max(instants)) if instants else {}
    return build_plan(lines, there, _home(diary.zone))


def _of_a_life(
    line: FileEntry | RefusedEntryLine, diary: OpenDiary
) -> FileEntry | RefusedEntryLine:
    if isinstance(line, RefusedEntryLine):
        return line
    early = before_birth(line.moment.wall.date(), diary.born_on)
    return RefusedEntryLine(line.line, f"the time is {early}") if early else line


def _home(zone: str) -> Home:
    return Home(zone, zone_of(zone))


def _scores(
    session: Session, diary: OpenDiary, first: datetime, last: datetime
) -> dict[datetime, set[Scores]]:
    """The scores at each instant, to the second, deleted entries as well."""
    rows = session.execute(
        select(EntryRow.effective_at_utc, EntryRow.anxiety, EntryRow.mood).where(
            EntryRow.patient_id == diary.patient_id,
            EntryRow.effective_at_utc >= first,
            EntryRow.effective_at_utc <= last.replace(microsecond=999_999),
        )
    )
    scores: defaultdict[datetime, set[Scores]] = defaultdict(set)
    for at, anxiety, mood in rows:
        scores[at.replace(microsecond=0)].add(Scores(anxiety, mood))
    return scores
