"""A file of sessions beside the diary: what would be added, is there already, is refused."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from diary import clock
from diary.access.rules import OpenDiary
from diary.domain.calendar import before_birth
from diary.domain.time_zones import zone_of
from diary.domain.treatments import TreatmentDetails, TreatmentStatus
from diary.tabular.csv_columns import ColumnMapping
from diary.tabular.csv_moment import Home
from diary.tabular.csv_table import CsvTable
from diary.tabular.questions import FileReading
from diary.treatments.queries.treatments import list_treatments
from diary.treatments.rules.import_plan import (
    FileTreatment,
    RefusedTreatment,
    TreatmentImportPlan,
    find_possible_duplicates,
    read_treatment,
)
from diary.treatments.rules.import_plan import compare_with_diary as planned_lines

AS_WRITTEN = FileReading()
Lines = Sequence[FileTreatment | RefusedTreatment]


def read_lines(
    table: CsvTable, columns: ColumnMapping, zone: str, reading: FileReading = AS_WRITTEN
) -> Lines:
    """Every line of the file, read. Asks for no database, so that no lock waits for it."""
    home, now = Home(zone, zone_of(zone)), clock.now()
    how = reading.clockwork
    read = [read_treatment(row.line, columns.cells(row), home, now, how) for row in table.rows]
    return [*read, *(RefusedTreatment(broken.line, broken.reason) for broken in table.broken)]


def build_import_plan(session: Session, diary: OpenDiary, lines: Lines) -> TreatmentImportPlan:
    """What an import would do now. A cancelled session counts as there: it does not come back."""
    there: defaultdict[datetime, list[TreatmentDetails]] = defaultdict(list)
    every = list_treatments(session, diary)
    for treatment in every:
        there[treatment.starts_at_utc.replace(microsecond=0)].append(treatment)
    plan = planned_lines([_refuse_before_birth(line, diary) for line in lines], there)
    happening = [each for each in every if each.status is not TreatmentStatus.CANCELLED]
    return replace(
        plan, alike=tuple(find_possible_duplicates(plan.to_add, happening, diary.day_boundary))
    )


def _refuse_before_birth(
    line: FileTreatment | RefusedTreatment, diary: OpenDiary
) -> FileTreatment | RefusedTreatment:
    if isinstance(line, RefusedTreatment):
        return line
    early = before_birth(line.details.wall.date(), diary.born_on)
    return RefusedTreatment(line.line, f"the time is {early}") if early else line
