"""What the sharing page needs, ready to print."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from diary.access.queries import AccessLogEntry
from diary.domain.calendar import wall_of


@dataclass(frozen=True)
class AccessLogDay:
    """What one person looked at on one day, with every time at which it was."""

    day: date
    name: str
    page: str
    walls: tuple[datetime, ...]


def by_day(looks: Iterable[AccessLogEntry], zone: str) -> list[AccessLogDay]:
    """Views grouped by day on the patient's wall, in the order given. None is left out."""
    gathered: dict[tuple[date, str, str], list[datetime]] = {}
    for look in looks:
        wall = wall_of(look.at_utc, zone)
        gathered.setdefault((wall.date(), look.name, look.page), []).append(wall)
    return [AccessLogDay(*key, tuple(sorted(walls))) for key, walls in gathered.items()]
