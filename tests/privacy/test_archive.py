"""An archive that somebody hands over: bombs, strange names and damage are refused in words."""

import io
import json
import struct
import time
import zipfile
from typing import Any

import pytest
from flask import Flask

from diary.extensions import db
from diary.privacy.rules import archive as rules
from diary.privacy.rules.archive import MEGABYTE, MOST_BYTES, ArchiveRefused, read_archive
from tests.client import DiaryClient
from tests.people import People
from tests.privacy.lives import planted_life

OWNER = "7c1b3f0e-52a5-4a3c-9a55-0d4a4b0c9a12"
PLAIN = {"format": "relief-diary-export", "version": 1, "owner": OWNER, "people": {}, "tables": {}}


def zipped(parts: dict[str, bytes], **first: Any) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
        for name, value in first.items():
            setattr(file.infolist()[0], name, value)
    return held.getvalue()


def whole(**values: Any) -> bytes:
    return zipped({"diary.json": json.dumps({**PLAIN, **values}).encode()})


def lying(true: int, told: int) -> bytes:
    """A zip whose headers tell another size than what comes out of it."""
    content = zipped({"diary.json": b" " * true})
    return content.replace(struct.pack("<L", true), struct.pack("<L", told))


def test_a_plain_parcel_opens() -> None:
    found = read_archive(whole(tables={"entries": [{"id": 1}]}))
    assert (str(found.owner), found.tables) == (OWNER, {"entries": [{"id": 1}]})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a file that"),
        (b"recorded_at,mood\n", "not a file that"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"x" * (MOST_BYTES + 1), "larger than 16 MB"),
        (whole()[:-30], "damaged"),
        (zipped({"README.txt": b""}), "not a file that"),
        (zipped({"diary.json": b"{"}), "damaged"),
        (zipped({"diary.json": b"[" * 100_000}), "damaged"),
        (zipped({"diary.json": b"\xff\xfe"}), "damaged"),
        (zipped({"diary.json": b"[]"}), "not a file that"),
        (whole(format="another"), "not a file that"),
        (whole(version=2), "another version"),
        (whole(owner="me"), "damaged"),
        (whole(people={OWNER: 7}), "damaged"),
        (whole(people={OWNER: "a\nb"}), "damaged"),
        (whole(people={OWNER: "x" * 201}), "damaged"),
        (whole(tables=[]), "damaged"),
        (whole(tables={"entries": {}}), "damaged"),
        (whole(tables={"entries": [7]}), "damaged"),
        (zipped({"diary.json": b"[]," * 3_000_001}), "more than 3,000,000 values"),
        (zipped({"diary.json": b"1," * 3_000_001}), "more than 3,000,000 values"),
        (zipped({"diary.json": b'"' + b'\\"' * 3_000_001}), "damaged"),
        (zipped({"diary.json": b'["' + b'","' * 3_000_001}), "more than 3,000,000 values"),
        (zipped({"diary.json": b'[",' + b'",",' * 3_000_001}), "more than 3,000,000 values"),
        (zipped({"diary.json": b"{}", "../../etc/cron.d/x": b""}), "files that no export"),
        (zipped({"diary.json": b"{}", "/etc/passwd": b""}), "files that no export"),
        (zipped({"diary.json": b"{}", "csv\\x.csv": b""}), "files that no export"),
        (zipped({"diary.json": b"{}", "csv/../x.csv": b""}), "files that no export"),
        (zipped({"diary.json": b"{}"}, flag_bits=1), "packed in a way"),
    ],
)
def test_what_is_no_export_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(ArchiveRefused, match=words):
        read_archive(content)


@pytest.mark.parametrize("spaced", [True, False])
def test_marks_in_words_are_no_values(monkeypatch: pytest.MonkeyPatch, *, spaced: bool) -> None:
    """The control is a limit that is one lower."""
    words = [',[{"', "\\", '\\"', ",", "", '"', "\\\\", '[{,"\\', "\u00fc,\n"]
    held = {**PLAIN, "tables": {"entries": [dict.fromkeys(words, words), {}]}}
    text = json.dumps(held, indent=1 if spaced else None, separators=(",", ":")).encode()
    marks = 7 + 4 + 9 * (1 + 8) + 8  # of PLAIN, of two rows, of the words in each cell
    monkeypatch.setattr(rules, "MOST_VALUES", marks)
    assert read_archive(zipped({"diary.json": text})).tables == held["tables"]
    monkeypatch.setattr(rules, "MOST_VALUES", marks - 1)
    with pytest.raises(ArchiveRefused, match="values"):
        read_archive(zipped({"diary.json": text}))


def test_small_texts_are_counted_as_quickly_as_one_long() -> None:
    """A ratio of work on the same machine: 96 MB of small texts took 18 seconds."""

    def work(text: bytes) -> float:
        begun = time.process_time()
        rules._values_in(text)
        return time.process_time() - begun

    size = 9 * MEGABYTE
    small, long = b'["' + b'","' * (size // 3) + b'"]', b'["' + b"a, " * (size // 3) + b'"]'
    assert min(work(small) for _ in range(3)) < 6 * min(work(long) for _ in range(3))


def test_a_bomb_is_refused_and_never_unpacked_whole() -> None:
    bomb = zipped({"diary.json": b" " * (97 * MEGABYTE)})
    assert len(bomb) < MEGABYTE
    with pytest.raises(ArchiveRefused, match="larger than any diary"):
        read_archive(bomb)


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    with pytest.raises(ArchiveRefused):
        read_archive(lying(97 * MEGABYTE, 100))


def test_the_page_takes_an_export_and_says_why_it_takes_no_other(
    app: Flask, people: People, cleo_client: DiaryClient
) -> None:
    def send(content: bytes) -> tuple[int, str]:
        file = (io.BytesIO(content), "diary.zip")
        answer = cleo_client.send("/import/diary", file=file)
        return answer.status_code, answer.text

    assert send(b"")[0] == 422
    status, page = send(whole(version=7))
    assert (status, "another version" in page, "Nothing was added" in page) == (422, True, True)
    # made on this server and rolled back: an export from elsewhere
    with app.app_context(), db.sessionmaker() as session:
        session.connection(execution_options={"writes": True})
        made = planted_life(session, "Anna", "Benn")[1]
    status, page = send(made)
    assert (status, "Your diary is back" in page) == (200, True)
    status, page = send(made)
    assert (status, "there already" in page) == (200, True)
    for address in ("/diary", "/charts", "/sessions", "/visits", "/help", "/report"):
        assert cleo_client.get(address).status_code == 200


def test_only_rows_that_are_brought_back_count_towards_the_limit() -> None:
    rows: list[dict[str, object]] = [{"id": 1}] * 60_000
    archive = read_archive(whole(tables=dict.fromkeys(("entries", "audit_events"), rows)))
    archive.check_size(["entries", "treatments"])
    with pytest.raises(ArchiveRefused, match="more than 100,000 rows"):
        archive.check_size(["entries", "audit_events"])
