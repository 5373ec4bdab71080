"""Long tables, with a line for each measure → wide ones, with a line for each moment. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from diary.tabular.csv_table import BrokenLine, CsvRow, CsvTable

MOST_MEASURES = 100


@dataclass(frozen=True, slots=True)
class Measure:
    """What one line of a long table says: a column of the wide one, and a note beside it."""

    name: str
    value: str
    note: str = ""


@dataclass(slots=True)
class _PivotRow:
    line: int
    values: dict[str, str]
    notes: dict[str, None]


def pivot(
    table: CsvTable,
    keys: Sequence[int],
    measure: Callable[[Sequence[str]], Measure | None],
    note: str = "Notes",
) -> CsvTable:
    """Gather the lines of one moment in one row, at the first of them.

    ``keys``: the places of the date and the time. A measure that a moment has twice, with two
    values, is broken at its second line: nobody but the patient knows which is right.
    """
    moments: dict[tuple[str, ...], _PivotRow] = {}
    names: dict[str, None] = {}
    broken = list(table.broken)
    for row in table.rows:
        entry = measure(row.cells)
        if entry is None:
            continue
        if entry.name not in names and len(names) >= MOST_MEASURES:
            broken.append(BrokenLine(row.line, f"the file has more than {MOST_MEASURES} measures"))
            continue
        names[entry.name] = None
        key = tuple(row.cells[place].strip() for place in keys)
        at = moments.setdefault(key, _PivotRow(row.line, {}, {}))
        there = at.values.get(entry.name) or entry.value
        at.values[entry.name] = there
        if entry.value not in ("", there):
            reason = f"the lines from {at.line} on say something else of the same time"
            broken.append(BrokenLine(row.line, reason))
        elif entry.note:
            at.notes[entry.note] = None
    header = (*(table.header[place] for place in keys), *names, note)
    rows = tuple(
        CsvRow(at.line, (*key, *(at.values.get(name, "") for name in names), "\n".join(at.notes)))
        for key, at in moments.items()
    )
    return CsvTable(header, rows, tuple(broken), table.encoding, table.delimiter)
