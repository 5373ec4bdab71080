"""CSV files to download: no spreadsheet runs a cell, and all read the accents. Pure."""

import csv
import io
from collections.abc import Iterable

# What a spreadsheet takes for a formula, also behind a blank of any kind; and our own mark
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")  # noqa: RUF001
_MARK = "'"


def cell(value: object) -> str:
    """One value as a cell. An empty cell is "nothing". A text without letters is a lone mark."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)  # a number with a minus is no formula
    return safe_text(str(value))


def safe_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    if not text or text.startswith(_RISKY) or text.lstrip().startswith(_RISKY):
        return _MARK + text
    return text


def csv_text(lines: Iterable[Iterable[object]]) -> str:
    """A whole file, as its text. It begins with a byte order mark: without it Excel reads UTF-8 as
    another encoding and shows umlauts as two characters.
    """
    written = io.StringIO()
    csv.writer(written).writerows(lines)
    return "\N{BOM}" + written.getvalue()


def text_in(written: str) -> str | None:
    """The text that a cell of words stands for. Nothing for an empty cell."""
    if written == "":
        return None
    return written.removeprefix(_MARK)
