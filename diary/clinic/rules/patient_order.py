"""The order of a doctor's patients, and the reasons for it."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

LIMIT_DAYS = 7  # for so long a value beyond a published limit keeps a patient on top
QUIET_DAYS = 5
SOON_DAYS = 3


class ListGroup(IntEnum):
    """The groups of the list, in their order."""

    BEYOND_LIMIT = 1
    QUIET = 2
    SESSION_SOON = 3
    BY_NAME = 4


HEADINGS = {
    ListGroup.BEYOND_LIMIT: f"A value beyond a published limit in the last {LIMIT_DAYS} days",
    ListGroup.QUIET: f"No entry for {QUIET_DAYS} days or more",
    ListGroup.SESSION_SOON: f"A session planned within {SOON_DAYS} days",
    ListGroup.BY_NAME: "Everyone else, by name",
}


@dataclass(frozen=True)
class PatientStatus:
    """What decides a patient's place in the list. Dates are days of the diary."""

    name: str
    last_entry_on: date | None = None
    next_session_on: date | None = None
    beyond: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True)
class ListPosition:
    """A patient's place in the list, with every reason for it, the most important first."""

    group: ListGroup
    reasons: tuple[str, ...]
    name: str

    @property
    def key(self) -> tuple[int, str, str]:
        """The sort key: group, then name."""
        return (self.group, self.name.casefold(), self.name)


def find_position(status: PatientStatus, today: date) -> ListPosition:
    """Find a patient's group on one day, and the reasons in words."""
    candidates = [
        (ListGroup.BEYOND_LIMIT, _beyond(status, today)),
        (ListGroup.QUIET, _quiet(status, today)),
        (ListGroup.SESSION_SOON, _soon(status, today)),
    ]
    reasons = [(group, words) for group, words in candidates if words]
    group = reasons[0][0] if reasons else ListGroup.BY_NAME
    return ListPosition(group, tuple(words for _, words in reasons), status.name)


def _beyond(status: PatientStatus, today: date) -> str | None:
    recent = [value for value in status.beyond if (today - value[0]).days < LIMIT_DAYS]
    if not recent:
        return None
    day, words = max(recent, key=lambda value: value[0])
    more = f", and {len(recent) - 1} more" if len(recent) > 1 else ""
    return f"{words} ({_ago(day, today)}){more}"


def _quiet(status: PatientStatus, today: date) -> str | None:
    last = status.last_entry_on
    if last is None:
        return "No entry yet"
    days = (today - last).days
    return f"No entry for {days} days" if days >= QUIET_DAYS else None


def _soon(status: PatientStatus, today: date) -> str | None:
    if status.next_session_on is None:
        return None
    days = (status.next_session_on - today).days
    if not 0 <= days <= SOON_DAYS:
        return None
    return f"Session planned {('today', 'tomorrow')[days] if days < 2 else f'in {days} days'}"


def _ago(day: date, today: date) -> str:
    days = (today - day).days
    return "today" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago"
