"""What a file says of entries, line by line, beside what the diary holds already. Pure.

An entry is told from another by its instant, to the second, and by nothing else.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.web.csv_moment import Home, Moment, quoted, read_moment

MOST_NOTE = 10_000
SEVERITIES = ("mild", "moderate", "severe")
_NONE = ("", "none")
_SCORE = re.compile(r"[0-9]|10")


@dataclass(frozen=True, slots=True)
class Scores:
    """Two scores, 0–10; None where not given."""

    anxiety: int | None
    mood: int | None


@dataclass(frozen=True, slots=True)
class FileEntry:
    """An entry as it would be stored. Side effects are (code, severity), sorted by code."""

    line: int
    moment: Moment
    scores: Scores
    side_effects: tuple[tuple[str, str], ...]
    note: str

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


@dataclass(frozen=True, slots=True)
class Reader:
    """What is needed to read one line: the patient's home, the time now, the known codes."""

    home: Home
    now: datetime
    codes: frozenset[str]

    def entry(self, line: int, cells: Mapping[str, str]) -> FileEntry | Refused:
        """The entry of a line, or the first reason why there is none."""
        moment = read_moment(cells["recorded_at"], self.home, self.now)
        if isinstance(moment, str):
            return Refused(line, moment)
        try:
            scores = Scores(_score(cells, "anxiety"), _score(cells, "mood"))
            effects = _side_effects(cells, self.codes)
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


def _side_effects(cells: Mapping[str, str], codes: Collection[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for code in sorted(codes & cells.keys()):
        word = cells[code].strip().lower()
        if word in _NONE:
            continue
        if word not in SEVERITIES:
            given = quoted(cells[code].strip())
            raise _Fault(f"{code} is {given}, not mild, moderate, severe or empty")
        found.append((code, word))
    return tuple(found)


def _note(text: str) -> str:
    if len(text) > MOST_NOTE:
        raise _Fault(f"the note has {len(text):,} characters, more than {MOST_NOTE:,}")
    return text if text.strip() else ""


def plan(
    lines: Iterable[FileEntry | Refused], in_diary: Mapping[datetime, Scores], home: Home
) -> Plan:
    """Set the lines beside the diary. The order of the lines makes no difference."""
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
                (already if found.scores == in_diary[at] else differing).append(found.line)
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
