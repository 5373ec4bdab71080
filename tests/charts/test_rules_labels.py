"""Labels that fit and ticks on natural days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from diary.charts.rules.labels import CHAR_PX, date_ticks, place_labels, words_beside

FULL = ["1: IV 40 mg", "2: IV 40 mg", "3: IV 40 mg"]
SHORT = ["1", "2", "3"]


def test_labels_with_room_are_full() -> None:
    labels = place_labels([0.1, 0.5, 0.9], FULL, SHORT, 640, 1)
    assert [label.text for label in labels] == FULL


def test_crowded_labels_use_a_second_row_where_there_is_one() -> None:
    assert [x.row for x in place_labels([0.4, 0.5, 0.6], FULL, SHORT, 640, 2)] == [0, 1, 0]
    assert [x.text for x in place_labels([0.4, 0.5, 0.6], FULL, SHORT, 640, 1)] == SHORT


def test_numbers_that_collide_are_left_out() -> None:
    labels = place_labels([0.5, 0.505, 0.6], FULL, SHORT, 290, 1)
    assert [label.text for label in labels] == ["1", "3"]


def test_a_label_at_the_edge_leans_inwards() -> None:
    assert [x.anchor for x in place_labels([0.0, 0.5, 1.0], FULL, SHORT, 640, 1)] == [
        "left",
        "center",
        "right",
    ]


def test_words_beside_a_mark_stand_towards_the_middle() -> None:
    assert words_beside([0.02, 0.99], ["Visit", "Sertraline up"], 290) == ("right", "left")


def test_words_that_would_leave_the_picture_or_meet_are_all_left_out() -> None:
    assert words_beside([0.6], ["x" * 60], 290) == ()
    assert words_beside([0.4, 0.6], ["Sertraline up", "Visit"], 290) == ()


@given(st.lists(st.floats(0, 1), max_size=120).map(sorted), st.sampled_from([290, 640]))
def test_no_two_labels_of_a_row_overlap(places: list[float], width: int) -> None:
    texts = [str(n) for n in range(len(places))]
    ends = [-1.0, -1.0]
    for label in place_labels(places, [f"{t}: IV 40 mg" for t in texts], texts, width, 2):
        size = len(label.text) * CHAR_PX
        shift = {"left": 0, "center": size / 2, "right": size}[label.anchor]
        left = places[label.index] * width - shift
        assert left >= ends[label.row]
        ends[label.row] = left + size


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 14000), st.integers(5, 10))
def test_ticks_are_few_inside_and_carry_the_year_once(start: date, days: int, most: int) -> None:
    end = start + timedelta(days=days)
    ticks = date_ticks(start, end, most)
    assert len(ticks) <= most
    assert all(start <= day <= end for day, _ in ticks)
    assert [t for _, t in ticks if "<br>" in t] == [
        t for i, (d, t) in enumerate(ticks) if i == 0 or d.year != ticks[i - 1][0].year
    ]


def test_three_months_have_ticks_on_mondays() -> None:
    ticks = date_ticks(date(2026, 8, 24), date(2026, 11, 21), 9)
    assert ticks[0] == (date(2026, 8, 31), "31 Aug<br>2026")
    assert {day.weekday() for day, _ in ticks} == {0}
