"""Diaries of other programs, known by their columns, made into tables that ours can map. Pure.

The shapes were read from exports and from programs that read them. docs/import.md lists them.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from diary.tabular.bearable import bearable
from diary.tabular.csv_table import CsvRow, CsvTable, plain_name
from diary.tabular.pivot import Measure, pivot
from diary.tabular.scales import Scale

_LOOP_CELL = re.compile(r"YES_MANUAL|YES_AUTO|NO|SKIP|UNKNOWN|-?[0-9]{1,12}")
_NOTHING = {"unavailable", "unknown"}


@dataclass(frozen=True, slots=True)
class Program:
    """A program whose file is recognised by ``needs``, the names of columns.

    ``columns``: our names and those of the table that ``prepare`` makes. Empty where only the
    general names apply. ``names``: the program's own words for a score, with our numbers.
    ``scales``: what the program itself defines, or the likeliest, which ``asks`` has confirmed.
    ``at_home``: its offset says nothing of where the patient was.
    """

    name: str
    needs: tuple[str, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[CsvTable], CsvTable] = lambda table: table
    names: Mapping[str, int] = field(default_factory=dict)
    scales: Mapping[str, Scale] = field(default_factory=dict)
    inverse: frozenset[str] = frozenset()
    at_home: bool = False


def recognise(table: CsvTable) -> Program | None:
    """Return the program whose export this is."""
    names = {plain_name(name) for name in table.header}
    for program in PROGRAMS:
        if all(plain_name(need) in names for need in program.needs):
            return program
    return LOOP if _is_loop(table) else None


def with_notes(*parts: tuple[str, str]) -> Callable[[CsvTable], CsvTable]:
    """Make one column "All notes" of several, each with its words before it. Blanks stay out."""

    def prepare(table: CsvTable) -> CsvTable:
        places = [(place, words) for name, words in parts for place in _places(table, name)]
        joined = _with_column(table, "All notes", lambda cells: _joined(cells, places))
        return _without(joined, {place for place, _words in places})

    return prepare


def _without(table: CsvTable, places: Collection[int]) -> CsvTable:
    def others(cells: Sequence[str]) -> tuple[str, ...]:
        return tuple(cell for place, cell in enumerate(cells) if place not in places)

    rows = tuple(CsvRow(row.line, others(row.cells)) for row in table.rows)
    return CsvTable(others(table.header), rows, table.broken, table.encoding, table.delimiter)


def _joined(cells: Sequence[str], places: Sequence[tuple[int, str]]) -> str:
    return "\n".join(words + cells[place] for place, words in places if cells[place].strip("[] "))


def _with_column(table: CsvTable, name: str, cell: Callable[[Sequence[str]], str]) -> CsvTable:
    rows = tuple(CsvRow(row.line, (*row.cells, cell(row.cells))) for row in table.rows)
    header = (*table.header, name)
    return CsvTable(header, rows, table.broken, table.encoding, table.delimiter)


def _places(table: CsvTable, name: str) -> list[int]:
    plain = plain_name(name)
    return [place for place, cell in enumerate(table.header) if plain_name(cell) == plain]


def _old_daylio(table: CsvTable) -> CsvTable:
    """Before 2019 the year had a column of its own."""
    year, day = _places(table, "year")[0], _places(table, "date")[0]
    dated = _with_column(table, "Full date", lambda cells: f"{cells[day]} {cells[year]}")
    return _DAYLIO_NOTES(dated)


def _imood(table: CsvTable) -> CsvTable:
    """Hour and minute are two columns."""
    table = with_notes(("Comment", ""))(table)
    hour, minute = _places(table, "Hour")[0], _places(table, "Minute")[0]

    def clock(cells: Sequence[str]) -> str:
        return f"{cells[hour].strip()}:{cells[minute].strip().zfill(2)}"

    return _with_column(table, "Clock", clock)


def _track_and_graph(table: CsvTable) -> CsvTable:
    """A line for each tracker and time. A value may carry a label: ``1.0:Good``."""
    name, at, value = (_places(table, each)[0] for each in ("FeatureName", "Timestamp", "Value"))
    notes = _places(table, "Note")

    def measure(cells: Sequence[str]) -> Measure:
        number, _, _label = cells[value].partition(":")
        written = cells[value] if _label[:2].isdigit() else number
        return Measure(cells[name].strip(), written.strip(), _first(cells, notes))

    return pivot(table, [at], measure)


def _home_assistant(table: CsvTable) -> CsvTable:
    """A line for each change of an entity. Its name stands behind the point."""
    name, value, at = (_places(table, each)[0] for each in ("entity_id", "state", "last_changed"))

    def measure(cells: Sequence[str]) -> Measure | None:
        if cells[value].strip().casefold() in _NOTHING:
            return None
        return Measure(cells[name].partition(".")[2] or cells[name], cells[value].strip())

    return pivot(table, [at], measure)


def _loop(table: CsvTable) -> CsvTable:
    """A number is written in thousandths, no answer as a word."""

    def value(cell: str) -> str:
        if cell in ("UNKNOWN", "SKIP"):
            return ""
        words = {"NO": "0", "YES_MANUAL": "1", "YES_AUTO": "1"}
        if cell in words:
            return words[cell]
        return f"{Decimal(cell) / 1000:f}" if re.fullmatch(r"-?[0-9]{1,12}", cell) else cell

    notes = set(_places(table, "Notes"))
    rows = tuple(
        CsvRow(
            row.line,
            tuple(
                value(cell) if place > 0 and place not in notes else cell
                for place, cell in enumerate(row.cells)
            ),
        )
        for row in table.rows
    )
    return CsvTable(table.header, rows, table.broken, table.encoding, table.delimiter)


def _is_loop(table: CsvTable) -> bool:
    """``Date`` and a column for each habit, with a comma at the end of each line."""
    header = [plain_name(name) for name in table.header]
    several = header[:1] == ["date"] and len(header) > 2 and header[-1] == ""
    alone = header in (["date", "value"], ["date", "value", "notes"])
    cells = [cell for row in table.rows[:200] for cell in row.cells[1 : 2 if alone else -1] if cell]
    return (
        (several or alone)
        and bool(cells)
        and all(_LOOP_CELL.fullmatch(cell) for cell in cells)
        and (several or any(not cell.isdigit() or int(cell) >= 1000 for cell in cells))
    )


def _first(cells: Sequence[str], places: Sequence[int]) -> str:
    return cells[places[0]].strip() if places else ""


_ONE_TO_TEN = Scale(Decimal(1), Decimal(10))
_DAYLIO = {"rad": 10, "good": 8, "meh": 5, "bad": 3, "awful": 0}
_DAYLIO_NOTES = with_notes(("note_title", ""), ("note", ""), ("activities", "Activities: "))
_APPLE_NOTES = with_notes(("Labels", "Felt: "), ("Associations", "About: "))
_VALENCE = Scale(Decimal(-1), Decimal(1))
LOOP = Program("Loop Habit Tracker", (), prepare=_loop)
PROGRAMS = (
    Program(
        "Daylio",
        ("full_date", "time", "mood", "activities"),
        {"recorded_at": "full_date", "time": "time", "mood": "mood", "note": "All notes"},
        _DAYLIO_NOTES,
        names=_DAYLIO,
    ),
    Program(
        "Daylio",
        ("year", "date", "time", "mood", "activities"),
        {"recorded_at": "Full date", "time": "time", "mood": "mood", "note": "All notes"},
        _old_daylio,
        names=_DAYLIO,
    ),
    Program(
        "Bearable",
        ("date", "time of day", "category", "rating/amount", "detail"),
        prepare=bearable,
    ),
    Program(
        "eMoods",
        ("DEPRESSED", "ELEVATED", "IRRITABILITY", "ANXIETY"),
        {
            "recorded_at": "DATE (YYYY-MM-DD)",
            "mood": "DEPRESSED",
            "anxiety": "ANXIETY",
            "sleep_hours": "SLEEP",
            "note": "NOTES",
        },
        inverse=frozenset({"mood"}),
    ),
    Program(
        "How We Feel",
        ("Date", "Mood", "Tags (People)", "Tags (Places)"),
        {
            "recorded_at": "Date",
            "mood": "Mood",
            "note": "All notes",
            "sleep_hours": "Sleep (hours)",
        },
        with_notes(
            *(("Notes", ""), ("Reflections", ""), ("Tags (People)", "People: ")),
            *(("Tags (Places)", "Places: "), ("Tags (Events)", "Events: ")),
        ),
    ),
    Program(
        "iMoodJournal",
        ("Date", "Hour", "Minute", "Level"),
        {"recorded_at": "Date", "time": "Clock", "mood": "Level", "note": "All notes"},
        _imood,
        scales={"mood": _ONE_TO_TEN},
    ),
    Program("Track & Graph", ("FeatureName", "Timestamp", "Value"), prepare=_track_and_graph),
    Program(
        "Home Assistant",
        ("entity_id", "state", "last_changed"),
        prepare=_home_assistant,
        at_home=True,
    ),
    Program(
        "Apple Health",
        ("Start", "Kind", "Valence"),
        {"recorded_at": "Start", "mood": "Valence", "note": "All notes"},
        _APPLE_NOTES,
        scales={"mood": _VALENCE},
    ),
    Program(
        "Apple Health",
        ("Date/Time", "Kind", "Valence"),
        {"recorded_at": "Date/Time", "mood": "Valence", "note": "All notes"},
        _APPLE_NOTES,
        scales={"mood": _VALENCE},
    ),
)
