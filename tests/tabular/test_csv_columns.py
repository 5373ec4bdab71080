from diary.tabular.csv_columns import ColumnMapping, WantedColumns, as_chosen, by_name
from diary.tabular.csv_table import CsvRow

WANTED = WantedColumns(("recorded_at", "anxiety", "mood"), (("recorded_at",), ("anxiety", "mood")))


def test_columns_are_found_in_any_order_and_strangers_are_named() -> None:
    found = by_name(("Mood", "weather", "", "Recorded At"), WANTED)
    assert found == ColumnMapping({"recorded_at": 3, "mood": 0}, (), (), ("weather",))
    assert found.complete


def test_what_is_needed_and_nowhere_is_named() -> None:
    assert by_name(("note",), WANTED).missing == (("recorded_at",), ("anxiety", "mood"))
    assert not by_name(("mood",), WANTED).complete


def test_one_of_a_needed_group_is_enough() -> None:
    assert by_name(("recorded_at", "anxiety"), WANTED).complete


def test_two_columns_of_one_name_are_no_answer() -> None:
    found = by_name(("recorded_at", "mood", "MOOD"), WANTED)
    assert found.doubled == ("mood",)
    assert not found.complete


def test_a_person_may_choose_columns_with_other_names() -> None:
    header = ("Datum", "Angst", "Laune")
    found = as_chosen(header, WANTED, {"recorded_at": 0, "anxiety": 1})
    assert found == ColumnMapping({"recorded_at": 0, "anxiety": 1}, (), (), ("Laune",))


def test_one_column_chosen_twice_is_no_answer() -> None:
    found = as_chosen(("a", "b"), WANTED, {"recorded_at": 0, "anxiety": 1, "mood": 1})
    assert found.doubled == ("anxiety", "mood")


def test_a_place_outside_the_file_counts_as_none() -> None:
    found = as_chosen(("a",), WANTED, {"recorded_at": 7, "mood": -3, "secret": 0})
    assert found.places == {}


def test_cells_are_given_by_our_names() -> None:
    found = by_name(("mood", "x", "recorded_at"), WANTED)
    assert found.cells(CsvRow(2, ("5", "y", "now"))) == {"recorded_at": "now", "mood": "5"}
