"""Answers of tables, cells of spreadsheets, values and back."""

from datetime import UTC, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.privacy.rules.export_policy import ExportPolicy, ExportRule, MissingPolicy, parse_policy
from diary.privacy.rules.json_values import ColumnKind, InvalidValue, Value, from_json, to_json
from diary.tabular.csv_cells import cell, text_in

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
VALUES: dict[ColumnKind, st.SearchStrategy[Value]] = {
    ColumnKind.ID: st.uuids(),
    ColumnKind.INSTANT: st.datetimes(
        datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)
    ),
    ColumnKind.DAY: st.dates(),
    ColumnKind.TIME: st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    ColumnKind.FLAG: st.booleans(),
    ColumnKind.WHOLE: st.integers(-(2**31), 2**31 - 1),
    ColumnKind.LONG: st.integers(-(2**63), 2**63 - 1),
    ColumnKind.THOUSANDTHS: st.decimals(-10000, 10000, places=3),
    ColumnKind.BYTES: st.binary(max_size=20),
    ColumnKind.TEXT: TEXTS,
}


@pytest.mark.parametrize(
    "words", [None, "", "yes", "not exported", "exported: why", "exported only"]
)
def test_a_table_without_a_whole_answer_is_refused(words: str | None) -> None:
    with pytest.raises(MissingPolicy, match="somewhere"):
        parse_policy("somewhere", words)


def test_an_answer_is_read() -> None:
    assert parse_policy("entries", "exported") == ExportPolicy(ExportRule.EXPORTED)
    assert parse_policy("links", "not exported: hashes") == ExportPolicy(ExportRule.NOT, "hashes")
    assert parse_policy("looks", "exported only: of here") == ExportPolicy(
        ExportRule.ONLY, "of here"
    )


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


@given(
    st.sampled_from(list(ColumnKind)).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind]))
)
def test_a_value_comes_back_as_it_was(pair: tuple[ColumnKind, Value]) -> None:
    kind, value = pair
    assert from_json(kind, to_json(value)) == value
    assert from_json(kind, None) is None


def test_an_instant_is_told_in_utc() -> None:
    at = datetime(2026, 6, 15, 12, tzinfo=timezone(timedelta(hours=2)))
    assert to_json(at) == "2026-06-15T10:00:00+00:00"


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (ColumnKind.ID, "7C1B3F0E-52A5-4A3C-9A55-0D4A4B0C9A12"),
        (ColumnKind.ID, 7),
        (ColumnKind.INSTANT, "2026-06-15T12:00:00"),
        (ColumnKind.INSTANT, "0001-01-01T00:00:00+14:00"),
        (ColumnKind.DAY, "2026-W01-1"),
        (ColumnKind.DAY, "20260104"),
        (ColumnKind.DAY, "2026-02-30"),
        (ColumnKind.DAY, "2026-01-04T00:00:00"),
        (ColumnKind.TIME, "8:00"),
        (ColumnKind.TIME, "08:00:30"),
        (ColumnKind.TIME, "08:00+01:00"),
        (ColumnKind.TIME, "25:00"),
        (ColumnKind.FLAG, 1),
        (ColumnKind.WHOLE, 2**31),
        (ColumnKind.WHOLE, True),
        (ColumnKind.WHOLE, 1.5),
        (ColumnKind.LONG, 2**63),
        (ColumnKind.THOUSANDTHS, "NaN"),
        (ColumnKind.THOUSANDTHS, "1.0005"),
        (ColumnKind.THOUSANDTHS, "1e999999"),
        (ColumnKind.BYTES, "%"),
        (ColumnKind.TEXT, "a\0b"),
        (ColumnKind.TEXT, "\ud800"),
        (ColumnKind.TEXT, ["a"]),
    ],
)
def test_what_no_export_wrote_is_unfit(kind: ColumnKind, found: object) -> None:
    with pytest.raises(InvalidValue):
        from_json(kind, found)


def test_ids_and_decimals_are_told_as_they_are_written() -> None:
    assert to_json(UUID(int=7)) == "00000000-0000-0000-0000-000000000007"
    assert to_json(Decimal("0.5")) == "0.5"
