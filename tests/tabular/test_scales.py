"""Scores of other scales, and words that stand for scores."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.tabular.scales import (
    OURS,
    Converted,
    Names,
    OriginalValue,
    Scale,
    convert,
    guess,
    read_number,
    values_of,
)


def scale(low: str, high: str, *, inverse: bool = False) -> Scale:
    return Scale(Decimal(low), Decimal(high), inverse)


@pytest.mark.parametrize(
    ("how", "scores"),
    [
        (scale("1", "5"), {"1": 0, "2": 3, "3": 5, "4": 8, "5": 10}),
        (scale("0", "3", inverse=True), {"0": 10, "1": 7, "2": 3, "3": 0}),
        (scale("-1", "1"), {"-1": 0, "−0.6": 2, "0.4": 7, "0": 5, "1": 10}),
        (scale("0", "100"), {"0": 0, "44": 4, "45": 5, "100": 10}),
    ],
)
def test_a_scale_is_stretched_evenly_and_halves_go_up(how: Scale, scores: dict[str, int]) -> None:
    assert {text: convert(text, how).score for text in scores} == scores


def test_a_converted_score_keeps_what_the_file_said() -> None:
    how = scale("1", "5")
    assert convert(" 4 ", how) == Converted(8, OriginalValue("4", how))
    assert convert("6.5", OURS) == Converted(7, OriginalValue("6.5"))
    assert convert("6,0", OURS) == Converted(6, None)
    assert convert("Good", Names({"good": 8})) == Converted(8, OriginalValue("Good"))
    assert convert("", how) == convert("odd", Names({"odd": None})) == Converted(None, None)


@pytest.mark.parametrize("cell", ["6", "0", "good", "1e1"])
def test_a_value_outside_its_scale_is_no_score(cell: str) -> None:
    with pytest.raises(ValueError, match=r"[a-z0-9]"):
        convert(cell, scale("1", "5"))


@given(st.integers(-50, 50), st.integers(1, 100), st.booleans(), st.data())
def test_every_value_of_every_scale_is_a_score(
    low: int, span: int, inverse: bool, data: st.DataObject
) -> None:
    how = Scale(Decimal(low), Decimal(low + span), inverse)
    value = data.draw(st.decimals(low, low + span, places=3))
    assert 0 <= how.convert(value) <= 10


@pytest.mark.parametrize(
    ("low", "high", "likely"),
    [
        ("1", "5", ("1", "5")),
        ("2", "4", ("1", "4")),
        ("0", "3", ("0", "3")),
        ("-0.6", "0.4", ("-1", "1")),
        ("3", "77", ("0", "100")),
        ("0.2", "0.9", ("0", "1")),
        ("-300", "5", ("-300", "5")),
    ],
)
def test_the_likeliest_scale_is_offered(low: str, high: str, likely: tuple[str, str]) -> None:
    assert guess(Decimal(low), Decimal(high)) == scale(*likely)


def test_a_column_is_one_of_names_where_words_are_the_rule() -> None:
    found = values_of(["good", " Good ", "meh", "", "3"])
    assert found.are_names
    assert found.words == ("good", "meh")
    assert not values_of(["3", "4", "five", "NaN"]).are_names
    assert not values_of(f"word {at}" for at in range(500)).are_names


def test_numbers_are_exact() -> None:
    assert read_number("-0.7235772667861566") == Decimal("-0.7235772667861566")
    assert read_number("7,1") == Decimal("7.1")
    assert [read_number(text) for text in ("", "+1", "01", "1.", ".5", "1,2,3", "٣")] == [None] * 7
