"""The entries that the model looks at, by day and around sessions."""

import pytest

from diary.domain.scores import Direction
from diary.relief.bins import Bins, build_bins
from diary.relief.track import build_track, exclude_early
from diary.relief.values import NumberedTreatment, ScoredEntry
from tests.relief.builders import DAY, daily, entry, every, week


def bins(logged: list[ScoredEntry], sessions: list[NumberedTreatment]) -> Bins:
    track = build_track(logged, Direction.LOWER)
    found = build_bins(exclude_early(track, sessions), sessions)
    assert found is not None
    return found


def test_entries_of_a_day_are_one_until_a_session_starts() -> None:
    found = bins([*week(8), entry(-3, 8), entry(-1, 6), entry(3, 2), entry(5, 4)], every(7, 1))
    assert found.burden.tolist()[-2:] == [7, 3]
    assert found.entries.tolist()[-2:] == [2, 2]
    assert found.hours.tolist()[-2:] == [-2, 4]
    assert found.within == pytest.approx(2 + 2)


def test_the_next_day_is_cut_where_it_opens_and_closes() -> None:
    found = bins(
        [*week(8), entry(17, 1), entry(17.5, 1), entry(19, 3), entry(35, 5), entry(37, 7)],
        every(7, 1),
    )
    assert found.burden[found.next_day(0)].tolist() == [4]


def test_a_next_day_ends_with_the_next_session() -> None:
    found = bins([*week(8), entry(20, 1), entry(33, 5)], every(1.25, 2))
    assert found.burden[found.next_day(0)].tolist() == [1]


def test_the_days_before_a_session_leave_out_the_hours_after_the_last() -> None:
    after_the_first = [entry(10, 1), entry(20, 3), entry(40, 5)]
    found = bins([*week(8), *after_the_first], every(2, 2))
    assert found.burden[found.days_before_session(1)].tolist() == [3, 5]
    assert found.burden[found.days_before_session(0)].tolist() == [8, 8, 8]


def test_the_first_days_of_a_diary_are_left_out_where_enough_are_left() -> None:
    assert len(bins(daily(8, range(-8, 0)), every(7, 1))) == 5
    assert len(bins(daily(8, range(-7, 0)), every(7, 1))) == 7


def test_what_lies_two_months_back_is_not_looked_at() -> None:
    found = bins(daily(8, [-70, *range(-58, 0)]), every(7, 1))
    assert found.hours[0] > -60 * DAY
    assert build_bins(build_track([], Direction.LOWER), every(7, 1)) is None
