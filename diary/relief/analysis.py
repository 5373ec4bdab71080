"""From the entries of one score and the sessions to everything that is said of them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest

import numpy as np

from diary.domain.scores import Direction
from diary.relief.band import NearbyEntries, build_typical_course
from diary.relief.baseline import BaselineEntries, find_baseline
from diary.relief.compare import Comparison, compare_groups
from diary.relief.obstacles import find_obstacle
from diary.relief.outcome import RecentLevel, ReliefOutcome, TreatmentOutcome
from diary.relief.overlap import nap
from diary.relief.pattern import ComparedTreatment, Daily, summarise_next_day
from diary.relief.response import (
    Onset,
    ReliefDuration,
    Until,
    find_duration,
    find_onset,
    shows_relief,
)
from diary.relief.series import Series, split_series
from diary.relief.survival import estimate_duration
from diary.relief.track import (
    EARLY_HOURS,
    HOUR,
    Floats,
    Track,
    build_track,
    exclude_early,
    in_order,
    micros,
    middle,
)
from diary.relief.trend import NEED, Trend, theil_sen
from diary.relief.unusual import compare_with_other_dates
from diary.relief.values import Missing, NumberedTreatment, ScoredEntry
from diary.relief.windows import NEXT_DAY, WINDOWS, measure_change

BEFORE_HOURS, AFTER_HOURS = 24.0, 336.0  # of the overlay
OVERLAP_HOURS = 72.0
RECENT_HOURS = 48.0
DAYS_AFTER, DAYS_LATELY = 7, 7
NEVER = 2**62


@dataclass(frozen=True, slots=True)
class _Diary:
    """One score with all sessions. ``clear``: without the entries of their first two hours."""

    all: Track
    clear: Track
    now: int


def analyse(
    entries: Iterable[ScoredEntry],
    sessions: Iterable[NumberedTreatment],
    better: Direction,
    now: datetime,
    *,
    session_numbers: Set[int] | None = None,
    until: date | None = None,
) -> ReliefOutcome:
    """The whole analysis of one score, 0–10.

    ``session_numbers``: the sessions to speak of, all where None. The others still end what came
    before them. ``until``: the last diary day looked at, for "lately". Entries and sessions after
    ``now`` are left out. Raises ``ValueError`` for a time without a zone or a score outside 0–10,
    and for nothing else: where there is not enough, it says so.
    """
    ends = micros(now)
    everything = build_track(entries, better)
    everything = everything.where(everything.micros <= ends)
    ordered = tuple(s for s in in_order(sessions) if micros(s.at) <= ends)
    diary = _Diary(everything, exclude_early(everything, ordered), ends)
    all_series = split_series(diary.clear, ordered)
    every = _outcomes(diary, all_series, ordered)
    selected = [
        pair
        for pair in every
        if session_numbers is None or pair[0].session.number in session_numbers
    ]
    return _summarise(diary, all_series, selected, ordered, until or now.date())


def _outcomes(
    diary: _Diary, all_series: Sequence[Series], ordered: Sequence[NumberedTreatment]
) -> list[tuple[TreatmentOutcome, Daily | None]]:
    following = dict(zip_longest(ordered, (micros(s.at) for s in ordered[1:])))
    return [
        (_outcome(diary, series, session, following[session]), series.days)
        for series in all_series
        for session in series.sessions
    ]


def _outcome(
    diary: _Diary, series: Series, session: NumberedTreatment, following: int | None
) -> TreatmentOutcome:
    stretch, start = series.before, micros(session.at)
    after = _after(diary.clear, start, following)
    hours = after.hours_from(start)
    began, lasts = _relief(after, hours, stretch, _cut(diary, start, following))
    soon = after.burden[hours <= OVERLAP_HOURS]
    logged, days = _logged(diary, session, following)
    changes = tuple(
        measure_change(diary.all, session, window, stretch, following, diary.now)
        for window in WINDOWS
    )
    until_next = 0.0 if following is None else (following - start) / HOUR
    next_day_change = changes[WINDOWS.index(NEXT_DAY)]
    return TreatmentOutcome(
        session,
        series.sessions[0].number,
        stretch.baseline,
        find_baseline(diary.clear, session).baseline,
        changes,
        nap(stretch.entries.burden, soon) if stretch.baseline.value is not None else None,
        _already_relieved(diary.clear, start, stretch),
        began,
        lasts,
        logged,
        days,
        find_obstacle(diary.all, series.sessions[0], stretch.baseline, next_day_change, until_next),
    )


def _after(entries: Track, start: int, following: int | None) -> Track:
    """Entries from two hours after a start to before the next."""
    end = NEVER if following is None else following
    return entries.between(start + round(EARLY_HOURS * HOUR), end)


def _cut(diary: _Diary, start: int, following: int | None) -> tuple[float, Until]:
    if following is None:
        return (diary.now - start) / HOUR, "today"
    return (following - start) / HOUR, "next session"


def _relief(
    after: Track, hours: Floats, stretch: BaselineEntries, cut: tuple[float, Until]
) -> tuple[Onset | None, ReliefDuration | None]:
    if stretch.baseline.value is None:
        return None, None
    began = find_onset(hours, after.burden, stretch.burden)
    if began is None:
        return None, None
    since = hours >= began.by
    return began, find_duration(
        hours[since], after.burden[since], stretch.burden, cut=cut[0], until=cut[1]
    )


def _already_relieved(entries: Track, start: int, stretch: BaselineEntries) -> bool:
    """Whether the last entry of the two days before the start shows relief."""
    last = int(entries.micros.searchsorted(start)) - 1
    if stretch.baseline.value is None or last < 0:
        return False
    if entries.micros[last] < start - RECENT_HOURS * HOUR:
        return False
    return bool(shows_relief(entries.burden[last : last + 1], stretch.burden)[0])


def _logged(diary: _Diary, session: NumberedTreatment, following: int | None) -> tuple[int, int]:
    start = micros(session.at)
    end = min(start + DAYS_AFTER * 24 * HOUR, diary.now, following or diary.now)
    days = -(-(end - start) // (24 * HOUR))
    inside = diary.all.between(start, end).micros
    return len(set(((inside - start) // (24 * HOUR)).tolist())), int(days)


def _summarise(
    diary: _Diary,
    all_series: Sequence[Series],
    selected: Sequence[tuple[TreatmentOutcome, Daily | None]],
    ordered: Sequence[NumberedTreatment],
    until: date,
) -> ReliefOutcome:
    outcomes = tuple(outcome for outcome, _ in selected)
    lasts = [outcome.lasting for outcome in outcomes if outcome.lasting is not None]
    return ReliefOutcome(
        diary.all.better,
        outcomes,
        all_series[0].before.baseline if all_series else None,
        _measure_recent_level(diary, until),
        summarise_next_day(_compare_next_days(diary, selected), len(outcomes), diary.all),
        compare_with_other_dates(diary.clear, [outcome.session for outcome in outcomes], ordered),
        estimate_duration(lasts),
        _carry_over(outcomes),
        _overlap(outcomes),
        _compare_by(diary, outcomes, lambda session: session.route),
        _compare_by(diary, outcomes, lambda session: session.dose),
        build_typical_course(_collect_nearby_entries(diary, selected, ordered), diary.all),
    )


def _compare_next_days(
    diary: _Diary, selected: Sequence[tuple[TreatmentOutcome, Daily | None]]
) -> list[ComparedTreatment]:
    compared = []
    for outcome, days in selected:
        level = outcome.change(NEXT_DAY.name).level
        if days is not None and level is not None:
            compared.append(
                ComparedTreatment(diary.all.score(level), days, outcome.first_of_series)
            )
    return compared


def _measure_recent_level(diary: _Diary, until: date) -> RecentLevel:
    last = until.toordinal()
    inside = (diary.clear.days > last - DAYS_LATELY) & (diary.clear.days <= last)
    some = diary.clear.where(inside)
    if not len(some):
        return RecentLevel(None, 0, 0)
    value = diary.all.score(middle(some.burden))
    return RecentLevel(value, len(set(some.days.tolist())), len(some))


def _carry_over(outcomes: Sequence[TreatmentOutcome]) -> Trend | Missing:
    """The level just before each session, over the sessions' numbers."""
    known = [
        (outcome.session.number, outcome.week_before.value)
        for outcome in outcomes
        if outcome.week_before.value is not None
    ]
    x, y = (
        np.array(side, dtype=np.float64)
        for side in (zip(*known, strict=True) if known else ((), ()))
    )
    return theil_sen(x, y) or Missing(len(known), NEED, "sessions with a week before")


def _overlap(outcomes: Sequence[TreatmentOutcome]) -> float | None:
    pairs = [(outcome.overlap.value, outcome.overlap.before * outcome.overlap.after)
             for outcome in outcomes if outcome.overlap is not None]  # fmt: skip
    whole = sum(weight for _, weight in pairs)
    return sum(value * weight for value, weight in pairs) / whole if whole else None


def _compare_by(
    diary: _Diary, outcomes: Sequence[TreatmentOutcome], name: Callable[[NumberedTreatment], str]
) -> Comparison | None:
    groups: dict[str, list[float | None]] = defaultdict(list)
    for outcome in outcomes:
        if name(outcome.session):
            groups[name(outcome.session)].append(outcome.change(NEXT_DAY.name).change)
    return compare_groups(groups, lower_is_better=diary.all.better is Direction.LOWER)


def _collect_nearby_entries(
    diary: _Diary,
    selected: Sequence[tuple[TreatmentOutcome, Daily | None]],
    ordered: Sequence[NumberedTreatment],
) -> list[NearbyEntries]:
    """Every session that has a level before it, cut at its neighbours."""
    starts = [micros(s.at) for s in ordered]
    segments = []
    for outcome, days in selected:
        if days is None:
            continue
        start = micros(outcome.session.at)
        place = bisect_left(starts, start)
        low = max([start - round(BEFORE_HOURS * HOUR), *starts[max(place - 1, 0) : place]])
        high = min([start + round(AFTER_HOURS * HOUR), *starts[place + 1 : place + 2]])
        some = diary.all.between(low, high)
        hours = some.hours_from(start)
        segments.append(NearbyEntries(hours, some.burden, days, outcome.first_of_series))
    return segments
