"""The one-page report: the same words as the follow-up, on one sheet, whatever is in it."""

import re
import zlib
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from diary.audit.models import AuditEvent
from diary.audit.rules import Event
from diary.clinic import writers
from diary.clinic.rules.report import USUAL, Chart, Report, choose_sections, shorten
from diary.clinic.writers.missing_glyphs import printable
from diary.domain.treatments import Route
from tests.client import DiaryClient
from tests.clinic.builders import ago, log, looks, share, treat, write
from tests.clinic.test_follow_up import six_sessions
from tests.people import People

WILD = '<b>#evil *x* $y$ "q" \\ @ref </script> & [box]'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 4"><path d="M0 0L10 4"/></svg>'


def pages_of(pdf: bytes) -> int:
    """Page objects, also those inside compressed streams."""
    return len(re.findall(rb"/Type\s*/Page(?![sA-Za-z])", whole(pdf)))


def whole(pdf: bytes) -> bytes:
    """A file with its compressed streams beside it."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return pdf + b"".join(_unpacked(stream) for stream in streams)


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


def made(sessions: int = 0, notes: int = 0, words: str = "Ana") -> Report:
    chart = Chart("A chart", SVG, "what it shows")
    row = ("1", "1 Jan 2026", words[:30], *["● −3 (2)\n◆ +2 (2)"] * 7, "severe: nausea", "148/92")
    return Report(
        name=words,
        born="4 May 1987",
        dates="1 Jan – 1 Feb 2026",
        logged="20 of 32 days logged",
        printed_on="1 Feb 2026",
        mark="7F3A",
        reading=(("●", words), ("◆", words)),
        chance="Self-reported.",
        numbers=(("7 → 3", words), ("–", "none")),
        timeline=chart,
        after=(chart, chart),
        effects=chart,
        heads=tuple("abcdefghijkl"),
        sessions=(row,) * sessions,
        more_sessions="",
        compared=(words,),
        medication=(words,),
        questions=(words,) * notes,
        notes=(words,) * notes,
        more_notes="",
    )


@pytest.mark.parametrize(
    "report", [made(), made(12, 6), made(60, 60, WILD), made(12, 6, "Long words " * 60)]
)
def test_it_is_one_page_whatever_stands_on_it(report: Report) -> None:
    assert pages_of(writers.pdf(report)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "\U0001f9d1\u200d\U0001f33e better \U0001f600",
        "\u6f22\u5b57 \u0928\u092e\u0938\u094d\u0924\u0947",
        "\u05e9\u05dc\u05d5\u05dd e\u0301 \u200b",
        "\U00054b52 \u0378 \ue000 \uffff \ufffd",
        '\U00054b52"`\\u{378}',
        "\u25a1\u200d a\u1abf \u0928\u0941 0\u0e33",
        "a\x1fb\tc\x00",
    ],
)
def test_what_no_font_has_is_a_box_and_the_rest_is_printed(words: str) -> None:
    assert pages_of(writers.pdf(made(2, 3, words))) == 1


def test_the_page_says_what_a_box_stands_for() -> None:
    told, has_boxes = printable(
        {"notes": ["a \U00054b52 b"], "chart": {"svg": "<svg/>"}, "none": None}
    )
    assert (told["notes"], has_boxes) == (["a \u25a1 b"], True)
    assert printable(["plain", "caf\u00e9"]) == (["plain", "caf\u00e9"], False)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
@settings(max_examples=40, deadline=None)
def test_no_character_stops_the_report(words: str) -> None:
    assert pages_of(writers.pdf(made(1, 1, f"Ana {words}"))) == 1


def test_it_is_tagged_for_screen_readers() -> None:
    pdf = whole(writers.pdf(made(2)))
    assert b"/StructTreeRoot" in pdf
    assert b"pdfuaid" in pdf


def test_the_patients_own_notes_are_off_unless_asked_for() -> None:
    assert "notes" not in choose_sections([], has_choice=False)
    assert choose_sections([], has_choice=False) == USUAL
    assert choose_sections(["notes", "nonsense"], has_choice=True) == {"notes"}


def test_long_words_are_cut_with_an_ellipsis() -> None:
    assert shorten("a\nb") == "a b"
    assert len(shorten("long " * 100)) == 160


@pytest.fixture
def address(app: Flask, people: People) -> str:
    with write(app) as session:
        share(session, people)
        six_sessions(session, people, usual=8, next_day=3, routes=(Route.IV, Route.NASAL))
        log(session, people.ana, ago(days=1), note="a private thought", effects={"nausea": "mild"})
    return f"/patients/{people.ana.id}/report"


def test_ben_sees_the_same_sentences_as_on_the_follow_up(
    ben_client: DiaryClient, address: str
) -> None:
    page = ben_client.get(address).text
    assert "lower after 6 of 6 sessions" in page
    assert page.count("<svg") >= 4
    assert "self-reported" in page.casefold()
    assert "a private thought" not in page


def test_sections_go_off_and_notes_come_on(ben_client: DiaryClient, address: str) -> None:
    asked = {"choose": "1", "section": ["notes"]}
    page = ben_client.get(address, query_string=asked).text
    assert "a private thought" in page
    assert "report__table" not in page
    assert "lower after 6 of 6 sessions" in page  # the sentences always stay


def test_the_file_names_no_patient_and_is_kept_nowhere(
    app: Flask, people: People, ben_client: DiaryClient, address: str
) -> None:
    answer = ben_client.get(f"{address}.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert pages_of(answer.data) == 1
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Ana" not in answer.headers["Content-Disposition"]
    assert looks(app, people.ana) == ["report"]


def test_ana_makes_her_own(ana_client: DiaryClient, address: str) -> None:
    assert address
    assert "lower after 6 of 6 sessions" in ana_client.get("/report").text
    assert ana_client.get("/report.pdf").data.startswith(b"%PDF-")


def test_an_empty_diary_makes_a_page_too(
    app: Flask, people: People, ben_client: DiaryClient
) -> None:
    with write(app) as session:
        share(session, people)
    page = ben_client.get(f"/patients/{people.ana.id}/report")
    assert "No session in this time." in page.text
    pdf = ben_client.get(f"/patients/{people.ana.id}/report.pdf")
    assert pages_of(pdf.data) == 1


def test_notes_that_are_not_shared_cannot_be_switched_on(
    app: Flask, people: People, ben_client: DiaryClient
) -> None:
    with write(app) as session:
        share(session, people, notes=False)
        log(session, people.ana, ago(days=1), note="for my eyes")
        treat(session, people.ana, ago(days=2), words="only mine")
    asked = {"choose": "1", "section": ["notes", "sessions"]}
    page = ben_client.get(f"/patients/{people.ana.id}/report", query_string=asked).text
    assert "for my eyes" not in page
    assert "only mine" not in page
    assert 'value="notes"' not in page


def test_a_date_that_cannot_be_is_said(ben_client: DiaryClient, address: str) -> None:
    page = ben_client.get(address, query_string={"since": "nonsense"})
    assert page.status_code == 422
    assert 'value="nonsense"' in page.text


WRONG_WAY = {"since": "2026-11-20", "until": "2026-11-02", "choose": "1", "section": ["numbers"]}


@pytest.mark.parametrize("kind", ["doctor", "patient"])
def test_a_from_after_to_is_said_and_loses_nothing(
    ben_client: DiaryClient, ana_client: DiaryClient, address: str, kind: str
) -> None:
    browser, page_address = (ben_client, address) if kind == "doctor" else (ana_client, "/report")
    page = browser.get(page_address, query_string=WRONG_WAY)
    assert page.status_code == 422
    assert "“From” is after “To”" in page.text
    assert 'value="2026-11-20"' in page.text
    assert 'value="2026-11-02"' in page.text
    assert "of 90 days logged" in page.text
    assert "Side effects, sessions in which" not in page.text  # the choice of sections stays
    assert "since=2026-11-20" not in page.text  # no link leads to a file that cannot be made


def test_a_file_with_from_after_to_leads_to_the_page_that_says_so(
    app: Flask, ben_client: DiaryClient, ana_client: DiaryClient, people: People, address: str
) -> None:
    for browser, page in ((ben_client, address), (ana_client, "/report")):
        answer = browser.get(f"{page}.pdf", query_string=WRONG_WAY)
        assert answer.status_code == 303
        again = browser.get(answer.headers["Location"])
        assert again.status_code == 422
        assert 'value="2026-11-20"' in again.text
    with write(app) as session:
        noted = session.scalars(
            select(AuditEvent.event).where(AuditEvent.patient_id == people.ana.id)
        )
        assert Event.ACCESS_DOWNLOAD.value not in noted.all()


def test_a_hundred_sessions_are_cut_to_the_newest_and_the_rest_is_counted(
    app: Flask, people: People, ben_client: DiaryClient, address: str
) -> None:
    with write(app) as session:
        for number in range(20):
            treat(session, people.ana, ago(days=80 - number) - timedelta(hours=2))
    page = ben_client.get(address).text
    assert "14 earlier sessions not shown." in page
