"""Which days the page of charts covers: the last 30, the last 90, or all."""

from dataclasses import dataclass
from datetime import date, timedelta

CHOICES = {"30": "30 days", "90": "90 days", "all": "All"}
USUAL = "90"
# Rows fetched before the first day shown: an entry is read by the session up to 14 days before.
LEAD = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class Range:
    """One button: its address and its words."""

    days: str
    words: str
    current: bool


def choose_range(requested: str | None, logged_lately: bool) -> str:
    """What was asked for, else 90 days where there are entries in them, else all."""
    if requested in CHOICES:
        return requested
    return USUAL if logged_lately else "all"


def since(days: str, today: date) -> date | None:
    """The first day of a choice, None for all."""
    return None if days == "all" else today - timedelta(days=int(days) - 1)


def ranges(current: str) -> tuple[Range, ...]:
    return tuple(Range(days, words, days == current) for days, words in CHOICES.items())
