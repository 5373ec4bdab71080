"""Relief after one session: when it began, and how long it lasted.

An entry shows relief when it is better than the baseline by at least 2 points and at least 30 % of
the way to the best score. Relief is told only where a second entry within 36 hours says the same.
Entries of the first two hours count for neither.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from diary.relief.track import Floats

POINTS, SHARE = 2.0, 0.3
CONFIRMED_WITHIN = 36.0  # hours
BEGINS_WITHIN = 72.0  # hours: what begins later is not told as relief after this session
NEAR = 1.0  # points from baseline
IN_A_ROW = 2
# Two days, less the hours by which evenings differ. Two entries alone end it 60 hours too early in
# the middle: a score that swings by 2 points soon touches the baseline twice by itself.
NEAR_HOURS = 44.0
# Sums of halves are exact, the share of a baseline is not.
EXACT = 1e-9

Until = Literal["baseline", "next session", "today"]


@dataclass(frozen=True, slots=True)
class Onset:
    """Hours since the start: relief began after ``after`` (the last entry without it, or the start)
    and by ``by`` (the first with it).
    """

    after: float
    by: float


@dataclass(frozen=True, slots=True)
class ReliefDuration:
    """Hours since the start: back near baseline after ``after`` and by ``by``.

    ``by`` is None where nobody saw the end: cut by the next session or by today (right-censored).
    """

    after: float
    by: float | None
    until: Until

    @property
    def ended(self) -> bool:
        return self.by is not None


def shows_relief(burden: Floats, baseline: float) -> NDArray[np.bool_]:
    """Which entries do. From a baseline of 0 nothing can be better, so none does.

    ``burden``, shape (n,), and ``baseline``: 0 is the best score.
    """
    fall = baseline - burden
    least = max(POINTS, SHARE * baseline)
    marked: NDArray[np.bool_] = (fall >= least - EXACT) & (baseline > 0)
    return marked


def find_onset(hours: Floats, burden: Floats, baseline: float) -> Onset | None:
    """The first confirmed relief, from entries 2 hours after the start up to the next session.

    ``hours``, shape (n,), rising. ``burden``, shape (n,), 0 is the best score.
    """
    relieved = shows_relief(burden, baseline)
    for index in np.flatnonzero(relieved & (hours <= BEGINS_WITHIN)):
        later = hours[index + 1 :] <= hours[index] + CONFIRMED_WITHIN
        if np.any(relieved[index + 1 :] & later):
            without = hours[:index][~relieved[:index]]
            return Onset(float(without[-1]) if len(without) else 0.0, float(hours[index]))
    return None


def find_duration(
    hours: Floats,
    burden: Floats,
    baseline: float,
    *,
    cut: float,
    until: Until = "today",
    in_a_row: int = IN_A_ROW,
    near_hours: float = NEAR_HOURS,
) -> ReliefDuration:
    """Until every entry (``in_a_row`` or more) over ``near_hours`` is near baseline, or worse.

    Give it the entries from the onset on. The end lies between the last entry before them and the
    first of them. Without them it is known to the last entry that was not near, up to ``cut``.
    """
    back = burden >= baseline - NEAR - EXACT
    first = 0
    for index, near in enumerate(back):
        if not near:
            first = index + 1
        elif index - first + 1 >= in_a_row and hours[index] - hours[first] >= near_hours:
            after = float(hours[first - 1]) if first else 0.0
            return ReliefDuration(after, float(hours[first]), "baseline")
    last = float(hours[first - 1]) if first else 0.0
    return ReliefDuration(min(last, cut), None, until)
