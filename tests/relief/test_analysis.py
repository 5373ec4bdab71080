"""Promises of the whole analysis, for any diary that may be written."""

import math
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diary.domain.scores import Direction
from diary.relief.analysis import analyse
from diary.relief.outcome import ReliefOutcome, TreatmentOutcome
from diary.relief.survival import Survival
from diary.relief.trend import Trend
from diary.relief.unusual import Randomization
from diary.relief.values import Interval, NumberedTreatment, ScoredEntry
from tests.relief.builders import (
    DAY,
    at,
    daily,
    day_of,
    entry,
    every,
    floats_of,
    scored,
    session,
    told_of,
)
from tests.relief.diaries import Diary, diaries, scores

some = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def plain(value: object) -> Any:
    """A result as lists, with no moment in it."""
    if isinstance(value, NumberedTreatment):
        return [value.number, value.route, value.dose]
    if is_dataclass(value):
        return [plain(getattr(value, field.name)) for field in fields(value)]
    return [plain(one) for one in value] if isinstance(value, tuple) else value


def moved(diary: Diary, by: timedelta, days: timedelta) -> Diary:
    return Diary(
        tuple(ScoredEntry(one.at + by, one.day + days, one.value) for one in diary.entries),
        tuple(replace(one, at=one.at + by, day=one.day + days) for one in diary.sessions),
        diary.better,
        diary.now + by,
        diary.until + days,
    )


@given(diaries(), st.integers(-3000, 3000))
@some
def test_another_year_changes_nothing(diary: Diary, days: int) -> None:
    by = timedelta(days=days)
    assert plain(moved(diary, by, by).analysed()) == plain(diary.analysed())


@given(diaries(), st.integers(-40_000, 40_000))
@some
def test_another_time_on_the_same_days_changes_nothing(diary: Diary, seconds: int) -> None:
    there = moved(diary, timedelta(seconds=seconds), timedelta(0))
    assert plain(there.analysed()) == plain(diary.analysed())


@given(diaries())
@some
def test_a_scale_that_runs_the_other_way_says_the_same(diary: Diary) -> None:
    other = Direction.HIGHER if diary.better is Direction.LOWER else Direction.LOWER
    turned = diary.given(
        entries=tuple(replace(one, value=10 - one.value) for one in diary.entries), better=other
    )
    close(plain(mirrored(turned.analysed())), plain(diary.analysed()))


def mirrored(found: ReliefOutcome) -> ReliefOutcome:
    """Levels from the other end, differences with the other sign, the rest as it is."""
    return replace(
        found,
        better=Direction.HIGHER if found.better is Direction.LOWER else Direction.LOWER,
        sessions=tuple(_session(one) for one in found.sessions),
        before_first=_level(found.before_first),
        lately=_level(found.lately),
        next_day=_next_day(found.next_day),
        around=_around(found.around),
        carry_over=_trend(found.carry_over),
        routes=_groups(found.routes),
        doses=_groups(found.doses),
        course=tuple(
            replace(one, median=-one.median, band=_interval(one.band)) for one in found.course
        ),
    )


def _session(one: TreatmentOutcome) -> TreatmentOutcome:
    return replace(
        one,
        baseline=_level(one.baseline),
        week_before=_level(one.week_before),
        changes=tuple(
            replace(each, level=_from_ten(each.level), change=_minus(each.change))
            for each in one.changes
        ),
        around=_minus(one.around),
    )


def _next_day(one: Any) -> Any:
    ends = {"before": _from_ten(one.before), "after": _from_ten(one.after)}
    return replace(_spread(one), change=_minus(one.change), **ends)


def _around(one: Any) -> Any:
    return replace(
        one,
        change=_minus(one.change),
        interval=_interval(one.interval),
        trend=_minus(one.trend),
        trend_interval=_interval(one.trend_interval),
    )


def _level(one: Any) -> Any:
    return None if one is None else replace(one, value=_from_ten(one.value))


def _spread(one: Any) -> Any:
    """Anything with a median between a lowest and a highest."""
    turned = {"median": _minus(one.median), "lowest": _minus(one.highest)}
    if hasattr(one, "interval"):
        turned["interval"] = _interval(one.interval)
    return replace(one, highest=_minus(one.lowest), **turned)


def _trend(one: Any) -> Any:
    if not isinstance(one, Trend):
        return one
    turned = _interval(one.interval)
    return replace(one, slope=-one.slope, intercept=10 - one.intercept, interval=turned)


def _groups(one: Any) -> Any:
    return None if one is None else replace(one, groups=tuple(map(_spread, one.groups)))


def _interval(one: Any) -> Any:
    return None if one is None else Interval(-one.high, -one.low)


def _minus(value: float | None) -> float | None:
    return None if value is None else -value


def _from_ten(value: float | None) -> float | None:
    return None if value is None else 10 - value


def close(one: Any, other: Any) -> None:
    """The same, but for the last digits of a sum."""
    if isinstance(one, list):
        assert len(one) == len(other)
        for left, right in zip(one, other, strict=True):
            close(left, right)
    elif isinstance(one, float):
        assert one == pytest.approx(other, abs=1e-9)
    else:
        assert one == other


@given(diaries(), st.lists(st.tuples(st.integers(0, 500), scores), min_size=1, max_size=8))
@some
def test_what_follows_the_next_session_changes_nothing_before_it(
    diary: Diary, later: list[tuple[int, float]]
) -> None:
    found = diary.analysed()
    for place, start in enumerate(diary.starts()[1:], start=1):
        added = [scored(start + timedelta(hours=hours), value) for hours, value in later]
        again = diary.given(entries=(*diary.entries, *added)).analysed()
        for one, other in zip(found.sessions[:place], again.sessions[:place], strict=True):
            assert plain(one) == plain(other)


@given(diaries(), st.randoms(use_true_random=False))
@some
def test_order_and_duplicates_do_not_matter(diary: Diary, chance: Any) -> None:
    entries, sessions = [*diary.entries, *diary.entries[:7]], [*diary.sessions, *diary.sessions[:2]]
    chance.shuffle(entries)
    chance.shuffle(sessions)
    again = diary.given(entries=tuple(entries), sessions=tuple(sessions)).analysed()
    assert plain(again) == plain(diary.analysed())


@given(diaries(), st.lists(st.tuples(st.integers(1, 500), scores), max_size=8))
@some
def test_what_lies_after_now_changes_nothing(diary: Diary, later: list[tuple[int, float]]) -> None:
    added = [scored(diary.now + timedelta(seconds=after), value) for after, value in later]
    start = diary.now + timedelta(hours=1)
    more = NumberedTreatment(99, start, day_of(start), "IV", "IV 40 mg")
    again = diary.given(entries=(*diary.entries, *added), sessions=(*diary.sessions, more))
    assert plain(again.analysed()) == plain(diary.analysed())


@given(diaries())
@settings(some, max_examples=120)
def test_every_number_is_a_number(diary: Diary) -> None:
    for path, value in floats_of(diary.analysed()):
        assert math.isfinite(value), path


@given(diaries())
@settings(some, max_examples=120)
def test_every_interval_holds_its_point(diary: Diary) -> None:
    found = diary.analysed()
    for low, point, high in _intervals(found):
        assert low - 1e-9 <= point <= high + 1e-9
    for one in found.sessions:
        if one.overlap is not None:
            assert 0 <= one.overlap.interval.low <= one.overlap.interval.high <= 1
    if isinstance(found.unusual, Randomization):
        assert 0 < found.unusual.share <= 1
    if found.overlap is not None:
        assert 0 <= found.overlap <= 1


def _intervals(found: ReliefOutcome) -> list[tuple[float, float, float]]:
    pairs: list[tuple[Interval | None, float | None]] = [
        (found.next_day.interval, found.next_day.change),
        (found.around.interval, found.around.change),
        (found.around.trend_interval, found.around.trend),
        *((one.band, one.median) for one in found.course),
        *((one.overlap.interval, one.overlap.value) for one in found.sessions if one.overlap),
    ]
    if isinstance(found.carry_over, Trend):
        pairs.append((found.carry_over.interval, found.carry_over.slope))
    if isinstance(found.lasting, Survival) and found.lasting.interval:
        low, high = found.lasting.interval
        ends = Interval(0.0 if low is None else low, math.inf if high is None else high)
        pairs.append((ends, found.lasting.median))
    return [(i.low, p, i.high) for i, p in pairs if i is not None and p is not None]


@given(diaries())
@settings(some, max_examples=120)
def test_every_level_and_change_lies_on_its_scale(diary: Diary) -> None:
    found = diary.analysed()
    for one in found.sessions:
        levels = [one.baseline.value, one.week_before.value, *(c.level for c in one.changes)]
        assert all(level is None or 0 <= level <= 10 for level in levels)
        assert all(c.change is None or -10 <= c.change <= 10 for c in one.changes)
        assert one.onset is None or 0 <= one.onset.after < one.onset.by <= 72
        assert (one.lasting is None) == (one.onset is None)
        if one.onset and one.lasting:
            assert one.lasting.after >= one.onset.by >= 2


@given(diaries())
@settings(some, max_examples=120)
def test_no_count_is_larger_than_what_was_given(diary: Diary) -> None:
    found, n = diary.analysed(), len(set(diary.entries))
    starts = diary.starts()
    assert len(found.sessions) == len(starts)
    assert found.lately.days <= min(7, found.lately.entries)
    assert found.lately.entries <= n
    assert found.next_day.measured <= found.next_day.sessions == len(starts)
    assert found.next_day.better + found.next_day.worse <= found.next_day.measured
    assert all(point.sessions <= len(starts) for point in found.course)
    for one in found.sessions:
        assert one.days_logged <= one.days_after <= 7
        assert all(each.early <= each.entries <= n for each in one.changes)
        for base in (one.baseline, one.week_before):
            assert base.days <= min(base.entries, base.reach)
            assert (base.value is None) == (base.days < base.need)
    for groups in filter(None, (found.routes, found.doses)):
        assert sum(group.sessions for group in groups.groups) <= len(starts)
        assert all(group.measured <= group.sessions for group in groups.groups)


@given(diaries(), st.sets(st.integers(1, 8)))
@some
def test_sessions_that_are_not_told_still_end_what_came_before(
    diary: Diary, told: set[int]
) -> None:
    whole = diary.analysed()
    part = analyse(
        diary.entries,
        diary.sessions,
        diary.better,
        diary.now,
        session_numbers=told,
        until=diary.until,
    )
    kept = [one for one in whole.sessions if one.session.number in told]
    assert plain(part.sessions) == plain(tuple(kept))
    assert plain(part.before_first) == plain(whole.before_first)


NAIVE = datetime(2026, 3, 1, 10)


@pytest.mark.parametrize(
    "call",
    [
        lambda: told_of([ScoredEntry(NAIVE, NAIVE.date(), 5)]),
        lambda: told_of([], [NumberedTreatment(1, NAIVE, NAIVE.date())]),
        lambda: told_of([], now=NAIVE),
    ],
    ids=["entry", "session", "now"],
)
def test_a_time_without_a_zone_is_refused(call: Callable[[], ReliefOutcome]) -> None:
    with pytest.raises(ValueError, match="zone"):
        call()


@pytest.mark.parametrize("value", [-0.1, 10.1, math.nan, math.inf])
def test_a_score_outside_its_scale_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        told_of([entry(0, value)])


def test_two_sessions_at_one_moment_are_borne() -> None:
    found = told_of(daily(8, range(-7, 3)), [session(1, 0), session(2, 0)])
    assert [one.change("24h").status.value for one in found.sessions] == [
        "next session",
        "measured",
    ]


def test_a_long_course_is_told_in_full() -> None:
    """Six weekly sessions, each with four better days: every part has something to say."""
    sessions = every(7, 6)
    good = {day for n in range(6) for day in range(7 * n + 1, 7 * n + 4)}
    logged = [
        *daily(8, [day for day in range(-35, 60) if day not in good]),
        *daily(4, sorted(good)),
    ]
    found = told_of(logged, sessions, now=at(60 * DAY))
    assert found.next_day.verdict.value == "better"
    assert found.next_day.median == -4
    assert isinstance(found.lasting, Survival)
    assert (found.lasting.ended, found.lasting.median) == (6, 86.0)
    assert isinstance(found.unusual, Randomization)
    assert found.unusual.share < 0.05
    assert found.overlap == pytest.approx(5 / 6)  # the sixth entry is that of two hours after
