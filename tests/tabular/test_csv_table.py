import csv
import io

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from diary.tabular.csv_table import BrokenLine, CsvRow, CsvTable, UnreadableFile, column_named, read

# a busy machine is no fault of the code
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
HEADER = "recorded_at,anxiety,mood,note\n"


def table(content: bytes | str) -> CsvTable:
    found = read(content.encode() if isinstance(content, str) else content)
    assert isinstance(found, CsvTable), found
    return found


def refusal(content: bytes | str) -> str:
    found = read(content.encode() if isinstance(content, str) else content)
    assert isinstance(found, UnreadableFile), found
    return found.reason


@unhurried
@given(st.binary())
@example(b'"')
@example(b"\x00")
@example(b"\xff\xfe\x00\xd8")
@example(b'a\n"b\n"c"\n')
@example(b"sep=;")
@example(b"a\rb\r")
def test_any_bytes_get_an_answer(content: bytes) -> None:
    assert isinstance(read(content), CsvTable | UnreadableFile)


@unhurried
@given(st.text(st.characters(codec="utf-8")))
def test_any_text_gets_an_answer(content: str) -> None:
    assert isinstance(read((HEADER + content).encode()), CsvTable | UnreadableFile)


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@unhurried
@given(
    st.lists(st.tuples(st.sampled_from("abc"), cells, cells), max_size=8),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_csv_writer_wrote_is_read_back(
    rows: list[tuple[str, str, str]], delimiter: str, encoding: str
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([("one", "two", "three"), *rows])
    found = table(out.getvalue().encode(encoding))
    assert [row.cells for row in found.rows] == rows
    assert found.header == ("one", "two", "three")
    assert found.broken == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    found = table(HEADER.replace(",", delimiter) + delimiter.join("abcd") + "\n")
    assert found.delimiter == delimiter
    assert found.rows == (CsvRow(2, ("a", "b", "c", "d")),)


def test_excels_separator_hint_is_no_row() -> None:
    found = table("sep=;\r\nanxiety;mood\r\n3;4\r\n")
    assert found.header == ("anxiety", "mood")
    assert found.rows == (CsvRow(3, ("3", "4")),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_letters_survive_every_unicode_encoding(encoding: str) -> None:
    content = (HEADER + "x,1,2,schön 🌧 שלום\n").encode(encoding)
    assert table(content).rows[0].cells[3] == "schön 🌧 שלום"


def test_a_windows_file_is_read_and_marked_as_a_guess() -> None:
    found = table((HEADER + "x,1,2,café – très\n").encode("cp1252"))
    assert found.rows[0].cells[3] == "café – très"
    assert found.guessed_encoding


def test_bytes_that_are_no_letters_are_refused_in_words() -> None:
    assert "CSV UTF-8" in refusal(b"a,b\n\x81\x8d,\xff\n")
    assert "cannot be read" in refusal(b"\xff\xfea\x00\n\x00\x00\xdc\x00\x00")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\n \n,,\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b'"mood,anxiety\n1,2\n', "never closed"),
        (b"," * 300, "empty"),
        (b"a," * 300, "columns"),
    ],
)
def test_a_file_without_a_table_says_why(content: bytes, word: str) -> None:
    assert word in refusal(content)


def test_a_header_alone_is_a_table_without_rows() -> None:
    assert table(HEADER).rows == ()


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    found = table('a,b\n1,"two\r\nlines"\n\n\n3,4\r5,6\r\n7\n')
    assert [row.line for row in found.rows] == [2, 6, 7]
    assert found.broken == (BrokenLine(8, "too few cells: 1 instead of 2"),)


def test_a_line_with_too_many_cells_is_left_out_alone() -> None:
    found = table("a,b\n1,2,3\n4,5\n")
    assert found.rows == (CsvRow(3, ("4", "5")),)
    assert found.broken == (BrokenLine(2, "too many cells: 3 instead of 2"),)


def test_a_comma_at_the_end_of_each_line_is_no_cell() -> None:
    found = table("a,b\n1,2,\n3,4,,\n5,6,7\n")
    assert found.rows == (CsvRow(2, ("1", "2")), CsvRow(3, ("3", "4")))
    assert found.broken == (BrokenLine(4, "too many cells: 3 instead of 2"),)


def test_a_zero_byte_spoils_its_line_only() -> None:
    found = table("a,b\n1,2\x003\n4,5\n")
    assert found.rows == (CsvRow(3, ("4", "5")),)
    assert found.broken[0].line == 2


def test_a_quotation_mark_that_never_closes_names_the_lines_it_swallows() -> None:
    found = table('a,b\n1,2\n3,"half a no\n5,6\n')
    assert found.rows == (CsvRow(2, ("1", "2")),)
    assert found.broken == (
        BrokenLine(3, "a quotation mark is opened and never closed (lines 3 to 4 were left out)"),
    )


def test_reading_goes_on_after_quotation_marks_that_do_not_match() -> None:
    found = table('a,b\n1,"x"y\n3,4\n')
    assert found.rows == (CsvRow(3, ("3", "4")),)
    assert found.broken == (BrokenLine(2, "the quotation marks do not match"),)


def test_a_megabyte_in_one_cell_spoils_its_line_only() -> None:
    found = table("a,b\n1," + "x" * 1_000_000 + "\n3,4\n")
    assert found.rows == (CsvRow(3, ("3", "4")),)
    assert "longer than" in found.broken[0].reason


def test_half_a_last_letter_spoils_the_last_line_only() -> None:
    found = table("a,b\n1,café\n2,café".encode()[:-1])
    assert found.rows == (CsvRow(2, ("1", "café")),)
    assert found.broken == (BrokenLine(3, "the file ends in the middle of this line"),)


def test_formulas_are_words() -> None:
    assert table("a,b\n=cmd|' /C calc'!A0,@SUM(1)\n").rows[0].cells[0] == "=cmd|' /C calc'!A0"


def test_a_hundred_thousand_lines_are_read_and_one_more_is_refused() -> None:
    assert len(table("a,b\n" + "1,2\n" * 20_000).rows) == 20_000
    assert "20,000 lines" in refusal("a,b\n" + "1,2\n" * 20_001)


@pytest.mark.parametrize("before", ["", "a,b\n1,2\n"])
def test_blank_lines_are_passed_over_within_bounds(before: str) -> None:
    """8 MB of them took five seconds of a processor, each time that the file was looked at."""
    assert refusal(before + "\n" * 100_001) == "The file has more than 100,000 blank lines."
    whole = read(("\n" * 50_000 + "a,b\n" + "\n" * 50_000 + "1,2\n").encode())
    assert isinstance(whole, CsvTable)
    assert whole.rows == (CsvRow(100_002, ("1", "2")),)


def test_more_than_eight_megabytes_are_refused() -> None:
    assert "8 MB" in refusal(b"a" * (8 * 1024 * 1024 + 1))


def test_names_of_columns_are_found_whatever_their_case_and_spaces() -> None:
    header = ("Recorded At", "recorded-at", "ANXIETY", "Mood ")
    assert column_named(header, "recorded_at") == [0, 1]
    assert column_named(header, "mood") == [3]
    assert column_named(header, "sleep") == []
