"""One score of one diary in order of time, with its worst end always at 10."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from diary.domain.scores import Direction
from diary.relief.values import HIGHEST, LOWEST, NumberedTreatment, ScoredEntry

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HOUR = 3_600_000_000
# The patient may still feel the drug: such entries are shown, and left out of every claim.
EARLY_HOURS = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """Entries in order of time, each once.

    ``micros``, shape (n,): microseconds since 1970 in UTC, so that no moment is rounded.
    ``days``, shape (n,): the diary day of each as an ordinal.
    ``burden``, shape (n,): 0 is the best, 10 the worst, whichever way the score itself runs.
    """

    micros: Integers
    days: Integers
    burden: Floats
    better: Direction

    def __len__(self) -> int:
        return len(self.micros)

    def hours_from(self, start: int) -> Floats:
        """Elapsed hours of every entry since a moment in microseconds."""
        hours: Floats = (self.micros - start) / HOUR
        return hours

    def where(self, keep: NDArray[np.bool_] | slice) -> "Track":
        """Some of the entries."""
        return Track(self.micros[keep], self.days[keep], self.burden[keep], self.better)

    def between(self, low: int, high: int) -> "Track":
        """The entries from one moment to before another, in microseconds."""
        first, last = self.micros.searchsorted(low), self.micros.searchsorted(high)
        return self.where(slice(int(first), max(int(first), int(last))))

    def score(self, burden: float) -> float:
        """A burden in the score's own words: 2 of anxiety stays 2, of mood becomes 8."""
        return burden if self.better is Direction.LOWER else HIGHEST - burden

    def difference(self, burden: float) -> float:
        """A difference of burdens as a difference of scores."""
        return burden if self.better is Direction.LOWER else -burden


def build_track(entries: Iterable[ScoredEntry], better: Direction) -> Track:
    """Order and exact duplicates do not matter.

    Raises ``ValueError`` for a time without a zone or a score outside 0–10.
    """
    listed = list(entries)
    values = np.array([e.value for e in listed], dtype=np.float64)
    if not np.all((values >= LOWEST) & (values <= HIGHEST)):
        raise ValueError("a score lies outside 0 to 10")
    burden = values if better is Direction.LOWER else HIGHEST - values
    moments = np.array([micros(e.at) for e in listed], dtype=np.int64)
    days = np.array([e.day.toordinal() for e in listed], dtype=np.int64)
    # by burden too, so that two entries of one moment stand alike on a flipped scale
    order = np.lexsort((burden, days, moments))
    moments, days, burden = moments[order], days[order], burden[order]
    new = np.ones(len(listed), dtype=np.bool_)
    new[1:] = (np.diff(moments) != 0) | (np.diff(days) != 0) | (np.diff(burden) != 0)
    return Track(moments[new], days[new], burden[new], better)


def micros(at: datetime) -> int:
    """Microseconds since 1970 in UTC. Raises ``ValueError`` for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("a time needs its zone")
    since = at - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def in_order(sessions: Iterable[NumberedTreatment]) -> tuple[NumberedTreatment, ...]:
    """By start, each only once."""
    return tuple(sorted(set(sessions), key=lambda s: (micros(s.at), s.number, s.route, s.dose)))


def exclude_early(entries: Track, sessions: Sequence[NumberedTreatment]) -> Track:
    """Without the entries of the first two hours after any session."""
    starts = np.array([micros(s.at) for s in sessions], dtype=np.int64)
    if not len(starts):
        return entries
    last = np.searchsorted(starts, entries.micros, side="right") - 1
    since = np.where(last >= 0, entries.micros - starts[last], np.iinfo(np.int64).max)
    return entries.where(since >= EARLY_HOURS * HOUR)


def middle(values: Floats) -> float:
    """The median of at least one value."""
    return middle_of(values.tolist())


def middle_of(values: list[float]) -> float:
    """The median of at least one value. Many times faster than numpy's on a few of them."""
    ordered, half = sorted(values), len(values) // 2
    if len(ordered) % 2:
        return float(ordered[half])
    return float((ordered[half - 1] + ordered[half]) / 2)
