"""Files that are no table of a diary: what they are, and where to go with them instead. Pure.

Nothing is unpacked: the names of files inside a zip file stand in it as they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_HEAD = 4096


class Instead(StrEnum):
    """A page of ours to go to."""

    BRING_BACK = "bring_back"


@dataclass(frozen=True, slots=True)
class OtherKind:
    """What a file is, in sentences, and the page to go to where it is one of ours."""

    words: str
    instead: Instead | None = None


_TO_CSV = "Open it, choose “Save as” and the type “CSV UTF-8”, and choose that file here."
_DAYLIO = OtherKind(
    "This is a Daylio backup, not a CSV file. In Daylio choose More, Export Entries, CSV."
)
_OWN = OtherKind(
    "This is a diary that Relief Diary itself exported. It comes back whole on its own page.",
    Instead.BRING_BACK,
)
_APPLE = OtherKind(
    "This is an export of Apple Health, not a CSV file. An app such as Health Auto Export saves "
    "“State of Mind” as CSV: choose that file here."
)
_EXCEL = OtherKind(
    "This is an Excel workbook, not a CSV file. In Excel choose File, Save as, and the type "
    "“CSV UTF-8”. Then choose that file here."
)
_IMAGE = OtherKind("This is a picture, not a CSV file. A diary cannot be read from a picture.")
# In this order: what is inside a zip file, by a name that stands in it.
_INSIDE = (
    (b"diary.json", _OWN),
    (b"backup.daylio", _DAYLIO),
    (b"xl/workbook", _EXCEL),
    (b"opendocument.spreadsheet", OtherKind(f"This is an OpenDocument spreadsheet. {_TO_CSV}")),
    (b"word/document", OtherKind("This is a Word document, not a CSV file.")),
    (b"apple_health_export", _APPLE),
    (
        b"Checkmarks.csv",
        OtherKind(
            "This is a zip file of Loop Habit Tracker. Unpack it and choose the file "
            "Checkmarks.csv that is in it."
        ),
    ),
    (b".csv", OtherKind("This is a zip file. Unpack it and choose the CSV file that is in it.")),
)
_ZIP = OtherKind("This is a zip file or a workbook, not a CSV file. Save it as “CSV UTF-8” first.")
_STARTS = (
    (b"\xd0\xcf\x11\xe0", _EXCEL),
    (b"%PDF", OtherKind("This is a PDF, not a CSV file. Export the diary again and choose CSV.")),
    (b"\x1f\x8b", OtherKind("This file is compressed. Unpack it first.")),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (
        b"SQLite format 3\0",
        OtherKind(
            "This is a database, as programs make for a backup. Choose “Export as CSV” in the "
            "program instead."
        ),
    ),
    (b"BEGIN:VCALENDAR", OtherKind("This is a calendar, not a CSV file of a diary.")),
    (b"{\\rtf", OtherKind(f"This is a text document (RTF), not a CSV file. {_TO_CSV}")),
)
_JSON = OtherKind(
    "This is a JSON file, not a CSV file. Export the diary again and choose CSV, or a table."
)
_XML = OtherKind(
    "This is an XML file, not a CSV file. Export the diary again and choose CSV, or a table."
)
_WEB_PAGE = OtherKind("This is a web page, not a CSV file. The download may need you to sign in.")
# The columns that tell the tables of our own export, as plain names
_OUR_COLUMNS = (
    {"effective_at_utc", "effective_wall"},
    {"starts_at_utc", "starts_wall"},
    {"held_on", "next_meeting"},
)


def other_kind(content: bytes) -> OtherKind | None:
    """Return what a file is that cannot be a table. None for one that may be."""
    if content.startswith(b"PK\x03\x04"):
        return next((kind for name, kind in _INSIDE if name in content), _ZIP)
    head = content[:_HEAD]
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1") or (
        head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    ):
        return _IMAGE
    return _of_text(head)


def own_table(columns: Iterable[str]) -> OtherKind | None:
    """Return our own export where a single table of it was chosen, by its plain columns."""
    names = set(columns)
    return _OWN if any(names >= each for each in _OUR_COLUMNS) else None


def _of_text(head: bytes) -> OtherKind | None:
    """JSON, XML and web pages, in any encoding that keeps Latin letters apart."""
    text = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").replace(b"\0", b"")
    text = text.lstrip()
    if text[:1] == b"{" or (text[:1] == b"[" and text[1:].lstrip()[:1] in (b"{", b"[", b'"')):
        if b"relief-diary-export" in text:
            return _OWN
        return _DAYLIO if b'"dayEntries"' in text else _JSON
    if text[:1] != b"<":
        return None
    lower = text.lower()
    if b"<html" in lower or lower.startswith(b"<!doctype html"):
        return _WEB_PAGE
    if b"HealthData" in text:
        return _APPLE
    return _XML if lower[1:2].isalpha() or lower[1:2] in (b"?", b"!") else None
