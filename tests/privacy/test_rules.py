"""Answers of tables, cells of spreadsheets, values and back."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.privacy.rules.export_policy import Answer, Fate, NoAnswer, answer_of
from diary.privacy.rules.json_values import Kind, Unfit, Value, told, value_of
from diary.tabular.csv_cells import cell, text_in

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
VALUES: dict[Kind, st.SearchStrategy[Value]] = {
    Kind.ID: st.uuids(),
    Kind.INSTANT: st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    Kind.FLAG: st.booleans(),
    Kind.WHOLE: st.integers(-(2**31), 2**31 - 1),
    Kind.LONG: st.integers(-(2**63), 2**63 - 1),
    Kind.THOUSANDTHS: st.decimals(-10000, 10000, places=3),
    Kind.BYTES: st.binary(max_size=20),
    Kind.TEXT: TEXTS,
}


@pytest.mark.parametrize(
    "words", [None, "", "yes", "not exported", "exported: why", "exported only"]
)
def test_a_table_without_a_whole_answer_is_refused(words: str | None) -> None:
    with pytest.raises(NoAnswer, match="somewhere"):
        answer_of("somewhere", words)


def test_an_answer_is_read() -> None:
    assert answer_of("entries", "exported") == Answer(Fate.EXPORTED)
    assert answer_of("links", "not exported: hashes") == Answer(Fate.NOT, "hashes")
    assert answer_of("looks", "exported only: of here") == Answer(Fate.ONLY, "of here")


@given(TEXTS)
def test_a_cell_gives_back_the_text(text: str) -> None:
    assert text_in(cell(text)) == text


def test_nothing_and_an_empty_text_stay_two_things() -> None:
    assert (text_in(cell(None)), text_in(cell(""))) == (None, "")


@given(st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\n", " =", "\xa0@", "＝"]), TEXTS)  # noqa: RUF001
def test_no_cell_begins_as_a_formula(start: str, text: str) -> None:
    assert cell(start + text).startswith("'")


def test_plain_words_and_numbers_stay_as_they_are() -> None:
    assert [cell(one) for one in ("slept well", -3, True)] == ["slept well", "-3", "yes"]


@given(st.sampled_from(list(Kind)).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind])))
def test_a_value_comes_back_as_it_was(pair: tuple[Kind, Value]) -> None:
    kind, value = pair
    assert value_of(kind, told(value)) == value
    assert value_of(kind, None) is None


def test_an_instant_is_told_in_utc() -> None:
    at = datetime(2026, 6, 15, 12, tzinfo=timezone(timedelta(hours=2)))
    assert told(at) == "2026-06-15T10:00:00+00:00"


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (Kind.ID, "7C1B3F0E-52A5-4A3C-9A55-0D4A4B0C9A12"),
        (Kind.ID, 7),
        (Kind.INSTANT, "2026-06-15T12:00:00"),
        (Kind.INSTANT, "0001-01-01T00:00:00+14:00"),
        (Kind.FLAG, 1),
        (Kind.WHOLE, 2**31),
        (Kind.WHOLE, True),
        (Kind.WHOLE, 1.5),
        (Kind.LONG, 2**63),
        (Kind.THOUSANDTHS, "NaN"),
        (Kind.THOUSANDTHS, "1.0005"),
        (Kind.THOUSANDTHS, "1e999999"),
        (Kind.BYTES, "%"),
        (Kind.TEXT, "a\0b"),
        (Kind.TEXT, "\ud800"),
        (Kind.TEXT, ["a"]),
    ],
)
def test_what_no_export_wrote_is_unfit(kind: Kind, found: object) -> None:
    with pytest.raises(Unfit):
        value_of(kind, found)


def test_ids_and_decimals_are_told_as_they_are_written() -> None:
    assert told(UUID(int=7)) == "00000000-0000-0000-0000-000000000007"
    assert told(Decimal("0.5")) == "0.5"
