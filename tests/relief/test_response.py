"""When relief began after one session, and how long it lasted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.scores import Direction
from diary.relief.response import Onset, ReliefDuration, find_duration, find_onset, shows_relief
from tests.relief.builders import at, burdens, entries, numbers, session, told_of, week

Pairs = list[tuple[float, float]]


def began(pairs: Pairs, baseline: float = 8) -> Onset | None:
    return find_onset(*burdens(pairs), baseline)


def lasted(pairs: Pairs, baseline: float = 8, cut: float = 400, **how: float) -> ReliefDuration:
    return find_duration(*burdens(pairs), baseline, cut=cut, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("baseline", "burden", "shows"),
    [
        (5, 3, True),
        (5, 3.5, False),
        (8, 6, False),  # 2 points, and 25 %
        (8, 5.5, True),
        (10, 7, True),
        (10, 7.5, False),
        (2, 0, True),
        (1.5, 0, False),
        (0, 0, False),
    ],
)
def test_relief_is_two_points_and_thirty_percent(
    baseline: float, burden: float, shows: bool
) -> None:
    assert shows_relief(numbers([burden]), baseline).tolist() == [shows]


def test_it_began_between_the_last_entry_without_it_and_the_first_with_it() -> None:
    assert began([(3, 7), (6, 4), (30, 4)]) == Onset(3, 6)


def test_it_began_after_the_start_where_the_first_entry_shows_it() -> None:
    assert began([(3, 4), (30, 4)]) == Onset(0, 3)


def test_a_second_entry_within_36_hours_confirms_it() -> None:
    assert began([(3, 4), (39, 4)]) == Onset(0, 3)
    assert began([(3, 4), (39.1, 4)]) is None


def test_relief_that_nobody_confirmed_is_no_entry_without_it() -> None:
    assert began([(3, 4), (45, 4), (50, 4)]) == Onset(0, 45)
    assert began([(3, 7), (5, 4), (45, 4), (50, 4)]) == Onset(3, 45)


def test_what_begins_after_three_days_is_not_told() -> None:
    assert began([(24, 8), (72, 4), (80, 4)]) == Onset(24, 72)
    assert began([(24, 8), (72.1, 4), (80, 4)]) is None


def test_one_entry_confirms_nothing() -> None:
    assert began([(24, 0)]) is None
    assert began([]) is None


def test_it_is_over_when_two_days_of_entries_are_near_the_level_before() -> None:
    assert lasted([(24, 4), (72, 7), (96, 8), (120, 7)]) == ReliefDuration(24, 72, "baseline")


def test_two_entries_near_it_within_a_day_do_not_end_it() -> None:
    assert lasted([(24, 4), (72, 7), (96, 8)]) == ReliefDuration(24, None, "today")


def test_the_two_days_are_44_hours_at_least() -> None:
    assert lasted([(24, 4), (72, 7), (116, 7)]).by == 72
    assert lasted([(24, 4), (72, 7), (115.9, 7)]).by is None


def test_one_entry_further_down_begins_the_count_anew() -> None:
    found = lasted([(24, 4), (72, 7), (96, 6.5), (120, 7), (144, 7), (168, 8)])
    assert found == ReliefDuration(96, 120, "baseline")


def test_one_point_from_the_level_is_near_and_more_is_not() -> None:
    assert lasted([(24, 4), (72, 7), (120, 7)]).ended
    assert not lasted([(24, 4), (72, 6.5), (120, 6.5)]).ended


def test_worse_than_before_is_over_too() -> None:
    assert lasted([(24, 4), (72, 10), (120, 10)]) == ReliefDuration(24, 72, "baseline")


def test_by_one_entry_it_ends_at_the_first_near_it() -> None:
    assert lasted([(24, 4), (72, 7)], in_a_row=1, near_hours=0) == ReliefDuration(
        24, 72, "baseline"
    )


def test_an_end_that_nobody_saw_is_known_up_to_the_last_entry() -> None:
    assert lasted([(24, 4), (72, 4)]) == ReliefDuration(72, None, "today")
    assert lasted([(24, 4), (72, 4)], cut=50).after == 50
    assert lasted([]) == ReliefDuration(0, None, "today")


def test_what_happened_is_told_by_hours() -> None:
    pairs = [(1.9, 0), (5, 7), (24, 4), (48, 4), (96, 7), (120, 8), (144, 8)]
    found = told_of([*week(8), *entries(pairs)], [session()]).sessions[0]
    assert (found.onset, found.lasting) == (Onset(5, 24), ReliefDuration(48, 96, "baseline"))


def test_entries_of_the_first_two_hours_begin_nothing_and_confirm_nothing() -> None:
    found = told_of([*week(8), *entries([(0.5, 0), (1.99, 0), (20, 4)])], [session()])
    assert found.sessions[0].onset is None


def test_the_next_session_cuts_what_lasts() -> None:
    pairs = [(24, 4), (48, 4), (73, 4), (74, 4)]
    found = told_of([*week(8), *entries(pairs)], [session(1), session(2, 72)]).sessions[0]
    assert found.lasting == ReliefDuration(48, None, "next session")


def test_today_cuts_what_lasts() -> None:
    found = told_of([*week(8), *entries([(24, 4), (48, 4)])], [session()], now=at(60))
    assert found.sessions[0].lasting == ReliefDuration(48, None, "today")


def test_better_mood_is_relief_too() -> None:
    logged = [*week(3), *entries([(24, 6), (48, 6)])]
    found = told_of(logged, [session()], better=Direction.HIGHER).sessions[0]
    assert found.onset == Onset(0, 24)


def test_without_a_level_before_there_is_neither() -> None:
    found = told_of(entries([(24, 0), (48, 0)]), [session()]).sessions[0]
    assert (found.onset, found.lasting) == (None, None)


@given(
    st.lists(st.tuples(st.integers(2, 400), st.integers(0, 20)), max_size=25),
    st.integers(0, 20),
)
def test_what_is_told_are_hours_of_entries(pairs: list[tuple[int, int]], base: int) -> None:
    hours = np.array(sorted(hour for hour, _ in pairs), dtype=float)
    burden = np.array([value / 2 for _, value in pairs])
    found = find_onset(hours, burden, base / 2)
    if found is None:
        return
    assert found.after < found.by or found.after in hours
    assert found.by in hours
    since = hours >= found.by
    end = find_duration(hours[since], burden[since], base / 2, cut=400)
    assert end.after in hours
    assert found.by <= end.after
    assert end.by is None or end.after <= end.by
