"""Why a session has no change on the next day: one true reason each, and the same over many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from diary.relief.baseline import Baseline
from diary.relief.track import Track, micros
from diary.relief.values import NumberedTreatment
from diary.relief.windows import WindowChange, WindowStatus


class Cause(StrEnum):
    """What stands in the way. The one that waiting cannot remove comes last."""

    TOO_EARLY = "too early"
    NEXT_SESSION = "next session"
    NO_ENTRY = "no entry"
    GAPS = "gaps before"
    BEGAN_LATE = "began late"
    NOTHING_BEFORE = "nothing before"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """``days``: for BEGAN_LATE, days from the first entry to the first session. For GAPS, days with
    an entry before it.
    ``hours``: until the next session, for NEXT_SESSION.
    """

    cause: Cause
    days: int = 0
    need: int = 0
    hours: float = 0.0


@dataclass(frozen=True, slots=True)
class ObstacleGroup:
    """Sessions with one cause. ``single`` where the same words are true of all of them."""

    cause: Cause
    sessions: tuple[int, ...]
    single: Obstacle | None


def find_obstacle(
    entries: Track, first: NumberedTreatment, base: Baseline, next_day: WindowChange, hours: float
) -> Obstacle | None:
    """None where a session has a level before treatment and one on the next day.

    ``entries``: every entry of the score. ``first``: the first session of all.
    ``hours``: from the session to the next, 0 where there is none.
    """
    if base.value is None:
        return _before(entries, first, base)
    if next_day.level is not None:
        return None
    if next_day.status is WindowStatus.NEXT_SESSION:
        return Obstacle(Cause.NEXT_SESSION, hours=hours)
    return Obstacle(Cause.TOO_EARLY if next_day.status is WindowStatus.NOT_YET else Cause.NO_ENTRY)


def _before(entries: Track, first: NumberedTreatment, base: Baseline) -> Obstacle:
    # what came later changes nothing that is said of a session before it
    if not len(entries) or entries.micros[0] >= micros(first.at):
        return Obstacle(Cause.NOTHING_BEFORE)
    days = max(first.day.toordinal() - int(entries.days[0]), 0)
    if days < base.need:
        return Obstacle(Cause.BEGAN_LATE, days, base.need)
    return Obstacle(Cause.GAPS, base.days, base.need)


def group_obstacles(obstacles: Iterable[tuple[int, Obstacle]]) -> tuple[ObstacleGroup, ...]:
    """By cause, the most sessions first, from the numbers of sessions and their obstacles."""
    by_cause: dict[Cause, list[tuple[int, Obstacle]]] = {}
    for number, each in obstacles:
        by_cause.setdefault(each.cause, []).append((number, each))
    groups = [
        ObstacleGroup(
            cause, tuple(number for number, _ in some), _single([each for _, each in some])
        )
        for cause, some in by_cause.items()
    ]
    return tuple(
        sorted(groups, key=lambda group: (-len(group.sessions), list(Cause).index(group.cause)))
    )


def _single(some: Sequence[Obstacle]) -> Obstacle | None:
    return some[0] if len(set(some)) == 1 else None
