"""Files that are no table are named for what they are, with where to go instead."""

import io
import zipfile

import pytest

from diary.tabular.file_kinds import Instead, OtherKind
from diary.tabular.file_reading import OpenedFile, open_file


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, "x" * 100)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped("README.txt", "diary.json", "csv/entries.csv"), "Relief Diary itself exported"),
        (b'{"format": "relief-diary-export", "version": 1}', "Relief Diary itself exported"),
        (b"id,effective_at_utc,effective_wall,mood\n1,2,3,4\n", "Relief Diary itself exported"),
        (b"id,starts_at_utc,starts_wall,route\n1,2,3,4\n", "Relief Diary itself exported"),
        (b"id,doctor_id,held_on,next_meeting\n1,2,3,4\n", "Relief Diary itself exported"),
        (b"BEGIN:VCALENDAR\nVERSION:2.0\n", "calendar"),
        (b"Dear diary\nall is well\n", "only one column"),
        (b"date|mood\n2026-01-01|6\n", "only one column"),
        (zipped("backup.daylio", "assets/photos/1"), "Daylio backup"),
        (b'{"version": 15, "dayEntries": []}', "Daylio backup"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "In Excel choose File, Save as"),
        (b"\xd0\xcf\x11\xe0rest", "In Excel choose File, Save as"),
        (zipped("apple_health_export/export.xml"), "Apple Health"),
        (b"<?xml version='1.0'?><!DOCTYPE HealthData []><HealthData>", "Apple Health"),
        (zipped("Habits.csv", "Checkmarks.csv", "Scores.csv"), "Checkmarks.csv"),
        (zipped("one.csv"), "Unpack it and choose the CSV file"),
        (zipped("word/document.xml"), "Word"),
        (zipped("anything"), "zip file or a workbook"),
        (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", ""),
        (b"\x1f\x8bzip", "compressed"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture"),
        (b"\x00\x00\x00\x18ftypheic", "picture"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "picture"),
        (b"SQLite format 3\0", "database"),
        (b'\xef\xbb\xbf [\n {"mood": 3}]', "JSON"),
        ('{"mood": 3}'.encode("utf-16"), "JSON"),
        (b"<?xml version='1.0'?><mood/>", "XML"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"{\\rtf1", "RTF"),
    ],
)
def test_another_kind_of_file_is_named(content: bytes, words: str) -> None:
    found = open_file(content, programs=True)
    assert isinstance(found, OtherKind), found
    assert words in found.words


def test_an_open_document_is_named() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    found = open_file(out.getvalue(), programs=True)
    assert isinstance(found, OtherKind)
    assert "OpenDocument" in found.words


def test_only_our_own_export_leads_to_its_page() -> None:
    own = open_file(zipped("diary.json"), programs=True)
    assert isinstance(own, OtherKind)
    assert own.instead is Instead.BRING_BACK
    other = open_file(zipped("backup.daylio"), programs=True)
    assert isinstance(other, OtherKind)
    assert other.instead is None


@pytest.mark.parametrize("header", ["[date],mood", "<day>,mood", "{a},mood", "date,mood"])
def test_a_table_with_odd_names_is_still_a_table(header: str) -> None:
    found = open_file(f"{header}\n2026-01-01,6\n".encode(), programs=True)
    assert isinstance(found, OpenedFile) or header[0] in "<{"
