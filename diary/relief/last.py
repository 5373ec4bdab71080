"""The last session alone: the change on the day after it, for a list of many diaries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from diary.domain.scores import Direction
from diary.relief.baseline import REACHES, find_baseline
from diary.relief.track import build_track, exclude_early, in_order, micros
from diary.relief.values import NumberedTreatment, ScoredEntry
from diary.relief.windows import NEXT_DAY, WindowChange, measure_change

USUAL_POINTS = 4.0  # 1.96 * sqrt(2) times the usual SD of a day, 1.5, in untreated outpatients


@dataclass(frozen=True, slots=True)
class Reach:
    """From when to when the entries lie that the change after the last session is made of."""

    since: datetime
    until: datetime


def reach(sessions: Iterable[NumberedTreatment]) -> Reach | None:
    """None where there is no session. A day of the diary begins at most a day from its date."""
    ordered = in_order(sessions)
    if not ordered:
        return None
    at = ordered[-1].at
    return Reach(at - timedelta(days=max(REACHES) + 3), at + timedelta(hours=NEXT_DAY.closes))


def next_day_change(
    entries: Iterable[ScoredEntry],
    sessions: Sequence[NumberedTreatment],
    better: Direction,
    now: datetime,
) -> WindowChange | None:
    """The day after the last session against the week before it, 0–10.

    ``entries``: at least those within ``reach(sessions)``. ``sessions``: all of them. None where
    there is no session up to ``now``. Raises ``ValueError`` as ``analyse`` does.
    """
    ordered = tuple(each for each in in_order(sessions) if each.at <= now)
    if not ordered:
        return None
    ends = micros(now)
    known = build_track(entries, better)
    known = known.where(known.micros <= ends)
    before = find_baseline(exclude_early(known, ordered), ordered[-1])
    return measure_change(known, ordered[-1], NEXT_DAY, before, None, ends)
