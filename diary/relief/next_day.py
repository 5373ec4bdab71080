"""The day after a session over all sessions: what is counted, what is estimated, what is claimed.

Two questions, told apart at every spacing of sessions. Since treatment began: how the day after a
session compares with the days before the first. Around each session: how it compares with the three
days before that session.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from diary.relief.around_treatments import LocalChanges
from diary.relief.baseline import BaselineEntries
from diary.relief.response import EXACT, POINTS, SHARE
from diary.relief.since_treatment import Posterior
from diary.relief.track import Track, middle
from diary.relief.values import Interval

NEED_SESSIONS = 3
SURE, SURER = 0.975, 0.99
SMALL_POINTS, ALARMING_POINTS, ALARMING_SESSIONS = 1.0, 3.0, 3
MOST = 2 / 3  # of the sessions must have changed the way that is said of all
STEEP, HARDER = 1.0, 1.0  # points a week, and points between the two weeks before


class Verdict(StrEnum):
    """What may be said of the level since treatment began."""

    TOO_FEW = "too few sessions"
    BETTER = "better"
    SMALL = "small change"
    WORSE = "worse"
    NONE = "no large change"
    UNCLEAR = "no clear difference"


@dataclass(frozen=True, slots=True)
class NextDay:
    """The changes at +24 h of ``sessions`` sessions from before treatment. ``measured`` have one.

    ``before``, ``after``: the level before treatment and the median of the next days, in the
    score's unit. ``median``, ``lowest``, ``highest``: of the changes of single sessions, in points.
    ``better``, ``worse``: sessions on that side of no change.

    ``change`` and its 95 % ``interval``: the estimate over all entries (docs/relief.md), and
    ``probability`` that it is for the better, 0 to 1. ``alarming``: worse beyond doubt.
    """

    sessions: int
    measured: int
    better: int
    worse: int
    before: float | None
    after: float | None
    median: float | None
    lowest: float | None
    highest: float | None
    change: float | None
    interval: Interval | None
    probability: float | None
    verdict: Verdict
    alarming: bool


@dataclass(frozen=True, slots=True)
class Around:
    """The next day against the three days before each of ``sessions`` sessions, in points.

    ``change`` with its 95 % ``interval`` from three sessions on; ``trend``, what the change gains
    from one session to the next, with its own from six on.
    """

    sessions: int
    change: float | None
    interval: Interval | None
    trend: float | None
    trend_interval: Interval | None


def summarise_next_day(
    levels: Sequence[float],
    sessions: int,
    before: BaselineEntries,
    posterior: Posterior | None,
    entries: Track,
) -> NextDay:
    """``levels``: the burden on the next day of each session that has one.

    Better is said from 3 sessions on, where the estimated fall is at least 2 points and 30 %, its
    probability at least 97.5 %, and two thirds of the sessions were followed by a better day.
    """
    if before.baseline.value is None or not levels:
        return NextDay(
            *(sessions, 0, 0, 0, before.baseline.value, None, None, None, None),
            *(None, None, None, Verdict.TOO_FEW, False),
        )
    falls = before.burden - np.array(levels)
    differences = sorted(entries.difference(-float(fall)) for fall in falls)
    enough = posterior is not None and len(levels) >= NEED_SESSIONS
    estimate = posterior if enough else None
    better, worse = int((falls > EXACT).sum()), int((falls < -EXACT).sum())
    verdict = Verdict.TOO_FEW
    if estimate is not None:
        verdict = _verdict(estimate, before.burden, better / len(levels), worse / len(levels))
    return NextDay(
        sessions,
        len(levels),
        better,
        worse,
        before.baseline.value,
        entries.score(middle(np.array(levels))),
        entries.difference(-middle(falls)),
        differences[0],
        differences[-1],
        None if estimate is None else entries.difference(-estimate.fall),
        None if estimate is None else as_rise(estimate.interval(), entries),
        None if estimate is None else estimate.better,
        verdict,
        estimate is not None and worse >= ALARMING_SESSIONS and _is_alarming(estimate),
    )


def _verdict(estimate: Posterior, before: float, better: float, worse: float) -> Verdict:
    """``better`` and ``worse``: the shares of the sessions on either side of no change."""
    fall = estimate.fall
    lower = estimate.better >= SURE and better >= MOST
    if lower and fall >= max(POINTS, SHARE * before) - EXACT:
        return Verdict.BETTER
    if 1 - estimate.better >= SURE and worse >= MOST and fall <= -POINTS + EXACT:
        return Verdict.WORSE
    if lower and fall >= SMALL_POINTS - EXACT:
        return Verdict.SMALL
    low, high = estimate.interval()
    return Verdict.NONE if low > -POINTS and high < POINTS else Verdict.UNCLEAR


def _is_alarming(estimate: Posterior) -> bool:
    return 1 - estimate.better >= SURER and estimate.fall <= -ALARMING_POINTS


def as_rise(fall: tuple[float, float], entries: Track) -> Interval:
    """An interval of a fall of burden as one of a change of the score."""
    low, high = sorted(entries.difference(-end) for end in fall)
    return Interval(low, high)


def summarise_around(local: LocalChanges, entries: Track) -> Around:
    """In the score's own direction."""
    return Around(
        local.sessions,
        None if local.mean is None else entries.difference(local.mean),
        _turned(local.interval, entries),
        None if local.trend is None else entries.difference(local.trend),
        _turned(local.trend_interval, entries),
    )


def _turned(rise: Interval | None, entries: Track) -> Interval | None:
    return None if rise is None else as_rise((-rise.high, -rise.low), entries)


def began_hard(before: BaselineEntries, first_day: int) -> bool:
    """Whether the two weeks before the first session were getting worse, or the diary just began.

    ``first_day``: that of the first session, as an ordinal. A hard time is often followed by an
    easier one by itself.
    """
    days, burden = before.entries.days - first_day, before.entries.burden
    if before.baseline.value is None or len(set(days.tolist())) < 2:
        return False
    slope = 7 * float(np.polyfit(days, burden, 1)[0])
    late, early = burden[days >= -7], burden[days < -7]
    apart = middle(late) - middle(early) if len(late) and len(early) else 0.0
    return slope >= STEEP or apart >= HARDER
