"""In which order a doctor sees the patients, and the time that a follow-up covers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

LIMIT_DAYS = 7  # a value beyond a published limit stays on top for so long
QUIET_DAYS = 5
SOON_DAYS = 3
FOLLOW_UP_DAYS = 90
LONGEST_DAYS = 3660
LONGEST_WORDS = 10_000  # of a visit's note or plan, in characters


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


@dataclass(frozen=True)
class Span:
    """The days that a follow-up covers, both ends included."""

    since: date
    until: date
    after_visit: bool = False

    @property
    def days(self) -> int:
        """How many days there are in it."""
        return (self.until - self.since).days + 1

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.since <= day <= self.until


def span(
    visits: Sequence[date], today: date, since: date | None = None, until: date | None = None
) -> Span:
    """As asked for, else since the last visit, else the last 90 days.

    A visit that is held today is the one being prepared, so the one before it counts.
    """
    end = min(until or today, today)
    if since is not None:
        start = min(max(since, end - timedelta(days=LONGEST_DAYS)), end)
        return Span(start, end)
    earlier = [held for held in visits if held < end]
    if earlier:
        longest = end - timedelta(days=LONGEST_DAYS)
        return Span(max(longest, *earlier), end, after_visit=True)
    return Span(end - timedelta(days=FOLLOW_UP_DAYS - 1), end)
