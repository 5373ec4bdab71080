"""Any file with any answers is read to the end, line by line, and nothing is raised."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from diary.entries.rules.import_plan import SUBJECT, WANTED, FileEntry, RefusedEntryLine, read_entry
from diary.tabular.csv_moment import Home
from diary.tabular.file_reading import OpenedFile, open_file
from diary.tabular.programs import PROGRAMS
from diary.tabular.questions import examine

# a busy machine is no fault of the code
unhurried = settings(deadline=None, suppress_health_check=list(HealthCheck))
HOME = Home("Europe/Berlin", ZoneInfo("Europe/Berlin"))
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HEADERS = (
    *(program.needs for program in PROGRAMS),
    *(("Date", "Mood", "Anxiety", ""), ("Date", "Value"), ("Datum", "Uhrzeit", "Stimmung")),
    ("Date", "Hour", "Minute", "Level", "Level"),
)
cells = st.one_of(
    st.sampled_from(
        [
            *("", "3", "6.5", "-1", "good", "UNKNOWN", "6000", "05/11/2025", "2025-10-26"),
            *("2025-10-26 02:30", "1st Mar 2025", "am", "Nausea (Mild)", "Mood", "²", "9" * 30),
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters='\0",\r\n'), max_size=8),
)
answers = st.dictionaries(
    st.sampled_from(
        [
            *("order", "fold", "mood-low", "mood-high", "mood-runs", "anxiety-low"),
            *("anxiety-high", "anxiety-runs", "mood-name-0", "mood-name-1", "anxiety-name-0"),
        ]
    ),
    st.one_of(
        st.sampled_from(["1", "5", "-1", "", "²", "out", "day", "second", "inverse", "10.5"]),
        st.text(max_size=24),
    ),
)


@unhurried
@given(st.sampled_from(HEADERS), st.data(), answers)
@example(HEADERS[0], None, {"mood-name-0": "²"})
def test_any_file_and_any_answers_are_read_to_the_end(
    header: tuple[str, ...], data: st.DataObject | None, given_answers: dict[str, str]
) -> None:
    row = st.lists(cells, min_size=len(header), max_size=len(header))
    rows = data.draw(st.lists(row, max_size=5)) if data else [["2025-01-01", "1:00", "good", "a"]]
    content = "\n".join(",".join(line) for line in (header, *rows)).encode()
    opened = open_file(content, programs=True)
    if not isinstance(opened, OpenedFile):
        assert opened.words
        return
    columns = opened.columns(WANTED, SUBJECT.moment)
    found = examine(opened.table, columns, SUBJECT, opened.program, given_answers, HOME, NOW)
    for line in opened.table.rows:
        read = read_entry(line.line, columns.cells(line), HOME, NOW, found.reading)
        assert isinstance(read, FileEntry | RefusedEntryLine)


@unhurried
@given(st.binary(max_size=300))
@example(b"PK\x03\x04")
@example(b"<")
@example(b"[")
@example(b"\xff\xfe{")
def test_any_bytes_are_a_table_or_named(content: bytes) -> None:
    found = open_file(content, programs=True)
    assert isinstance(found, OpenedFile) or found.words
