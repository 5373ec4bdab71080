"""The dates that a follow-up covers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

FOLLOW_UP_DAYS = 90
LONGEST_DAYS = 3660


@dataclass(frozen=True)
class DateRange:
    """The days that a follow-up covers, both ends included."""

    since: date
    until: date
    after_visit: bool = False

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.until - self.since).days + 1

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.since <= day <= self.until


def choose_range(
    visits: Sequence[date], today: date, since: date | None = None, until: date | None = None
) -> DateRange:
    """Choose the requested dates, or else those since the last visit, or else the last 90 days.

    A visit of today is the one being prepared, so the visit before it counts.
    """
    end = min(until or today, today)
    if since is not None:
        start = min(max(since, end - timedelta(days=LONGEST_DAYS)), end)
        return DateRange(start, end)
    earlier = [day for day in visits if day < end]
    if earlier:
        longest = end - timedelta(days=LONGEST_DAYS)
        return DateRange(max(longest, *earlier), end, after_visit=True)
    return DateRange(end - timedelta(days=FOLLOW_UP_DAYS - 1), end)
