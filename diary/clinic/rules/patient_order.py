"""In which order a doctor sees the patients, and why each stands where they stand."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

LIMIT_DAYS = 7  # a value beyond a published limit stays on top for so long
QUIET_DAYS = 5
SOON_DAYS = 3


class Group(IntEnum):
    """The groups of the list, in their order."""

    BEYOND_LIMIT = 1
    QUIET = 2
    SESSION_SOON = 3
    BY_NAME = 4


HEADINGS = {
    Group.BEYOND_LIMIT: f"A value beyond a published limit in the last {LIMIT_DAYS} days",
    Group.QUIET: f"No entry for {QUIET_DAYS} days or more",
    Group.SESSION_SOON: f"A session planned within {SOON_DAYS} days",
    Group.BY_NAME: "Everyone else, by name",
}


@dataclass(frozen=True)
class Standing:
    """What decides where a patient stands in the list; dates are days of the diary."""

    name: str
    last_entry_on: date | None = None
    next_session_on: date | None = None
    beyond: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True)
class Place:
    """Where a patient stands, and every reason for it, the weightiest first."""

    group: Group
    reasons: tuple[str, ...]
    name: str

    @property
    def key(self) -> tuple[int, str, str]:
        """Sorts by group, then by name."""
        return (self.group, self.name.casefold(), self.name)


def place(standing: Standing, today: date) -> Place:
    """The group of one patient on one day, and the reasons in words."""
    found = [
        (Group.BEYOND_LIMIT, _beyond(standing, today)),
        (Group.QUIET, _quiet(standing, today)),
        (Group.SESSION_SOON, _soon(standing, today)),
    ]
    reasons = [(group, words) for group, words in found if words]
    group = reasons[0][0] if reasons else Group.BY_NAME
    return Place(group, tuple(words for _, words in reasons), standing.name)


def _beyond(standing: Standing, today: date) -> str | None:
    recent = [one for one in standing.beyond if (today - one[0]).days < LIMIT_DAYS]
    if not recent:
        return None
    day, words = max(recent, key=lambda one: one[0])
    more = f", and {len(recent) - 1} more" if len(recent) > 1 else ""
    return f"{words} ({_ago(day, today)}){more}"


def _quiet(standing: Standing, today: date) -> str | None:
    last = standing.last_entry_on
    if last is None:
        return "No entry yet"
    days = (today - last).days
    return f"No entry for {days} days" if days >= QUIET_DAYS else None


def _soon(standing: Standing, today: date) -> str | None:
    if standing.next_session_on is None:
        return None
    days = (standing.next_session_on - today).days
    if not 0 <= days <= SOON_DAYS:
        return None
    return f"Session planned {('today', 'tomorrow')[days] if days < 2 else f'in {days} days'}"


def _ago(day: date, today: date) -> str:
    days = (today - day).days
    return "today" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago"
