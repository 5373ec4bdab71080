"""How unusual: a start-date randomization test over all sessions (Edgington 1980; Bulté & Onghena
2009). The dates were not drawn by lot, so its share says how often a difference this large comes up
on this patient's other days, and never that the sessions caused it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod

import numpy as np

from diary.relief.baseline import NEED_DAYS, REACHES
from diary.relief.track import HOUR, Floats, Track, micros, middle_of
from diary.relief.values import Missing, NumberedTreatment
from diary.relief.windows import NEXT_DAY

MOST_EXACT = 20_000
DRAWS = 4_999
SEED = 20_261_124
EXACT = 1e-9
NEED_DATES = 20  # with fewer, even the largest difference is not rare
NEED_SESSIONS = 3
DAY = 24 * HOUR
NEED_APART = 7 * DAY


@dataclass(frozen=True, slots=True)
class Randomization:
    """``share``: of all combinations of dates, how many show at least the ``observed`` mean.

    ``centre``, ``z``: the mean of all combinations, and how many of their standard deviations the
    observed lies above it (None where all are the same). ``combinations``: how many were looked at.
    ``exact``: whether these are all there are.
    """

    observed: float
    share: float
    centre: float
    z: float | None
    combinations: int
    exact: bool


def randomization(observed: float, cases: Sequence[Floats], seed: int = SEED) -> Randomization:
    """``cases``: for each session the statistic at every date at which it could have started, its
    own included, each of shape (k,), k >= 1. ``observed``: the mean of the statistics as they were.

    All combinations where they are few, else as many as ``DRAWS`` by lot, the observed one added.
    Raises ``ValueError`` for no session or a session without a date.
    """
    if not cases or any(not len(case) for case in cases):
        raise ValueError("every session needs a date at which it could start")
    count = prod(len(case) for case in cases)
    if count <= MOST_EXACT:
        return _build_randomization(observed, _all(cases), exact=True)
    draw = np.random.default_rng(seed)
    drawn = sum(draw.choice(case, DRAWS) for case in cases) / len(cases)
    return _build_randomization(observed, np.append(drawn, observed), exact=False)


def _all(cases: Sequence[Floats]) -> Floats:
    sums = np.zeros(1)
    for case in cases:
        sums = (sums[:, None] + case[None, :]).ravel()
    means: Floats = sums / len(cases)
    return means


def _build_randomization(observed: float, means: Floats, *, exact: bool) -> Randomization:
    spread, centre = float(means.std(ddof=1)) if len(means) > 1 else 0.0, float(means.mean())
    return Randomization(
        observed,
        float((means >= observed - EXACT).mean()),
        centre,
        (observed - centre) / spread if spread > EXACT else None,
        len(means),
        exact,
    )


def compare_with_other_dates(
    entries: Track, sessions: Sequence[NumberedTreatment], every: Sequence[NumberedTreatment]
) -> Randomization | Missing:
    """The mean fall from the week before to the next day, beside dates by lot.

    Every date of the diary with a week before and a next day is one at which a session could have
    started, at the clock time of the first. Those near other sessions are among them: a date before
    one shows a fall too, a date some days after one a rise, so the share may move either way.
    ``entries`` without those of the first hours. ``every`` session by start. Not asked where two
    of them lie less than a week apart: the week before one holds what followed the other.
    """
    if any(micros(b.at) - micros(a.at) < NEED_APART for a, b in pairwise(every)):
        return Missing(0, NEED_SESSIONS, "sessions at least 7 days apart")
    starts, days = [micros(s.at) for s in sessions], [s.day.toordinal() for s in sessions]
    known = _falls(entries, starts, days)
    if len(known) < NEED_SESSIONS:
        return Missing(len(known), NEED_SESSIONS, "sessions with a week before and a next day")
    others = _other_dates(entries, every)
    if len(others) < NEED_DATES:
        return Missing(len(others), NEED_DATES, "other dates to compare with")
    case = np.array(known + others)
    return randomization(sum(known) / len(known), [case] * len(known))


def _other_dates(entries: Track, every: Sequence[NumberedTreatment]) -> list[float]:
    session_days = {session.day.toordinal() for session in every}
    anchor, start = every[0].day.toordinal(), micros(every[0].at)
    first, last = int(entries.days.min()), int(entries.days.max())
    days = [day for day in range(first, last + 1) if day not in session_days]
    return _falls(entries, [start + (day - anchor) * DAY for day in days], days)


def _falls(entries: Track, starts: Sequence[int], days: Sequence[int]) -> list[float]:
    """From the median of the week before to that of the next day, where both have enough.

    Every start looks up its two stretches in arrays made once: there may be a thousand.
    """
    order = np.argsort(entries.days, kind="stable")
    by_day, burdens = entries.days[order], entries.burden[order].tolist()
    new_days = np.concatenate([[0], np.cumsum(np.diff(by_day, prepend=-1) != 0)])
    weeks = by_day.searchsorted(np.array([days, days]) - [[REACHES[0]], [0]])
    ends = [[round(NEXT_DAY.opens * HOUR)], [round(NEXT_DAY.closes * HOUR)]]
    after = np.array([starts, starts], dtype=np.int64) + ends
    first = entries.micros.searchsorted(after[0], side="left")
    last = entries.micros.searchsorted(after[1], side="right")
    enough = (new_days[weeks[1]] - new_days[weeks[0]] >= NEED_DAYS) & (last > first)
    values = entries.burden.tolist()
    return [
        middle_of(burdens[weeks[0][at] : weeks[1][at]]) - middle_of(values[first[at] : last[at]])
        for at in np.flatnonzero(enough)
    ]
