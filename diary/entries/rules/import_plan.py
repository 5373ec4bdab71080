"""What a file says of entries, line by line, beside what the diary holds already. Pure.

An entry is told from another by its instant, to the second, and by nothing else.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.domain.conversions import Conversion
from diary.domain.entries import SideEffectReport
from diary.domain.side_effects import LABELS
from diary.domain.vital_signs import VITAL_SIGN_LIMITS
from diary.entries.rules.file_cells import (
    AS_OURS,
    CODES,
    NO_DETAILS,
    CellFault,
    EntryDetails,
    read_cells,
)
from diary.tabular.csv_columns import WantedColumns
from diary.tabular.csv_moment import Home, Moment
from diary.tabular.questions import FileReading, Subject
from diary.tabular.times import WrittenTime, moment_of

VITAL_SIGNS = tuple(VITAL_SIGN_LIMITS)
WANTED = WantedColumns(
    (
        *("recorded_at", "time", "anxiety", "mood", *CODES, "other_name", "sleep_hours"),
        *(*VITAL_SIGNS, "medication", "note"),
    ),
    needed=(("recorded_at",), ("anxiety", "mood")),
    enough=(("recorded_at",), ("anxiety", "mood", "note")),
)
LABELLED = {
    "recorded_at": "Date and time",
    "time": "Time, if it has a column of its own",
    "anxiety": "Anxiety",
    "mood": "Mood",
    **{code.value: label for code, label in LABELS.items()},
    "other_name": "What the something else was",
    "sleep_hours": "Sleep last night, in hours",
    "systolic": "Blood pressure, upper (or both, as 120/80)",
    "diastolic": "Blood pressure, lower",
    "pulse": "Pulse",
    "spo2": "Oxygen (SpO2), in percent",
    "medication": "Medication",
    "note": "Note",
}
# without one of these a line of another program's file is no entry
_SAYING = tuple(name for name in WANTED.names if name not in ("recorded_at", "time"))
SUBJECT = Subject("recorded_at", ("anxiety", "mood"))


@dataclass(frozen=True, slots=True)
class Scores:
    """Two scores, 0–10. None where not given."""

    anxiety: int | None
    mood: int | None


@dataclass(frozen=True, slots=True)
class FileEntry:
    """An entry as it would be stored. An empty note is None."""

    line: int
    moment: Moment
    scores: Scores
    side_effects: tuple[SideEffectReport, ...]
    note: str | None
    details: EntryDetails = NO_DETAILS
    conversions: tuple[Conversion, ...] = ()

    @property
    def content(self) -> tuple[object, ...]:
        """Everything but where and when it was written."""
        return (self.scores, self.side_effects, self.note, self.details)


@dataclass(frozen=True, slots=True)
class RefusedEntryLine:
    """A line that will not be added, and why, in words that finish "line 7: …"."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class EntryImportPlan:
    """What an import would do. Every line of the file is counted exactly once."""

    to_add: tuple[FileEntry, ...]
    already: tuple[int, ...]
    differing: tuple[int, ...]
    refused: tuple[RefusedEntryLine, ...]

    @property
    def already_there(self) -> int:
        """Lines whose entry is in the diary, or earlier in this file. Scores alike or not."""
        return len(self.already) + len(self.differing)


def says_something(cells: Mapping[str, str]) -> bool:
    """Whether a line of another program says anything that the diary has a field for."""
    return any(cells.get(name, "").strip() for name in _SAYING)


def read_entry(
    line: int,
    cells: Mapping[str, str],
    home: Home,
    now: datetime,
    reading: FileReading = AS_OURS,
) -> FileEntry | RefusedEntryLine:
    """The entry of a line, or the first reason why there is none."""
    written = WrittenTime(line, cells.get("recorded_at", ""), cells.get("time", ""))
    moment = moment_of(written, reading.clockwork, home, now)
    if isinstance(moment, str):
        return RefusedEntryLine(line, moment)
    try:
        read = read_cells(cells, reading)
    except CellFault as fault:
        return RefusedEntryLine(line, str(fault))
    scores = Scores(read.anxiety, read.mood)
    if not read.says_something:
        return RefusedEntryLine(line, "it has no score, no side effect, no note and nothing else")
    return FileEntry(
        line, moment, scores, read.side_effects, read.note, read.details, read.conversions
    )


def build_plan(
    lines: Iterable[FileEntry | RefusedEntryLine],
    in_diary: Mapping[datetime, Collection[Scores]],
    home: Home,
) -> EntryImportPlan:
    """Set the lines beside the diary's scores by instant. The order of lines does not matter."""
    refused: list[RefusedEntryLine] = []
    moments: defaultdict[datetime, list[FileEntry]] = defaultdict(list)
    for line in lines:
        if isinstance(line, RefusedEntryLine):
            refused.append(line)
        else:
            moments[line.moment.at].append(line)
    to_add: list[FileEntry] = []
    already: list[int] = []
    differing: list[int] = []
    for at, group in moments.items():
        if at in in_diary:
            for entry in group:
                (already if entry.scores in in_diary[at] else differing).append(entry.line)
        elif any(_is_at_twin(entry, in_diary) for entry in group):
            # the other pass of a doubled hour was chosen when this file came in before
            already.extend(entry.line for entry in group)
        elif len({entry.content for entry in group}) > 1:
            refused.extend(_at_odds(group))
        else:
            preferred = min(group, key=lambda entry: _preference(entry, home))
            to_add.append(preferred)
            already.extend(entry.line for entry in group if entry is not preferred)
    return EntryImportPlan(
        tuple(sorted(to_add, key=lambda entry: entry.moment.at)),
        tuple(sorted(already)),
        tuple(sorted(differing)),
        tuple(sorted(refused, key=lambda each: each.line)),
    )


def _is_at_twin(entry: FileEntry, in_diary: Mapping[datetime, Collection[Scores]]) -> bool:
    twin = entry.moment.twin
    return twin is not None and entry.scores in in_diary.get(twin, ())


def _at_odds(group: Sequence[FileEntry]) -> Iterable[RefusedEntryLine]:
    """Nobody but the patient can say which of the lines is right, so neither is added."""
    lines = [entry.line for entry in group]
    for entry in group:
        other = next(line for line in lines if line != entry.line)
        yield RefusedEntryLine(
            entry.line, f"line {other} has the same time and says something else"
        )


def _preference(entry: FileEntry, home: Home) -> tuple[bool, str, int]:
    """The same instant may be written with two offsets: home's first, then one and the same."""
    return (entry.moment.zone != home.name, entry.moment.zone, entry.line)
