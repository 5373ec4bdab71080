"""Ana brings her sessions in from a file, on the page and with the operator's help."""

import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from diary.domain.treatments import Treatment, TreatmentStatus
from diary.transactions import early_commit, read_only
from diary.treatments.queries import list_treatments
from tests.client import DiaryClient
from tests.clinic.builders import treat
from tests.entries.importing import add, counts, opened, preview, upload
from tests.people import People, Person

PAGE = "/import/treatments"
PHASES = ("2012-09-10", "2012-09-24", "2012-11-19", "2013-01-15")
CONTENT = (
    "started_at,route,drug,dose,unit\n"
    + "".join(f"{day}T09:00:00+01:00,other,other,,\n" for day in PHASES)
).encode()


def in_diary(app: Flask, person: Person) -> list[Treatment]:
    with app.app_context(), read_only() as session:
        return list(list_treatments(session, opened(session, person)))


def test_ana_adds_the_sessions_of_a_file(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    page = preview(ana_client, CONTENT, PAGE)
    assert counts(page) == (4, 0, 0)
    assert "Add 4 sessions" in page.text
    assert counts(add(ana_client, page)) == (4, 0, 0)
    days = sorted(str(each.wall.date()) for each in in_diary(app, people.ana))
    assert tuple(days) == PHASES
    assert ana_client.get("/sessions").status_code == 200


def test_the_same_file_twice_adds_nothing(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    add(ana_client, preview(ana_client, CONTENT, PAGE))
    page = preview(ana_client, CONTENT, PAGE)
    assert counts(page) == (0, 4, 0)
    assert len(in_diary(app, people.ana)) == 4


def test_a_file_with_other_names_is_mapped_on_the_page(ana_client: DiaryClient) -> None:
    page = preview(ana_client, b"Tag;Weg\n2025-07-01T08:30:00Z;iv\n", PAGE)
    assert "Which column is which?" in page.text
    address = page.request.path
    wrong = ana_client.get(address, query_string={"column-started_at": "0"})
    assert (wrong.status_code, "There is a problem" in wrong.text) == (422, True)
    chosen = {"column-started_at": "0", "column-route": "1"}
    assert counts(ana_client.get(address, query_string=chosen)) == (1, 0, 0)


def test_a_line_that_cannot_be_right_is_refused_alone(ana_client: DiaryClient) -> None:
    page = preview(ana_client, CONTENT + b"2012-13-10T09:00:00,iv,ketamine,40,mg\n", PAGE)
    assert counts(page) == (4, 0, 1)
    assert "is not in the calendar" in page.text


def test_a_file_that_cannot_be_read_says_why(ana_client: DiaryClient) -> None:
    answer = upload(ana_client, b"", PAGE)
    assert (answer.status_code, "The file is empty." in answer.text) == (422, True)
    assert upload(ana_client, b"x" * (8 * 1024 * 1024 + 1), PAGE).status_code == 422


def test_a_stranger_finds_nothing_of_anas_file(
    ana_client: DiaryClient, cleo_client: DiaryClient
) -> None:
    address = upload(ana_client, CONTENT, PAGE).location
    assert cleo_client.get(address).status_code == 404
    assert cleo_client.send(address).status_code == 404
    as_entries = address.replace("/treatments", "")
    assert ana_client.get(as_entries).status_code == 404


def test_the_entries_page_leads_to_this_one(ana_client: DiaryClient) -> None:
    answer = ana_client.get("/import?kind=treatments")
    assert (answer.status_code, answer.location) == (303, PAGE)


def test_the_operator_adds_them_from_the_shell(app: Flask, people: People, tmp_path: Path) -> None:
    path = tmp_path / "sessions.csv"
    path.write_bytes(CONTENT + b"never,iv,ketamine,40,mg\n")
    command = ["treatments", "import", "--patient", "ana@example.org", str(path)]
    result = app.test_cli_runner().invoke(args=command)
    assert result.exit_code == 0, result.output
    assert "Added: 4" in result.stdout
    assert "line 6: “never” is not a date and time" in result.stderr
    assert len(in_diary(app, people.ana)) == 4


@pytest.mark.parametrize("content", [b"", b"dose\n1\n", b"route,route,started_at\n,,\n"])
def test_what_cannot_be_read_ends_with_one(
    app: Flask, people: People, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "sessions.csv"
    path.write_bytes(content)
    command = ["treatments", "import", "--patient", "ana@example.org", str(path)]
    assert app.test_cli_runner().invoke(args=command).exit_code == 1


NEAR = b"started_at,route,drug,dose,unit\n2026-03-02T10:12:00+00:00,iv,ketamine,40,mg\n"


def _recorded(app: Flask, person: Person) -> UUID:
    """A session of that morning, without a dose."""
    start = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    with app.app_context(), early_commit() as session:
        return treat(session, person, start, dose=None, dose_unit=None)


def test_a_session_that_looks_like_one_of_the_diary_is_marked_and_joined(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    there = _recorded(app, people.ana)
    page = preview(ana_client, NEAR, PAGE)
    words = " ".join(re.sub(r"<[^>]+>", " ", page.text).split())
    assert "Line 2, 2 Mar 2026, 10:12 (Drip into a vein (IV), Ketamine, 40 mg)" in words
    assert "looks like the one of 10:00, recorded by Ana" in words
    assert counts(page) == (1, 0, 0)
    assert counts(add(ana_client, page, same="2")) == (1, 0, 0)
    (left,) = [one for one in in_diary(app, people.ana) if one.status is TreatmentStatus.DONE]
    assert (left.id, str(left.dose)) == (there, "40")
    # and the same file again adds nothing
    assert counts(preview(ana_client, NEAR, PAGE)) == (0, 1, 0)


def test_without_a_tick_both_are_kept_and_asked_about(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    _recorded(app, people.ana)
    add(ana_client, preview(ana_client, NEAR, PAGE))
    assert [one.status for one in in_diary(app, people.ana)] == [
        TreatmentStatus.DONE,
        TreatmentStatus.DONE,
    ]
    assert "Are these the same session?" in ana_client.get("/sessions").text


@pytest.mark.parametrize("same", ["7", "²", "-1", "9" * 30, "x"])
def test_a_tick_for_no_such_line_joins_nothing(
    app: Flask, people: People, ana_client: DiaryClient, same: str
) -> None:
    _recorded(app, people.ana)
    assert counts(add(ana_client, preview(ana_client, NEAR, PAGE), same=same)) == (1, 0, 0)
    assert [one.status for one in in_diary(app, people.ana)] == [
        TreatmentStatus.DONE,
        TreatmentStatus.DONE,
    ]


def test_the_operator_reads_which_lines_look_like_sessions_of_the_diary(
    app: Flask, people: People, tmp_path: Path
) -> None:
    _recorded(app, people.ana)
    path = tmp_path / "sessions.csv"
    path.write_bytes(NEAR)
    command = ["treatments", "import", "--patient", "ana@example.org", str(path)]
    result = app.test_cli_runner().invoke(args=command)
    assert "line 2: looks like the session of 2026-03-02 10:00" in result.output
    assert len(in_diary(app, people.ana)) == 2
