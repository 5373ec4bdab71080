"""What a file says of entries, line by line, beside what the diary holds already. Pure.

An entry is told from another by its instant, to the second, and by nothing else.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.entries.rules.entry import LONGEST_NOTE, Reported
from diary.entries.rules.side_effects import LABELS, Severity, SideEffect
from diary.web.csv_columns import Wanted
from diary.web.csv_moment import Home, Moment, quoted, read_moment

CODES = tuple(code.value for code in SideEffect)
WANTED = Wanted(
    ("recorded_at", "anxiety", "mood", *CODES, "other_name", "note"),
    needed=(("recorded_at",), ("anxiety", "mood")),
)
LABELLED = {
    "recorded_at": "Date and time",
    "anxiety": "Anxiety",
    "mood": "Mood",
    **{code.value: label for code, label in LABELS.items()},
    "other_name": "What the something else was",
    "note": "Note",
}
LONGEST_OTHER = 100
_CODES = frozenset(CODES)
_SEVERITIES = frozenset(word.value for word in Severity)
_NONE = ("", "none")
_SCORE = re.compile(r"[0-9]|10")


@dataclass(frozen=True, slots=True)
class Scores:
    """Two scores, 0–10; None where not given."""

    anxiety: int | None
    mood: int | None


@dataclass(frozen=True, slots=True)
class FileEntry:
    """An entry as it would be stored; an empty note is None."""

    line: int
    moment: Moment
    scores: Scores
    side_effects: tuple[Reported, ...]
    note: str | None

    @property
    def content(self) -> tuple[object, ...]:
        """Everything but where and when it was written."""
        return (self.scores, self.side_effects, self.note)


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that will not be added, and why, in words that finish "line 7: …"."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; every line of the file is counted exactly once."""

    to_add: tuple[FileEntry, ...]
    already: tuple[int, ...]
    differing: tuple[int, ...]
    refused: tuple[Refused, ...]

    @property
    def already_there(self) -> int:
        """Lines whose entry is in the diary, or earlier in this file; scores alike or not."""
        return len(self.already) + len(self.differing)


def read_entry(
    line: int, cells: Mapping[str, str], home: Home, now: datetime
) -> FileEntry | Refused:
    """The entry of a line, or the first reason why there is none."""
    moment = read_moment(cells.get("recorded_at", ""), home, now)
    if isinstance(moment, str):
        return Refused(line, moment)
    try:
        scores = Scores(_score(cells, "anxiety"), _score(cells, "mood"))
        effects = tuple(_side_effects(cells))
        note = _note(cells.get("note", ""))
    except _Fault as fault:
        return Refused(line, str(fault))
    if scores == Scores(None, None):
        return Refused(line, "neither anxiety nor mood has a score")
    return FileEntry(line, moment, scores, effects, note)


class _Fault(ValueError):
    """Why a cell cannot be used."""


def _score(cells: Mapping[str, str], name: str) -> int | None:
    text = cells.get(name, "").strip()
    if not text:
        return None
    if not _SCORE.fullmatch(text):
        raise _Fault(f"{name} is {quoted(text)}, not a whole number from 0 to 10")
    return int(text)


def _side_effects(cells: Mapping[str, str]) -> Iterable[Reported]:
    for code, cell in cells.items():
        word = cell.strip().lower() if code in _CODES else ""
        if word in _NONE:
            continue
        if word not in _SEVERITIES:
            given = quoted(cell.strip())
            raise _Fault(f"{code} is {given}, not mild, moderate, severe or empty")
        yield Reported(code, word, _other_name(cells) if code == SideEffect.OTHER else None)


def _other_name(cells: Mapping[str, str]) -> str | None:
    name = cells.get("other_name", "").strip()
    if len(name) > LONGEST_OTHER:
        raise _Fault(f"other_name has {len(name):,} characters, more than {LONGEST_OTHER}")
    return name or None


def _note(text: str) -> str | None:
    if len(text) > LONGEST_NOTE:
        raise _Fault(f"the note has {len(text):,} characters, more than {LONGEST_NOTE:,}")
    return text if text.strip() else None


def plan(
    lines: Iterable[FileEntry | Refused],
    in_diary: Mapping[datetime, Collection[Scores]],
    home: Home,
) -> Plan:
    """Set the lines beside the diary's scores by instant. The order of lines does not matter."""
    refused: list[Refused] = []
    moments: defaultdict[datetime, list[FileEntry]] = defaultdict(list)
    for found in lines:
        if isinstance(found, Refused):
            refused.append(found)
        else:
            moments[found.moment.at].append(found)
    to_add: list[FileEntry] = []
    already: list[int] = []
    differing: list[int] = []
    for at, group in moments.items():
        if at in in_diary:
            for found in group:
                (already if found.scores in in_diary[at] else differing).append(found.line)
        elif len({found.content for found in group}) > 1:
            refused.extend(_at_odds(group))
        else:
            kept = min(group, key=lambda found: _preference(found, home))
            to_add.append(kept)
            already.extend(found.line for found in group if found is not kept)
    return Plan(
        tuple(sorted(to_add, key=lambda found: found.moment.at)),
        tuple(sorted(already)),
        tuple(sorted(differing)),
        tuple(sorted(refused, key=lambda each: each.line)),
    )


def _at_odds(group: Sequence[FileEntry]) -> Iterable[Refused]:
    """Nobody but the patient can say which of the lines is right, so neither is added."""
    lines = [found.line for found in group]
    for found in group:
        other = next(line for line in lines if line != found.line)
        yield Refused(found.line, f"line {other} has the same time and says something else")


def _preference(found: FileEntry, home: Home) -> tuple[bool, str, int]:
    """The same instant may be written with two offsets: home's first, then one and the same."""
    return (found.moment.zone != home.name, found.moment.zone, found.line)
