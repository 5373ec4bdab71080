"""The content of the one-page report, with every word and number as it is printed."""

from collections.abc import Collection
from dataclasses import dataclass

SECTIONS = {
    "numbers": "Numbers",
    "timeline": "Anxiety and mood over time",
    "after": "After the sessions",
    "effects": "Side effects",
    "sessions": "Table of sessions",
    "compared": "Routes and doses compared",
    "medication": "Medication",
    "questions": "Questions for the visit",
    "notes": "The patient's own notes",
}
USUAL = frozenset(SECTIONS) - {"notes"}  # the patient's own words are printed only on request
MOST_SESSIONS, MOST_NOTES, MOST_QUESTIONS, LONGEST_NOTE = 12, 6, 8, 160


@dataclass(frozen=True)
class Chart:
    """A picture as SVG, with a description for readers who cannot see it."""

    title: str
    svg: str
    words: str


@dataclass(frozen=True)
class Report:
    """One report. Sections that are off or have no content are empty."""

    name: str
    born: str
    dates: str
    logged: str
    printed_on: str
    mark: str  # on the page and in its file's name
    reading: tuple[tuple[str, str], ...]  # symbol and sentences
    chance: str
    numbers: tuple[tuple[str, str], ...]  # value and words
    timeline: Chart | None
    after: tuple[Chart, ...]
    effects: Chart | None
    heads: tuple[str, ...]
    sessions: tuple[tuple[str, ...], ...]
    more_sessions: str
    compared: tuple[str, ...]
    medication: tuple[str, ...]
    questions: tuple[str, ...]
    notes: tuple[str, ...]
    more_notes: str


def choose_sections(names: Collection[str], has_choice: bool) -> frozenset[str]:
    """Choose the requested sections, or else the usual ones."""
    return frozenset(names) & frozenset(SECTIONS) if has_choice else USUAL


def shorten(words: str, most: int = LONGEST_NOTE) -> str:
    """Put text on one line and cut it with an ellipsis."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1] + "…"
