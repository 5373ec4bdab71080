"""Hours in which nothing is sent: those she chose, and the time just after a session. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

AFTER_SESSION = timedelta(minutes=90)  # she is likely still under the effect
LONGEST = 10  # steps: quiet hours and sessions can only follow each other so often in two days


@dataclass(frozen=True, slots=True)
class Quiet:
    """Quiet from one time on the wall until another, over midnight too; the same twice: never."""

    starts: time
    ends: time
    zone: tzinfo

    def holds(self, at: datetime) -> bool:
        """Whether an instant lies in it. The end itself is no longer quiet."""
        wall = at.astimezone(self.zone).time().replace(fold=0)
        if self.starts <= self.ends:
            return self.starts <= wall < self.ends
        return wall >= self.starts or wall < self.ends

    def find_end(self, at: datetime) -> datetime:
        """The first instant from ``at`` on that is not quiet, or a little later over a gap."""
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
    """The instant of a wall time: the first of two, and after a gap what the clock then shows."""
    return wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def find_effect_end(at: datetime, starts: Iterable[datetime]) -> datetime | None:
    """When the time after a session is over in which an instant lies; nothing if in none."""
    ends = (start + AFTER_SESSION for start in starts if start <= at < start + AFTER_SESSION)
    return max(ends, default=None)


def is_quiet(at: datetime, quiet: Quiet, starts: Iterable[datetime]) -> bool:
    """Whether nothing may be sent at an instant."""
    return quiet.holds(at) or find_effect_end(at, starts) is not None


def find_first_allowed(at: datetime, quiet: Quiet, starts: Iterable[datetime]) -> datetime | None:
    """The first instant from ``at`` on at which something may be sent, within a day or two."""
    sessions = list(starts)
    for _ in range(LONGEST):
        if not is_quiet(at, quiet, sessions):
            return at
        at = quiet.find_end(at)
        at = find_effect_end(at, sessions) or at
    return None
