"""How it was on the days before a session, from enough days or not at all."""

from collections.abc import Iterable
from datetime import timedelta
from math import isnan
from statistics import median

from hypothesis import given, settings

from diary.domain.scores import Direction
from diary.relief.baseline import REACHES, Baseline, find_baseline
from diary.relief.track import exclude_early
from diary.relief.values import ScoredEntry
from tests.relief.builders import DAY, daily, entry, session, tracked, week
from tests.relief.diaries import Diary, diaries


def of(logged: Iterable[ScoredEntry], better: Direction = Direction.LOWER) -> Baseline:
    return find_baseline(tracked(logged, better), session()).baseline


def test_five_of_the_seven_days_before_are_enough() -> None:
    assert of(daily(8, range(-5, 0))) == Baseline(8, 5, 5, 7)


def test_four_of_seven_reach_back_two_weeks() -> None:
    assert of([*daily(6, range(-4, 0)), *daily(8, [-14])]) == Baseline(6, 5, 5, 14)


def test_three_of_five_days_are_told_and_no_number() -> None:
    assert of(daily(8, [-1, -2, -3])) == Baseline(None, 3, 3, 14, 5)


def test_a_day_with_many_entries_is_one_day() -> None:
    assert of([entry(-DAY + hour, 8) for hour in range(12)]).value is None


def test_the_fifteenth_day_before_is_too_long_ago() -> None:
    assert of([*daily(8, range(-4, 0)), *daily(8, [-15])]).value is None


def test_the_eighth_day_before_is_not_among_the_seven() -> None:
    assert of([*daily(8, range(-7, 0)), *daily(0, [-8, -9, -10])]) == Baseline(8, 7, 7, 7)


def test_the_day_of_the_session_is_left_out_even_before_it() -> None:
    assert of([*daily(8, range(-7, 0)), entry(-1, 0), entry(-3, 0)]) == Baseline(8, 7, 7, 7)


def test_it_is_the_median_of_all_entries_and_not_of_days() -> None:
    many = [entry(-DAY + hour, 2) for hour in range(8)]
    assert of([*daily(8, range(-7, 0)), *many]).value == 2


def test_it_is_told_in_the_words_of_the_score() -> None:
    assert of(week(3), Direction.HIGHER).value == 3


def test_without_a_level_its_burden_is_no_number() -> None:
    assert isnan(find_baseline(tracked([]), session()).burden)


@given(diaries())
@settings(max_examples=40, deadline=None)
def test_it_is_what_a_reader_would_count(diary: Diary) -> None:
    known = [one for one in set(diary.entries) if one.at <= diary.now]
    past = [one for one in diary.sessions if one.at <= diary.now]
    clear = [
        one
        for one in known
        if not any(timedelta(0) <= one.at - each.at < timedelta(hours=2) for each in past)
    ]
    entries = exclude_early(tracked(known, diary.better), past)
    for each in past:
        found, told = find_baseline(entries, each).baseline, None
        for reach in REACHES:
            some = [
                one for one in clear if 1 <= (each.day - one.day).days <= reach and one.at < each.at
            ]
            if len({one.day for one in some}) >= 5:
                told = median(one.value for one in some)
                break
        assert found.value == told
