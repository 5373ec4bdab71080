"""Words that are safe for Plotly and easy to read."""

import html
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.charts.rules.words import (
    format_count,
    format_elapsed,
    format_plain,
    format_signed_span,
    format_span,
)


def test_markup_in_a_patients_words_is_shown_not_run() -> None:
    assert format_plain("a<b & <a href='x'>c</a>") == ("a&lt;b &amp; &lt;a href='x'&gt;c&lt;/a&gt;")


@given(st.text(max_size=50))
def test_no_visible_character_is_lost(words: str) -> None:
    shown = html.unescape(format_plain(words))
    kept = "".join(c for c in words if category(c)[0] != "C" and not c.isspace())
    assert "".join(shown.split()) == kept


def test_directions_and_controls_are_taken_out_and_length_is_bounded() -> None:
    assert format_plain("a\u202eb\x00c") == "a b c"
    assert len(format_plain("x" * 5000)) == 60


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, "0 min"),
        (0.75, "45 min"),
        (1.25, "1 h 15 min"),
        (26.2, "26 h"),
        (75, "3 days 3 h"),
        (-12, "−12 h"),
        (336, "14 days"),
    ],
)
def test_elapsed_time_in_words(hours: float, words: str) -> None:
    assert format_elapsed(hours) == words


def test_counts_and_spans() -> None:
    assert [format_count(n, "day", "days") for n in (0, 1, 1473)] == [
        "0 days",
        "1 day",
        "1,473 days",
    ]
    assert [format_span(2, 2), format_span(2, 9)] == ["2", "2–9"]


def test_two_changes_that_read_alike_are_no_range() -> None:
    assert format_signed_span(-3, 1) == "−3 to +1"
    assert format_signed_span(0, 0) == "0"
    assert format_signed_span(-2.04, -1.96) == "−2"
