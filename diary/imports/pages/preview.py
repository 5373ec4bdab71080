"""What the pages of an import show, whatever the lines of the file are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diary.imports.pages.files import File
from diary.imports.pages.kinds import PreviewRow
from diary.imports.rules import ImportOutcome
from diary.tabular.csv_columns import ColumnMapping, WantedColumns
from diary.tabular.csv_table import CsvTable

SHOWN_REFUSED = 200
SHOWN_ROWS = 5
SHOWN_LINES = 30
_EXAMPLE = 24


@dataclass(frozen=True, slots=True)
class Choice:
    """One of our columns, on the page where a person says which of the file's it is."""

    name: str
    label: str
    needed: bool
    place: int | None


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """The page itself: our columns, the file's with an example each, and what is amiss."""

    main: Sequence[Choice]
    more: Sequence[Choice]
    options: Sequence[str]
    faults: Sequence[tuple[str, str]]

    @property
    def more_in_use(self) -> bool:
        """Whether a column that is not needed is chosen or amiss: then it should be in sight."""
        amiss = {name for name, _words in self.faults}
        return any(each.place is not None or each.name in amiss for each in self.more)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do. Lists are cut to what a person can read."""

    outcome: ImportOutcome
    refused: Sequence[tuple[int, str]]
    differing: Sequence[int]
    head: Sequence[str]
    rows: Sequence[PreviewRow]
    ignored: Sequence[str]
    guessed_letters: bool
    remarks: Sequence[str]

    @property
    def more_refused(self) -> int:
        """Refused lines that the page does not list."""
        return self.outcome.refused - len(self.refused)

    @property
    def more_differing(self) -> int:
        """Lines with other scores that the page does not list."""
        return self.outcome.differing - len(self.differing)


def build_preview(
    outcome: ImportOutcome,
    *,
    refused: Sequence[tuple[int, str]],
    differing: Sequence[int],
    head: Sequence[str],
    rows: Sequence[PreviewRow],
    file: File,
    remarks: Sequence[str],
) -> Preview:
    """The preview of any kind of file."""
    return Preview(
        outcome,
        refused[:SHOWN_REFUSED],
        differing[:SHOWN_LINES],
        head,
        rows,
        file.columns.ignored[:SHOWN_LINES],
        file.table.guessed_encoding,
        remarks,
    )


def build_columns_page(
    table: CsvTable,
    columns: ColumnMapping,
    wanted_columns: WantedColumns,
    labels: Mapping[str, str],
    has_chosen: bool,
) -> ColumnsPage:
    """The page of columns. What is amiss is said only once somebody has chosen."""
    needed = {name for group in wanted_columns.needed for name in group}
    choices = [
        Choice(name, labels[name], name in needed, _place(columns, name))
        for name in wanted_columns.names
    ]
    return ColumnsPage(
        main=[
            choice for choice in choices if choice.needed or choice.name == wanted_columns.names[-1]
        ],
        more=[choice for choice in choices if not choice.needed][:-1],
        options=[_option(table, place) for place in range(len(table.header))],
        faults=_faults(columns, labels) if has_chosen else (),
    )


def _place(columns: ColumnMapping, name: str) -> int | None:
    return None if name in columns.doubled else columns.places.get(name)


def _option(table: CsvTable, place: int) -> str:
    """The file's own name of a column and the first thing that stands in it."""
    name = table.header[place] or f"Column {place + 1}"
    example = next((row.cells[place] for row in table.rows[:50] if row.cells[place].strip()), "")
    words = " ".join(example.split())
    cut = words if len(words) <= _EXAMPLE else words[: _EXAMPLE - 1] + "…"
    return f"{name} (such as {cut})" if cut else name


def _faults(columns: ColumnMapping, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    missing = [
        (group[0], f"Choose the column for {' or '.join(labels[name].lower() for name in group)}.")
        for group in columns.missing
    ]
    doubled = [
        (name, f"{labels[name]}: another answer uses the same column.") for name in columns.doubled
    ]
    return missing + doubled
