"""A file with what was chosen and answered: how it will be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diary import clock
from diary.domain.time_zones import zone_of
from diary.imports.forms import hidden_fields
from diary.imports.pages.kinds import IMPORTERS, Importer
from diary.tabular.csv_columns import ColumnMapping, by_name
from diary.tabular.csv_moment import Home
from diary.tabular.csv_table import CsvTable
from diary.tabular.file_reading import OpenedFile
from diary.tabular.programs import Program
from diary.tabular.questions import FileExamination, examine


@dataclass(frozen=True, slots=True)
class File:
    """``program`` is the one that made the file, where its own columns are used."""

    table: CsvTable
    program: Program | None
    columns: ColumnMapping
    answers: Mapping[str, str]
    examined: FileExamination

    @property
    def fields(self) -> dict[str, int | str]:
        """Everything chosen and answered, as fields of the next form."""
        return hidden_fields(self.columns, self.answers)

    def lines(self, importer: Importer, zone: str) -> Sequence[Any]:
        """Read every line."""
        return importer.lines_of(self.table, self.columns, zone, self.examined.reading)


def other_importer(importer: Importer, opened: OpenedFile) -> Importer | None:
    """Return the importer that a file was meant for, where it is not this one."""
    if opened.columns(importer.wanted_columns, importer.subject.moment).places:
        return None
    return next(
        (
            other
            for other in IMPORTERS.values()
            if other is not importer and by_name(opened.table.header, other.wanted_columns).complete
        ),
        None,
    )


def examine_file(
    importer: Importer,
    opened: OpenedFile,
    chosen: Mapping[str, int] | None,
    answers: Mapping[str, str],
    zone: str,
) -> File:
    """Look at a file as it was opened, chosen and answered."""
    columns = opened.columns(importer.wanted_columns, importer.subject.moment, chosen)
    home = Home(zone, zone_of(zone))
    examination = examine(
        opened.table, columns, importer.subject, opened.program, answers, home, clock.now()
    )
    return File(opened.table, opened.program, columns, answers, examination)
