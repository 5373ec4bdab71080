"""From the entries of one score and the sessions to everything that is said of them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from math import sqrt

import numpy as np

from diary.domain.scores import Direction
from diary.relief.around_treatments import LocalChanges, compare_around
from diary.relief.band import CoursePoint, NearbyEntries, build_typical_course
from diary.relief.baseline import Baseline, BaselineEntries, find_baseline
from diary.relief.bins import build_bins
from diary.relief.compare import Comparison, compare_groups
from diary.relief.course_interval import Daily, daily
from diary.relief.next_day import began_hard, summarise_around, summarise_next_day
from diary.relief.obstacles import find_obstacle
from diary.relief.outcome import RecentLevel, ReliefOutcome, TreatmentOutcome
from diary.relief.overlap import nap
from diary.relief.response import (
    Onset,
    ReliefDuration,
    Until,
    find_duration,
    find_onset,
    shows_relief,
)
from diary.relief.since_treatment import Posterior, estimate_since_treatment
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
BEFORE_TREATMENT = (14, 28)  # days looked at, the shorter time first
USUAL_SDS = 1.96 * sqrt(2)  # of a single entry: the 95 % range of a difference of two
NEVER = 2**62


@dataclass(frozen=True, slots=True)
class _Diary:
    """``clear``: without the first two hours after sessions. ``before``: the days before treatment;
    ``days``: the same by day, None where they are too few.
    """

    all: Track
    clear: Track
    now: int
    ordered: tuple[NumberedTreatment, ...]
    before: BaselineEntries
    days: Daily | None


@dataclass(frozen=True, slots=True)
class _Estimate:
    """What the model says of both questions. ``since``: None where there is no entry to look at."""

    since: Posterior | None
    local: LocalChanges


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
    diary = _build_diary(everything, ordered, ends)
    chosen = {s.number for s in ordered} if session_numbers is None else session_numbers
    places = [place for place, session in enumerate(ordered) if session.number in chosen]
    estimate = _build_estimate(diary, places)
    outcomes = tuple(_outcome(diary, estimate, place) for place in places)
    return _summarise(diary, estimate, outcomes, until or now.date())


def _build_diary(everything: Track, ordered: tuple[NumberedTreatment, ...], ends: int) -> _Diary:
    clear = exclude_early(everything, ordered)
    if not ordered:
        nothing = BaselineEntries(Baseline(None, 0, 0, 0), clear.where(slice(0, 0)))
        return _Diary(everything, clear, ends, ordered, nothing, None)
    before = find_baseline(clear, ordered[0], BEFORE_TREATMENT)
    known = before.baseline.value is not None
    return _Diary(
        everything, clear, ends, ordered, before, daily(before.entries) if known else None
    )


def _build_estimate(diary: _Diary, places: Sequence[int]) -> _Estimate:
    bins = build_bins(diary.clear, diary.ordered) if diary.ordered else None
    if bins is None:
        return _Estimate(None, LocalChanges(()))
    since = estimate_since_treatment(bins)
    return _Estimate(since, compare_around(bins, places, since))


def _outcome(diary: _Diary, estimate: _Estimate, place: int) -> TreatmentOutcome:
    session, before = diary.ordered[place], diary.before
    start = micros(session.at)
    following = micros(diary.ordered[place + 1].at) if place + 1 < len(diary.ordered) else None
    after = _after(diary.clear, start, following)
    hours = after.hours_from(start)
    began, lasts = _relief(after, hours, before, _cut(diary, start, following))
    soon = after.burden[hours <= OVERLAP_HOURS]
    logged, days = _logged(diary, session, following)
    changes = tuple(
        measure_change(diary.all, session, window, before, following, diary.now)
        for window in WINDOWS
    )
    until_next = 0.0 if following is None else (following - start) / HOUR
    next_day_change = changes[WINDOWS.index(NEXT_DAY)]
    local = next((each for each in estimate.local.each if each.place == place), None)
    return TreatmentOutcome(
        session,
        before.baseline,
        find_baseline(diary.clear, session).baseline,
        changes,
        nap(before.entries.burden, soon) if before.baseline.value is not None else None,
        _already_relieved(diary.clear, start, before),
        began,
        lasts,
        logged,
        days,
        find_obstacle(diary.all, diary.ordered[0], before.baseline, next_day_change, until_next),
        None if local is None else diary.all.difference(local.change),
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
    diary: _Diary, estimate: _Estimate, outcomes: tuple[TreatmentOutcome, ...], until: date
) -> ReliefOutcome:
    lasts = [outcome.lasting for outcome in outcomes if outcome.lasting is not None]
    first_day = diary.ordered[0].day.toordinal() if diary.ordered else 0
    since = estimate.since
    return ReliefOutcome(
        diary.all.better,
        outcomes,
        diary.before.baseline if diary.ordered else None,
        _measure_recent_level(diary, until),
        summarise_next_day(
            _next_levels(diary, outcomes), len(outcomes), diary.before, since, diary.all
        ),
        summarise_around(estimate.local, diary.all),
        began_hard(diary.before, first_day),
        None if since is None else USUAL_SDS * sqrt(since.variance),
        compare_with_other_dates(
            diary.clear, [outcome.session for outcome in outcomes], diary.ordered
        ),
        estimate_duration(lasts),
        _carry_over(outcomes),
        _overlap(outcomes),
        _compare_by(diary, outcomes, lambda session: session.route),
        _compare_by(diary, outcomes, lambda session: session.dose),
        _typical_course(diary, outcomes),
    )


def _next_levels(diary: _Diary, outcomes: Sequence[TreatmentOutcome]) -> list[float]:
    """The burden on the next day of each session that can be compared."""
    levels = [outcome.change(NEXT_DAY.name) for outcome in outcomes]
    return [
        diary.all.score(each.level)
        for each in levels
        if each.level is not None and each.change is not None
    ]


def _measure_recent_level(diary: _Diary, until: date) -> RecentLevel:
    last = until.toordinal()
    first = max(last - DAYS_LATELY + 1, *(s.day.toordinal() for s in diary.ordered[:1]), 0)
    inside = (diary.clear.days >= first) & (diary.clear.days <= last)
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


def _typical_course(diary: _Diary, outcomes: Sequence[TreatmentOutcome]) -> tuple[CoursePoint, ...]:
    """Every session, cut at its neighbours, against the days before treatment."""
    if diary.days is None:
        return ()
    starts = [micros(s.at) for s in diary.ordered]
    segments = []
    for outcome in outcomes:
        start = micros(outcome.session.at)
        place = bisect_left(starts, start)
        low = max([start - round(BEFORE_HOURS * HOUR), *starts[max(place - 1, 0) : place]])
        high = min([start + round(AFTER_HOURS * HOUR), *starts[place + 1 : place + 2]])
        some = diary.all.between(low, high)
        segments.append(NearbyEntries(some.hours_from(start), some.burden))
    return build_typical_course(segments, diary.days, diary.all)
