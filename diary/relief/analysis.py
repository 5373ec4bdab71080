"""From the entries of one score and the sessions to everything that is said of them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest

import numpy as np

from diary.relief.band import Around, typical_course
from diary.relief.baseline import Stretch, before
from diary.relief.compare import Comparison, compare
from diary.relief.obstacles import obstacle
from diary.relief.outcome import Lately, Outcome, SessionOutcome
from diary.relief.overlap import nap
from diary.relief.pattern import Compared, Daily, next_day
from diary.relief.response import Lasting, Onset, Until, lasting, onset, shows_relief
from diary.relief.series import Series, split
from diary.relief.survival import typical
from diary.relief.track import (
    EARLY_HOURS,
    HOUR,
    Floats,
    Track,
    in_order,
    micros,
    middle,
    sober,
    track,
)
from diary.relief.trend import NEED, Trend, theil_sen
from diary.relief.unusual import by_dates
from diary.relief.values import Better, Missing, Scored, Session
from diary.relief.windows import NEXT_DAY, WINDOWS, change

BEFORE_HOURS, AFTER_HOURS = 24.0, 336.0  # of the overlay
OVERLAP_HOURS = 72.0
RECENT_HOURS = 48.0
DAYS_AFTER, DAYS_LATELY = 7, 7
NEVER = 2**62


@dataclass(frozen=True, slots=True)
class _Diary:
    """One score with all sessions; ``clear``: without the entries of their first two hours."""

    all: Track
    clear: Track
    now: int


def analyse(
    entries: Iterable[Scored],
    sessions: Iterable[Session],
    better: Better,
    now: datetime,
    *,
    session_numbers: Set[int] | None = None,
    until: date | None = None,
) -> Outcome:
    """The whole analysis of one score, 0–10.

    ``session_numbers``: the sessions to speak of, all where None. The others still end what came
    before them. ``until``: the last diary day looked at, for "lately". Entries and sessions after
    ``now`` are left out. Raises ``ValueError`` for a time without a zone or a score outside 0–10,
    and for nothing else: where there is not enough, it says so.
    """
    ends = micros(now)
    everything = track(entries, better)
    everything = everything.where(everything.micros <= ends)
    ordered = tuple(s for s in in_order(sessions) if micros(s.at) <= ends)
    diary = _Diary(everything, sober(everything, ordered), ends)
    all_series = split(diary.clear, ordered)
    every = _outcomes(diary, all_series, ordered)
    selected = [
        pair
        for pair in every
        if session_numbers is None or pair[0].session.number in session_numbers
    ]
    return _together(diary, all_series, selected, ordered, until or now.date())


def _outcomes(
    diary: _Diary, all_series: Sequence[Series], ordered: Sequence[Session]
) -> list[tuple[SessionOutcome, Daily | None]]:
    following = dict(zip_longest(ordered, (micros(s.at) for s in ordered[1:])))
    return [
        (_outcome(diary, series, session, following[session]), series.days)
        for series in all_series
        for session in series.sessions
    ]


def _outcome(
    diary: _Diary, series: Series, session: Session, following: int | None
) -> SessionOutcome:
    stretch, start = series.before, micros(session.at)
    after = _after(diary.clear, start, following)
    hours = after.hours_from(start)
    began, lasts = _relief(after, hours, stretch, _cut(diary, start, following))
    soon = after.burden[hours <= OVERLAP_HOURS]
    logged, days = _logged(diary, session, following)
    changes = tuple(
        change(diary.all, session, window, stretch, following, diary.now) for window in WINDOWS
    )
    until_next = 0.0 if following is None else (following - start) / HOUR
    next_day_change = changes[WINDOWS.index(NEXT_DAY)]
    return SessionOutcome(
        session,
        series.sessions[0].number,
        stretch.baseline,
        before(diary.clear, session).baseline,
        changes,
        nap(stretch.entries.burden, soon) if stretch.baseline.value is not None else None,
        _already_relieved(diary.clear, start, stretch),
        began,
        lasts,
        logged,
        days,
        obstacle(diary.all, series.sessions[0], stretch.baseline, next_day_change, until_next),
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
    after: Track, hours: Floats, stretch: Stretch, cut: tuple[float, Until]
) -> tuple[Onset | None, Lasting | None]:
    if stretch.baseline.value is None:
        return None, None
    began = onset(hours, after.burden, stretch.burden)
    if began is None:
        return None, None
    since = hours >= began.by
    return began, lasting(
        hours[since], after.burden[since], stretch.burden, cut=cut[0], until=cut[1]
    )


def _already_relieved(entries: Track, start: int, stretch: Stretch) -> bool:
    """Whether the last entry of the two days before the start shows relief."""
    last = int(entries.micros.searchsorted(start)) - 1
    if stretch.baseline.value is None or last < 0:
        return False
    if entries.micros[last] < start - RECENT_HOURS * HOUR:
        return False
    return bool(shows_relief(entries.burden[last : last + 1], stretch.burden)[0])


def _logged(diary: _Diary, session: Session, following: int | None) -> tuple[int, int]:
    start = micros(session.at)
    end = min(start + DAYS_AFTER * 24 * HOUR, diary.now, following or diary.now)
    days = -(-(end - start) // (24 * HOUR))
    inside = diary.all.between(start, end).micros
    return len(set(((inside - start) // (24 * HOUR)).tolist())), int(days)


def _together(
    diary: _Diary,
    all_series: Sequence[Series],
    selected: Sequence[tuple[SessionOutcome, Daily | None]],
    ordered: Sequence[Session],
    until: date,
) -> Outcome:
    outcomes = tuple(outcome for outcome, _ in selected)
    lasts = [outcome.lasting for outcome in outcomes if outcome.lasting is not None]
    return Outcome(
        diary.all.better,
        outcomes,
        all_series[0].before.baseline if all_series else None,
        _lately(diary, until),
        next_day(_compared(diary, selected), len(outcomes), diary.all),
        by_dates(diary.clear, [outcome.session for outcome in outcomes], ordered),
        typical(lasts),
        _carry_over(outcomes),
        _overlap(outcomes),
        _grouped(diary, outcomes, lambda session: session.route),
        _grouped(diary, outcomes, lambda session: session.dose),
        typical_course(_around(diary, selected, ordered), diary.all),
    )


def _compared(
    diary: _Diary, selected: Sequence[tuple[SessionOutcome, Daily | None]]
) -> list[Compared]:
    compared = []
    for outcome, days in selected:
        level = outcome.change(NEXT_DAY.name).level
        if days is not None and level is not None:
            compared.append(Compared(diary.all.score(level), days, outcome.first_of_series))
    return compared


def _lately(diary: _Diary, until: date) -> Lately:
    last = until.toordinal()
    inside = (diary.clear.days > last - DAYS_LATELY) & (diary.clear.days <= last)
    some = diary.clear.where(inside)
    if not len(some):
        return Lately(None, 0, 0)
    value = diary.all.score(middle(some.burden))
    return Lately(value, len(set(some.days.tolist())), len(some))


def _carry_over(outcomes: Sequence[SessionOutcome]) -> Trend | Missing:
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


def _overlap(outcomes: Sequence[SessionOutcome]) -> float | None:
    pairs = [(outcome.overlap.value, outcome.overlap.before * outcome.overlap.after)
             for outcome in outcomes if outcome.overlap is not None]  # fmt: skip
    whole = sum(weight for _, weight in pairs)
    return sum(value * weight for value, weight in pairs) / whole if whole else None


def _grouped(
    diary: _Diary, outcomes: Sequence[SessionOutcome], name: Callable[[Session], str]
) -> Comparison | None:
    groups: dict[str, list[float | None]] = defaultdict(list)
    for outcome in outcomes:
        if name(outcome.session):
            groups[name(outcome.session)].append(outcome.change(NEXT_DAY.name).change)
    return compare(groups, lower_is_better=diary.all.better is Better.LOWER)


def _around(
    diary: _Diary,
    selected: Sequence[tuple[SessionOutcome, Daily | None]],
    ordered: Sequence[Session],
) -> list[Around]:
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
        segments.append(Around(hours, some.burden, days, outcome.first_of_series))
    return segments
