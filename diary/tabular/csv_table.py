"""Bytes of a CSV file → a table of cells, with the line numbers of an editor. Never raises.

A file that cannot be read at all is an ``UnreadableFile``. A line that cannot be read is a
``BrokenLine``, and the others still count.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MOST_BYTES = 8 * 1024 * 1024
MOST_LINES = 20_000  # added in one transaction, which must not keep other writers waiting
MOST_BLANK_LINES = 5 * MOST_LINES  # they are passed over, but 8 MB of nothing else take seconds
MOST_COLUMNS = 200
DELIMITERS = (",", ";", "\t")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CUT_OFF = "the file ends in the middle of this line"


@dataclass(frozen=True, slots=True)
class CsvRow:
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line that cannot be read, and why, in words that finish "line 7: …"."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class CsvTable:
    header: tuple[str, ...]
    rows: tuple[CsvRow, ...]
    broken: tuple[BrokenLine, ...]
    encoding: str
    delimiter: str

    @property
    def guessed_encoding(self) -> bool:
        """Whether the letters are a guess: the file neither says nor shows how it was written."""
        return self.encoding == "cp1252"


@dataclass(frozen=True, slots=True)
class UnreadableFile:
    """A file of which nothing can be used, and why, in a whole sentence."""

    reason: str


_Record = CsvRow | BrokenLine | UnreadableFile


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    encoding: str
    cut_off: bool


def read(content: bytes) -> CsvTable | UnreadableFile:
    if len(content) > MOST_BYTES:
        return UnreadableFile("The file is larger than 8 MB. Split it into smaller files.")
    text = _decode(content)
    if text is None:
        return UnreadableFile(
            "The letters in this file cannot be read. Save it as “CSV UTF-8” and try again."
        )
    return _tabulate(text)


def column_named(header: Iterable[str], name: str) -> list[int]:
    """Where columns of that name are. Case, spaces, dashes and underscores make no difference."""
    plain = plain_name(name)
    return [place for place, cell in enumerate(header) if plain_name(cell) == plain]


def plain_name(name: str) -> str:
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _decode(content: bytes) -> _Text | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_as(content[len(mark) :], encoding)
    if (half := _unmarked_utf16(content)) is not None:
        return _decode_as(content, half)
    return _decode_as(content, "utf-8") or _decode_as(content, "cp1252")


def _unmarked_utf16(content: bytes) -> str | None:
    """Latin letters in UTF-16 have a zero byte beside each. The header tells by which side."""
    head = content[:32]
    if len(head) >= 4 and not any(head[1::2]) and all(head[0::2]):
        return "utf-16-le"
    if len(head) >= 4 and not any(head[0::2]) and all(head[1::2]):
        return "utf-16-be"
    return None


def _decode_as(content: bytes, encoding: str) -> _Text | None:
    """Half a letter at the very end marks the last line as cut off. Any other gives nothing."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(content)
    except UnicodeDecodeError:
        return None
    left_over, _ = decoder.getstate()
    return _Text(text, encoding, cut_off=bool(left_over))


def _tabulate(source: _Text) -> CsvTable | UnreadableFile:
    text, first_line = _without_separator_hint(source.text)
    delimiter = _delimiter(text)
    records = _records(text, delimiter, first_line)
    header = _header(next(records, None))
    if isinstance(header, UnreadableFile):
        return header
    rows: list[CsvRow] = []
    broken: list[BrokenLine] = []
    for count, record in enumerate(records, start=1):
        if count > MOST_LINES:
            return UnreadableFile(
                "The file has more than 20,000 lines. Split it into smaller files."
            )
        if isinstance(record, UnreadableFile):
            return record
        checked = _checked(record, len(header))
        if isinstance(checked, CsvRow):
            rows.append(checked)
        else:
            broken.append(checked)
    if source.cut_off:
        _drop_last(rows, broken)
    return CsvTable(header, tuple(rows), tuple(broken), source.encoding, delimiter)


def _header(record: _Record | None) -> tuple[str, ...] | UnreadableFile:
    if record is None:
        return UnreadableFile("The file is empty.")
    if isinstance(record, UnreadableFile):
        return record
    if isinstance(record, BrokenLine):
        where = f"line {record.line}: {record.reason}"
        return UnreadableFile(f"The names of the columns cannot be read: {where}.")
    if len(record.cells) > MOST_COLUMNS:
        return UnreadableFile(f"The file has more than {MOST_COLUMNS} columns.")
    return tuple(cell.strip().replace("\0", "\N{REPLACEMENT CHARACTER}") for cell in record.cells)


def _without_separator_hint(text: str) -> tuple[str, int]:
    """Excel writes, and expects, a first line like `sep=;`, which is no part of the table."""
    first, end, rest = text.partition("\n")
    hint = first.strip().lower()
    if hint.startswith("sep=") and len(hint) <= len("sep=;"):
        return rest, 2
    return first + end + rest, 1


def _delimiter(text: str) -> str:
    """The one that cuts the first line that is not blank into the most cells."""
    first = next((line for line in io.StringIO(text[:100_000]) if line.strip()), "")

    def cells(delimiter: str) -> int:
        try:
            return len(next(csv.reader([first], delimiter=delimiter), []))
        except csv.Error:
            return 0

    return max(DELIMITERS, key=cells)


def _records(text: str, delimiter: str, first_line: int) -> Iterator[_Record]:
    """Every record that is not blank, at the line where it begins. A broken one ends there.

    Far too many blank ones end it all.
    """
    # strict: a quotation mark that never closes is an error, not a cell that swallows the rest
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    blank = 0
    while blank <= MOST_BLANK_LINES:
        line = first_line + reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BrokenLine(line, _why(str(error), line, first_line + reader.line_num - 1))
            continue
        if any(cell.strip() for cell in cells):
            yield CsvRow(line, tuple(cells))
        else:
            blank += 1
    yield UnreadableFile(f"The file has more than {MOST_BLANK_LINES:,} blank lines.")


def _why(error: str, first: int, last: int) -> str:
    lines = "" if first == last else f" (lines {first} to {last} were left out)"
    if "unexpected end" in error:
        return f"a quotation mark is opened and never closed{lines}"
    if "field larger" in error:
        return f"a cell is longer than {csv.field_size_limit():,} characters{lines}"
    return f"the quotation marks do not match{lines}"


def _checked(record: CsvRow | BrokenLine, columns: int) -> CsvRow | BrokenLine:
    if isinstance(record, BrokenLine):
        return record
    count = len(record.cells)
    if count > columns and not any(cell.strip() for cell in record.cells[columns:]):
        # some programs end each line with a comma, and not the first
        record, count = CsvRow(record.line, record.cells[:columns]), columns
    if count != columns:
        amount = "few" if count < columns else "many"
        return BrokenLine(record.line, f"too {amount} cells: {count} instead of {columns}")
    if any("\0" in cell for cell in record.cells):
        return BrokenLine(record.line, "it holds a character that no text may hold (a zero byte)")
    return record


def _drop_last(rows: list[CsvRow], broken: list[BrokenLine]) -> None:
    last_broken = broken[-1].line if broken else 0
    if rows and rows[-1].line > last_broken:
        broken.append(BrokenLine(rows.pop().line, _CUT_OFF))
