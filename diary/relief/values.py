"""What the analysis is given: the entries of one score, and the treatment sessions."""

from dataclasses import dataclass
from datetime import date, datetime

LOWEST, HIGHEST = 0.0, 10.0


@dataclass(frozen=True, slots=True)
class ScoredEntry:
    """One score of one entry: the instant at which it was true, the day of the diary, 0–10."""

    at: datetime
    day: date
    value: float


@dataclass(frozen=True, slots=True)
class NumberedTreatment:
    """One treatment session that took place. `number` counts all of them from 1, in order of time.
    `route` and `dose` are words, and equal words mean the same route or dose.
    """

    number: int
    at: datetime
    day: date
    route: str = ""
    dose: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both in the unit of what it belongs to."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Missing:
    """Not enough yet: how many there are, of how many."""

    have: int
    need: int
    of: str
