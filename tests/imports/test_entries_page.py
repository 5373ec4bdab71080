"""Ana brings a file in on the page: every file gets an answer in words, nothing is half done."""

import re

import pytest
from flask import Flask

from diary.transactions import read_only
from tests.client import DiaryClient
from tests.entries.importing import HEADER, REAL, add, counts, made_file, preview, stored, upload
from tests.people import People, Person, browser_of

LINE = "2025-07-01T08:30:00+01:00,3,6,mild,Slept badly"


def in_diary(app: Flask, person: Person) -> int:
    with app.app_context(), read_only() as session:
        return len(stored(session, person))


def test_ana_sees_what_a_file_would_add_and_adds_it(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    page = preview(ana_client, made_file([LINE, "yesterday,3,6,,", LINE]))
    assert counts(page) == (1, 1, 1)
    assert "1 Jul 2025" in page.text
    assert "Headache (mild)" in page.text
    assert "“yesterday” is not a date and time" in page.text
    assert in_diary(app, people.ana) == 0
    done = add(ana_client, page)
    assert counts(done) == (1, 1, 1)
    assert "1 entry added" in done.text
    assert in_diary(app, people.ana) == 1
    assert "Slept badly" in ana_client.get("/diary").text


def test_the_same_file_twice_adds_nothing(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    add(ana_client, preview(ana_client, made_file([LINE])))
    again = preview(ana_client, made_file([LINE]))
    assert counts(again) == (0, 1, 0)
    assert "There is nothing to add" in again.text
    assert in_diary(app, people.ana) == 1


def test_saying_yes_twice_adds_once(app: Flask, people: People, ana_client: DiaryClient) -> None:
    page = preview(ana_client, made_file([LINE]))
    first, second = add(ana_client, page), add(ana_client, page)
    assert counts(first) == counts(second) == (1, 0, 0)
    assert in_diary(app, people.ana) == 1


def test_other_scores_are_named_and_the_diarys_kept(ana_client: DiaryClient) -> None:
    add(ana_client, preview(ana_client, made_file([LINE])))
    page = preview(ana_client, made_file([LINE.replace(",3,6,", ",9,9,")]))
    assert counts(page) == (0, 1, 0)
    assert "with other scores" in page.text


def test_a_file_with_other_names_is_mapped_on_the_page(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    content = b"Wann genau;Unruhe;Gem\xc3\xbct;Wetter\n2025-07-01T08:30:00+02:00;3;6;Regen\n"
    page = preview(ana_client, content)
    assert "Which column is which?" in page.text
    assert "Unruhe (such as 3)" in page.text
    address = page.request.path
    chosen = {"column-recorded_at": "0", "column-anxiety": "1", "column-mood": "2"}
    page = ana_client.get(address, query_string=chosen | {"column-note": ""})
    assert counts(page) == (1, 0, 0)
    assert "left out: Wetter" in page.text
    assert counts(add(ana_client, page)) == (1, 0, 0)
    assert in_diary(app, people.ana) == 1


def test_a_diary_of_notes_alone_comes_in_once_the_columns_are_chosen(
    ana_client: DiaryClient,
) -> None:
    page = preview(ana_client, b"Date,Text\n2025-07-01 08:30,Slept badly\n")
    assert "Which column is which?" in page.text
    chosen = {"column-recorded_at": "0", "column-note": "1"}
    assert counts(ana_client.get(page.request.path, query_string=chosen)) == (1, 0, 0)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"column-recorded_at": "0"}, "Choose the column for anxiety or mood or note."),
        ({"column-anxiety": "1"}, "Choose the column for date and time."),
        ({"column-recorded_at": "0", "column-mood": "0"}, "another answer uses the same column"),
        ({"column-recorded_at": "77", "column-mood": "-1"}, "Choose the column for date"),
        ({"column-recorded_at": "٣", "column-mood": "1" * 5000}, "Choose the column for date"),
    ],
)
def test_a_choice_of_columns_that_cannot_be_right_says_so(
    ana_client: DiaryClient, chosen: dict[str, str], words: str
) -> None:
    address = upload(ana_client, b"Wann genau;Unruhe\n2025-07-01T08:30:00Z;6\n").location
    page = ana_client.get(address, query_string=chosen)
    assert page.status_code == 422
    assert words in page.text
    assert "There is a problem" in page.text
    assert ana_client.send(address, **chosen).status_code == 303


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf\n\n", "The file is empty."),
        (HEADER.encode(), "no line below"),
        (b"\x81\x8d,\xff\n", "cannot be read"),
        (b"PK\x03\x04\x14\x00", "workbook"),
        (b"x" * (8 * 1024 * 1024 + 1), "larger than 8 MB"),
        (("a,b\n" + "1,2\n" * 100_001).encode(), "more than 20,000 lines"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    ana_client: DiaryClient, content: bytes, words: str
) -> None:
    answer = upload(ana_client, content)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_form_without_a_file_says_so(ana_client: DiaryClient) -> None:
    answer = ana_client.send("/import")
    assert answer.status_code == 422
    assert "Choose a file first." in answer.text


def test_a_file_far_too_large_is_turned_away(ana_client: DiaryClient) -> None:
    assert upload(ana_client, b"x" * (11 * 1024 * 1024)).status_code == 413


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2025-07-01T08:30:00+15:00,3,6,,", "an offset that is not used anywhere"),
        ("2199-07-01T08:30:00Z,3,6,,", "in the future"),
        ("9999-12-31T23:59:59-12:00,3,6,,", "in the future"),
        ("1899-07-01T08:30:00Z,3,6,,", "before 1900"),
        ("0001-01-01T00:00:00+14:00,3,6,,", "before 1900"),
        ("2025-07-01T08:30:00Z,11,6,,", "anxiety is “11”"),
        ("2025-07-01T08:30:00Z,NaN,6,,", "anxiety is “NaN”"),
        ("2025-07-01T08:30:00Z,3,five,,", "mood is “five”"),
        ("2025-07-01T08:30:00Z,,,,", "no score, no side effect, no note"),
        ("2025-07-01T08:30:00Z,3,6,awful,", "headache is “awful”"),
        ("2025-07-01T08:30:00Z,3,6,,a\x00b", "zero byte"),
        ("2025-07-01T08:30:00Z,3,6,," + "x" * 10_001, "10,001 characters"),
        ("2025-07-01T08:30:00Z,3,6,," + "x" * 1_000_000, "longer than"),
        ("2025-07-01T08:30:00Z,3", "too few cells"),
        ("2025-07-01T08:30:00Z,3,6,,a,b", "too many cells"),
        ('2025-07-01T08:30:00Z,3,6,,"half a no', "never closed"),
        ("<script>alert(1)</script>,3,6,,", "“&lt;script&gt;"),
    ],
)
def test_a_line_that_cannot_be_right_is_refused_alone(
    app: Flask, people: People, ana_client: DiaryClient, line: str, words: str
) -> None:
    page = preview(ana_client, made_file([LINE, line]))
    assert counts(page) == (1, 0, 1)
    assert re.search(r"<th scope=\"row\">3</th>", page.text)
    assert words in page.text
    add(ana_client, page)
    assert in_diary(app, people.ana) == 1


@pytest.mark.parametrize("note", ["🌧 emoji", "שלום עולם", "=cmd|' /C calc'!A0", "café"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_notes_are_kept_as_typed(
    app: Flask, people: People, ana_client: DiaryClient, note: str, encoding: str
) -> None:
    lines = HEADER.replace(",", ";") + f'2025-07-01T08:30:00Z;3;6;;"{note}"\r\n'
    add(ana_client, preview(ana_client, lines.encode(encoding)))
    with app.app_context(), read_only() as session:
        assert [entry.note for entry in stored(session, people.ana)] == [note]


def test_guessed_letters_are_said_to_be_a_guess(ana_client: DiaryClient) -> None:
    page = preview(ana_client, (HEADER + "2025-07-01T08:30:00Z,3,6,,café\n").encode("cp1252"))
    assert "does not say how its letters" in page.text


def test_only_the_first_two_hundred_refusals_are_listed(ana_client: DiaryClient) -> None:
    page = preview(ana_client, made_file(["never,3,6,,"] * 250))
    assert counts(page) == (0, 0, 250)
    assert page.text.count("is not a date and time") == 200
    assert "50 more" in page.text


def test_a_stranger_finds_nothing_of_anas_file(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    address = upload(ana_client, made_file([LINE])).location
    cleo = browser_of(app, people.cleo)
    for answer in (cleo.get(address), cleo.send(address)):
        assert answer.status_code == 404
        assert "Slept badly" not in answer.text
    ben = browser_of(app, people.ben)
    assert ben.get(address).status_code == 404
    assert upload(ben, made_file([LINE])).status_code == 404
    assert counts(ana_client.get(address)) == (1, 0, 0)


def test_cleos_import_never_touches_anas_diary(
    app: Flask, people: People, ana_client: DiaryClient, cleo_client: DiaryClient
) -> None:
    add(ana_client, preview(ana_client, made_file([LINE])))
    add(cleo_client, preview(cleo_client, made_file([LINE, LINE.replace("08:", "09:")])))
    assert (in_diary(app, people.ana), in_diary(app, people.cleo)) == (1, 2)


@pytest.mark.skipif(not REAL.exists(), reason="the real diary is not beside this folder")
def test_a_real_diary_comes_in_whole(app: Flask, people: People, ana_client: DiaryClient) -> None:
    page = preview(ana_client, REAL.read_bytes())
    assert counts(page) == (1473, 0, 0)
    assert counts(add(ana_client, page)) == (1473, 0, 0)
    assert in_diary(app, people.ana) == 1473
