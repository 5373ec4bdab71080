"""A file that was chosen → a table, and the program that made it where we know it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from diary.tabular.csv_columns import ColumnMapping, WantedColumns, as_chosen
from diary.tabular.csv_table import MOST_BYTES, CsvTable, UnreadableFile, plain_name, read
from diary.tabular.file_kinds import OtherKind, other_kind, own_table
from diary.tabular.headings import by_heading
from diary.tabular.programs import Program, recognise


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A table as its columns are mapped. ``program`` is None for a file of any other origin."""

    table: CsvTable
    program: Program | None

    def columns(
        self, wanted_columns: WantedColumns, moment: str, chosen: Mapping[str, int] | None = None
    ) -> ColumnMapping:
        """Return which column is which: as a person chose, else as the names say."""
        if chosen is not None:
            return as_chosen(self.table.header, wanted_columns, chosen)
        known = self.program.columns if self.program else None
        return by_heading(self.table.header, wanted_columns, moment, known or None)


def open_file(content: bytes, *, programs: bool) -> OpenedFile | OtherKind:
    """Return the table of a file, or what the file is instead.

    ``programs``: whether other programs' diaries are looked for.
    """
    # a file that is too large is read no further
    kind = other_kind(content) if len(content) <= MOST_BYTES else None
    if kind is not None:
        return kind
    table = read(content)
    if isinstance(table, UnreadableFile):
        return OtherKind(table.reason)
    if ours := own_table(map(plain_name, table.header)):
        return ours
    if len(table.header) < 2:
        return OtherKind(
            "The file has only one column, so it cannot hold a date and a score. Columns are kept "
            "apart by commas, semicolons or tabs: save it again as “CSV UTF-8”."
        )
    if not table.rows and not table.broken:
        return OtherKind("The file names its columns and has no line below them.")
    program = recognise(table) if programs else None
    return OpenedFile(program.prepare(table) if program else table, program)
