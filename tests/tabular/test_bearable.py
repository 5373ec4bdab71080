"""Bearable's lines of one time stand together and do not refuse each other."""

from diary.tabular.bearable import bearable
from diary.tabular.csv_table import CsvTable, read
from tests.tabular.programs import lines

HEAD = "date,weekday,time of day,category,rating/amount,detail,notes"


def _row(*each: str) -> dict[str, str]:
    """The one row of these measures of one time, by the names of its columns."""
    table = read(lines(HEAD, *(f"3rd Mar 2026,Tuesday,pm,{one}," for one in each)))
    assert isinstance(table, CsvTable)
    made = bearable(table)
    assert not made.broken, made.broken
    (row,) = made.rows
    return dict(zip(made.header, row.cells, strict=True))


def test_vital_signs_go_where_a_field_exists() -> None:
    row = _row(
        "Health measurements,72,Heart rate (bpm)",
        "Health measurements,120/80,Blood pressure",
        "Health measurements,64.2,Weight",
    )
    assert (row["pulse"], row["systolic"]) == ("72", "120/80")
    assert row["Health measurements: Weight"] == "64.2"


def test_a_measure_that_no_field_could_hold_is_left_out_and_refuses_no_line() -> None:
    assert "pulse" not in _row("Health measurements,about 70,Heart rate")


def test_several_factors_of_one_time_are_no_contradiction() -> None:
    row = _row("Mood,6,", "Factor,2,Coffee", "Factor,1,Walk", "Energy,,Low", "Energy,3,")
    assert (row["Mood"], row["Energy"]) == ("6", "3")


def test_two_moods_of_one_time_are_one() -> None:
    table = read(lines(HEAD, *(f"3rd Mar 2026,Tuesday,pm,Mood,{each},," for each in (6, 4))))
    assert isinstance(table, CsvTable)
    assert [each.line for each in bearable(table).broken] == [3]
