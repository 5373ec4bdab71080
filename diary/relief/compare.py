"""Routes and doses of one patient side by side, with their counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from diary.relief.response import EXACT, POINTS
from diary.relief.track import Floats, middle

NEED_SESSIONS = 3
MOST_EXACT = 20_000
DRAWS = 1_999
SEED = 20_261_124
RARE = 0.05


@dataclass(frozen=True, slots=True)
class ComparisonGroup:
    """Sessions by one route or dose: how many, how many with a next day, and the median, lowest and
    highest change at +24 h in points of the score (None without one).
    """

    name: str
    sessions: int
    measured: int
    median: float | None
    lowest: float | None
    highest: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """``stronger``: the group whose next day was better by 2 points in the median, where chance
    rarely parts the sessions so. None where nothing may be said. ``share``: of all ways to part
    them, how many differ as much (two-sided). None with fewer than 3 sessions in a group, or with
    other than two groups that have so many.
    """

    groups: tuple[ComparisonGroup, ...]
    share: float | None = None
    stronger: str | None = None


def compare_groups(
    changes: Mapping[str, Sequence[float | None]], *, lower_is_better: bool
) -> Comparison | None:
    """Changes at +24 h by group, None where not measured. None with fewer than two groups."""
    if len(changes) < 2:
        return None
    groups = tuple(_group(name, values) for name, values in changes.items())
    full = [group for group in groups if group.measured >= NEED_SESSIONS]
    if len(full) != 2:
        return Comparison(groups)
    first, second = (np.array([c for c in changes[g.name] if c is not None]) for g in full)
    share = permutation(first, second)
    apart = middle(first) - middle(second)
    if share > RARE or abs(apart) < POINTS - EXACT:
        return Comparison(groups, share)
    return Comparison(groups, share, full[0 if (apart < 0) == lower_is_better else 1].name)


def _group(name: str, values: Sequence[float | None]) -> ComparisonGroup:
    known = [change for change in values if change is not None]
    if not known:
        return ComparisonGroup(name, len(values), 0, None, None, None)
    return ComparisonGroup(
        name, len(values), len(known), middle(np.array(known)), min(known), max(known)
    )


def permutation(first: Floats, second: Floats, seed: int = SEED) -> float:
    """Share of all ways to part the values whose means lie at least so far apart, two-sided
    (Fisher 1935; Edgington 1980). Of 1,999 ways by lot where there are more than 20,000.
    """
    together, size = np.concatenate([first, second]), len(first)
    least = abs(float(first.mean() - second.mean())) - EXACT
    if comb(len(together), size) <= MOST_EXACT:
        rows = np.array(list(combinations(range(len(together)), size)))
        sums = together[rows].sum(axis=1)
        return float((_apart(sums, together, size) >= least).mean())
    drawn = np.random.default_rng(seed).random((DRAWS, len(together)))
    order = np.argpartition(drawn, size - 1, axis=1)[:, :size]
    hits = int((_apart(together[order].sum(axis=1), together, size) >= least).sum())
    return (hits + 1) / (DRAWS + 1)


def _apart(sums: Floats, together: Floats, size: int) -> Floats:
    rest = (together.sum() - sums) / (len(together) - size)
    apart: Floats = np.abs(sums / size - rest)
    return apart
