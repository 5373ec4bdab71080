"""What the charts are given: check-ins, sessions and marks, as frozen values."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal
from uuid import UUID

from diary.domain.scores import Score
from diary.domain.treatments import Treatment

# Plotly puts two <style> elements into the page. A strict style-src needs their hashes: an empty
# one (every bundle), and MapLibre's rules (only the full bundle of plotly.js 4.1.1).
STYLE_HASHES: tuple[str, ...] = (
    "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o=",
)

SEVERITIES = ("mild", "moderate", "severe")


@dataclass(frozen=True, slots=True)
class ChartEntry:
    """One entry. `wall` is the patient's own clock as typed. `day` the diary day it belongs to."""

    entry_id: UUID
    at: datetime
    wall: datetime
    day: date
    anxiety: int | None
    mood: int | None
    side_effects: tuple[tuple[str, str, str], ...] = ()  # code, label, severity
    none_reported: bool = False

    @property
    def has_score(self) -> bool:
        """Whether there is anything to draw. An entry may hold a note or a side effect alone."""
        return self.anxiety is not None or self.mood is not None

    def score(self, score: Score) -> int | None:
        return self.anxiety if score is Score.ANXIETY else self.mood

    @property
    def answered_side_effects(self) -> bool:
        return self.none_reported or bool(self.side_effects)


@dataclass(frozen=True, slots=True)
class ChartTreatment:
    """A treatment that took place, with its place in the diary.

    `number` counts all that took place from 1, in order of time. `day` is the diary day on which
    it began: before the hour at which a day starts, it is the date before that of `wall`.
    """

    number: int
    day: date
    treatment: Treatment

    @property
    def treatment_id(self) -> UUID:
        return self.treatment.id

    @property
    def at(self) -> datetime:
        return self.treatment.starts_at_utc

    @property
    def wall(self) -> datetime:
        return self.treatment.wall

    @property
    def label(self) -> str:
        return self.treatment.label


@dataclass(frozen=True, slots=True)
class Mark:
    """A visit or a change of medication, shown on the timeline.

    `diary_day` is told where it may not be the date: a day of the diary ends after midnight.
    `at` is its instant, where one is known: a visit has only a day.
    """

    kind: Literal["visit", "medication"]
    wall: datetime
    label: str
    diary_day: date | None = None
    at: datetime | None = None

    @property
    def day(self) -> date:
        """The day under which it stands."""
        return self.diary_day or self.wall.date()


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The numbers of a chart as text, for the table under it."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class DateWindow:
    """The days a chart covers, both ends included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def holds(self, day: date) -> bool:
        return self.start <= day <= self.end


def hours_between(start: datetime, end: datetime) -> float:
    """Elapsed hours between two instants. Both go to UTC first: Python subtracts two times of the
    same zone by their wall clocks, which is an hour wrong across a change of the clocks.
    """
    return (end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() / 3600
