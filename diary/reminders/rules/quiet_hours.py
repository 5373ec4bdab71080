"""Times when nothing is sent: quiet hours and the time just after a session. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

AFTER_SESSION = timedelta(minutes=90)  # the patient is likely still under the effect
LONGEST = 10  # steps: more quiet hours and sessions do not fit into two days


@dataclass(frozen=True, slots=True)
class Quiet:
    """Quiet hours between two local times, also over midnight. The same time twice means none."""

    starts: time
    ends: time
    zone: tzinfo

    def holds(self, at: datetime) -> bool:
        """Whether an instant is quiet. The end itself is not."""
        wall = at.astimezone(self.zone).time().replace(fold=0)
        if self.starts <= self.ends:
            return self.starts <= wall < self.ends
        return wall >= self.starts or wall < self.ends

    def find_end(self, at: datetime) -> datetime:
        """Find the first instant from ``at`` on that is not quiet. Clock changes may delay it."""
        if not self.holds(at):
            return at
        day = at.astimezone(self.zone).date()
        ends = (
            instant_of(datetime.combine(day + timedelta(days=days), self.ends), self.zone, fold)
            for days in (0, 1, 2)
            for fold in (0, 1)
        )
        return min(end for end in ends if end >= at and not self.holds(end))


def instant_of(wall: datetime, zone: tzinfo, fold: int = 0) -> datetime:
    """Convert a local time to an instant: the first of two, or moved on if it is skipped."""
    return wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def find_effect_end(at: datetime, starts: Iterable[datetime]) -> datetime | None:
    """Find when the quiet time after a session ends. None if the instant is in no such time."""
    ends = (start + AFTER_SESSION for start in starts if start <= at < start + AFTER_SESSION)
    return max(ends, default=None)


def is_quiet(at: datetime, quiet: Quiet, starts: Iterable[datetime]) -> bool:
    """Whether nothing may be sent at this instant."""
    return quiet.holds(at) or find_effect_end(at, starts) is not None


def find_first_allowed(at: datetime, quiet: Quiet, starts: Iterable[datetime]) -> datetime | None:
    """Find the first instant from ``at`` on at which something may be sent, within two days."""
    sessions = list(starts)
    for _ in range(LONGEST):
        if not is_quiet(at, quiet, sessions):
            return at
        at = quiet.find_end(at)
        at = find_effect_end(at, sessions) or at
    return None
