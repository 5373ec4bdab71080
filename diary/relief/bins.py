"""The entries that the model of relief looks at, averaged by diary day."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diary.relief.baseline import NEED_DAYS
from diary.relief.track import HOUR, Floats, Integers, Track, micros
from diary.relief.values import NumberedTreatment
from diary.relief.windows import NEXT_DAY

LOOK_BACK = 60 * 24 * HOUR
SETTLING_DAYS = 3  # people rate themselves higher on the first days of a diary
LOCAL_HOURS = 72.0  # before a session: the days that its next day is compared with


@dataclass(frozen=True, slots=True, eq=False)
class Bins:
    """One for each diary day, cut where a session starts and where its next day opens or closes.

    ``hours``: since the first session, the middle of its entries. ``burden``: their mean.
    ``entries``: how many. ``first``: where each bin begins among the entries. All of shape (n,).
    ``entry_hours``: of each entry, shape (m,). ``starts``: hours of the sessions, shape (k,).
    ``within``: the sum of squares inside the bins.
    """

    hours: Floats
    burden: Floats
    entries: Floats
    first: Integers
    entry_hours: Floats
    starts: Floats
    within: float

    def __len__(self) -> int:
        return len(self.hours)

    def mean(self, values: Floats) -> Floats:
        """Values of the entries, shape (..., m), averaged in each bin, shape (..., n)."""
        summed: Floats = np.add.reduceat(values, self.first, axis=-1)
        return summed / self.entries

    def next_day(self, session: int) -> Integers:
        """The bins from 18 to 36 hours after a session, by its place from 0, before the next."""
        start, following = self.starts[session], self._start(session + 1)
        end = min(start + NEXT_DAY.closes, following)
        return np.flatnonzero((self.hours >= start + NEXT_DAY.opens) & (self.hours < end))

    def days_before_session(self, session: int) -> Integers:
        """The bins of the three days before a session, without the hours after the last one."""
        start = self.starts[session]
        low = max(start - LOCAL_HOURS, self._start(session - 1) + NEXT_DAY.opens)
        return np.flatnonzero((self.hours >= low) & (self.hours < start))

    def _start(self, session: int) -> float:
        if session < 0:
            return -np.inf
        return float(self.starts[session]) if session < len(self.starts) else np.inf


def build_bins(clear: Track, ordered: Sequence[NumberedTreatment]) -> Bins | None:
    """From the entries without those of the first hours after sessions. None where there is none.

    ``ordered``: at least one session, by start.
    """
    starts = np.array([micros(session.at) for session in ordered], dtype=np.int64)
    used = _without_settling(clear.where(clear.micros >= starts[0] - LOOK_BACK), starts[0])
    if not len(used):
        return None
    cuts = (0, NEXT_DAY.opens, NEXT_DAY.closes)
    edges = np.sort(np.concatenate([starts + round(hours * HOUR) for hours in cuts]))
    keys = np.stack([used.days, np.searchsorted(edges, used.micros, side="right")])
    first = np.flatnonzero(np.append(True, np.any(np.diff(keys) != 0, axis=0)))
    entries = np.diff(np.append(first, len(used))).astype(np.float64)
    hours = used.hours_from(int(starts[0]))
    burden = np.add.reduceat(used.burden, first) / entries
    return Bins(
        np.add.reduceat(hours, first) / entries,
        burden,
        entries,
        first,
        hours,
        (starts - starts[0]) / HOUR,
        float(((used.burden - np.repeat(burden, entries.astype(np.int64))) ** 2).sum()),
    )


def _without_settling(entries: Track, start: int) -> Track:
    """Without the first days of the diary, where enough days before the first session are left."""
    if not len(entries):
        return entries
    settled = entries.days >= entries.days[0] + SETTLING_DAYS
    left = set(entries.days[settled & (entries.micros < start)].tolist())
    return entries.where(settled) if len(left) >= NEED_DAYS else entries
