"""Ana's diary for the tests of the analysis: hours are counted from her first session."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from diary.domain.scores import Direction
from diary.relief.analysis import analyse
from diary.relief.outcome import ReliefOutcome
from diary.relief.track import Floats, Track, build_track
from diary.relief.values import NumberedTreatment, ScoredEntry

START = datetime(2026, 3, 2, 10, tzinfo=UTC)
DAY_ENDS = timedelta(hours=4)
DAY = 24.0
# A sentence by one of these keys says that something was better after the sessions.
CLAIMS = frozenset({"better", "small", "lasted", "longer", "overlap"})


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def day_of(moment: datetime) -> date:
    """The day of the diary, which ends at four."""
    return (moment.astimezone(UTC) - DAY_ENDS).date()


def scored(moment: datetime, value: float) -> ScoredEntry:
    return ScoredEntry(moment, day_of(moment), value)


def entry(hours: float, value: float) -> ScoredEntry:
    return scored(at(hours), value)


def entries(pairs: Iterable[tuple[float, float]]) -> list[ScoredEntry]:
    return [entry(hours, value) for hours, value in pairs]


def daily(value: float, days: Iterable[int]) -> list[ScoredEntry]:
    """One entry at noon on each of these days, 0 being the day of the first session."""
    return [entry(day * DAY + 2, value) for day in days]


def week(value: float = 8.0, first: int = -7) -> list[ScoredEntry]:
    """The seven days before the first session, or from another day on."""
    return daily(value, range(first, first + 7))


def session(
    number: int = 1, hours: float = 0.0, route: str = "IV", dose: str = ""
) -> NumberedTreatment:
    start = at(hours)
    return NumberedTreatment(number, start, day_of(start), route, dose)


def every(days: float, count: int) -> list[NumberedTreatment]:
    """Sessions so many days apart."""
    return [session(number + 1, number * days * DAY) for number in range(count)]


def told_of(
    logged: Iterable[ScoredEntry],
    sessions: Iterable[NumberedTreatment] = (),
    *,
    better: Direction = Direction.LOWER,
    now: datetime | None = None,
) -> ReliefOutcome:
    """The analysis as of a day in the far future, or of a moment."""
    return analyse(logged, sessions, better, now or at(400 * DAY))


def burdens(pairs: Iterable[tuple[float, float]]) -> tuple[Floats, Floats]:
    """Hours and burdens as the functions of one session take them."""
    listed = list(pairs)
    return numbers([hours for hours, _ in listed]), numbers([value for _, value in listed])


def numbers(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=np.float64)


def tracked(logged: Iterable[ScoredEntry], better: Direction = Direction.LOWER) -> Track:
    return build_track(logged, better)


def floats_of(value: object, path: str = "") -> Iterator[tuple[str, float]]:
    """Every number in a result, with the way to it."""
    if isinstance(value, float):
        yield path, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from floats_of(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, tuple | list):
        for place, one in enumerate(value):
            yield from floats_of(one, f"{path}[{place}]")
