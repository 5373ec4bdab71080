"""Words are found whatever their case and accents, by their writer alone, and leave no trace."""

import base64
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from diary import clock
from diary.domain.entries import SideEffectReport
from diary.entries.queries import search as searching
from diary.entries.queries.search import search
from diary.entries.rules.search import SearchedText, excerpts, fold, terms_of
from diary.treatments.queries import search as treatment_search
from tests.client import DiaryClient
from tests.clinic.builders import ago, log, own, seen_by, share, treat, write
from tests.people import People

MARK = re.compile(r"<mark>(.*?)</mark>")
WRITTEN = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def marked(text: str, words: str) -> list[str]:
    found = excerpts([SearchedText("Note", text)], terms_of(words))
    return [piece.words for one in found for piece in one.pieces if piece.is_match]


@pytest.mark.parametrize(
    ("text", "words", "matches"),
    [
        ("Großes KOPFWEH am Abend", "kopfweh", ["KOPFWEH"]),
        ("übel, Übelkeit", "UBEL", ["übel", "Übel"]),
        ("die Straße", "STRASSE", ["Straße"]),
        ("cafe\u0301 and café", "café", ["cafe\u0301", "café"]),
        ("headaches, headache", "headache", ["headache", "headache"]),
        ("ein böser Traum", "traum böse", ["böse", "Traum"]),
        ("ein böser Traum", "traum schön", []),
        ("ΟΔΟΣ", "οδος", ["ΟΔΟΣ"]),
        ("100 % [a] (b) .*", ".*", [".*"]),
        ("مرحبا", "مرحبا", ["مرحبا"]),
        ("aaa", "a aa", ["aaa"]),
    ],
)
def test_words_are_found_as_people_would(text: str, words: str, matches: list[str]) -> None:
    assert marked(text, words) == matches


@given(WRITTEN, st.data())
def test_whatever_stands_in_a_text_is_found_and_nothing_is_made_up(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))]
    if not (terms := terms_of(part)):
        return
    found = excerpts([SearchedText("Note", text)], terms)
    assert found
    shown = "".join(piece.words for piece in found[0].pieces)
    assert shown.removeprefix("…").removesuffix("…") in text
    assert all(
        any(fold(piece.words).find(term) >= 0 for term in terms)
        for piece in found[0].pieces[:-2]
        if piece.is_match
    )


def test_a_long_note_is_cut_around_its_match() -> None:
    text = "some words before it " * 40 + "needle" + " and more after it" * 40
    (found,) = excerpts([SearchedText("Note", text)], ("needle",))
    shown = "".join(piece.words for piece in found.pieces)
    assert len(shown) < 260
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "needle" in shown


def find(client: DiaryClient, words: str, **more: Any) -> str:
    answer = client.send("/diary/search", words=words, **more)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/diary/search"
    return client.get("/diary/search").text


def test_every_kind_of_own_words_is_searched(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    with write(app) as session:
        log(session, people.ana, ago(days=40), note="Ein SCHÖNER Tag")
        log(session, people.ana, ago(days=30), medication="changed", medication_note="schön müde")
        log(session, people.ana, ago(days=29), note="nothing of it")
        treat(session, people.ana, ago(days=20), words="schon wieder")
        treat(session, people.ana, ago(days=19), place="Schönbrunn", companion="Herr Schön")
        named = (SideEffectReport("other", "mild", "Schönheitsfehler"),)
        log(session, people.ana, ago(days=2), side_effects=named)
        log(session, people.cleo, ago(days=1), note="schön, but of another")
    page = find(ana_client, "schön")
    assert MARK.findall(page) == ["Schön", "Schön", "Schön", "schon", "schön", "SCHÖN"]
    assert "5 matches" in page
    assert "Searched everything you wrote" in page
    for label in ("Side effect:", "Where:", "With whom:", "How it went:", "Medication:"):
        assert label in page
    assert "of another" not in page
    assert page.count("/diary?day=") == 3  # the days that hold an entry


def test_nothing_is_found_in_what_was_deleted_or_said_before(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    with write(app) as session:
        entry = log(session, people.ana, ago(days=3), note="a secret")
    ana_client.send(f"/entries/{entry}/delete")
    assert "Nothing found" in find(ana_client, "secret")


@pytest.mark.parametrize("words", ["", "   ", "\u0301", "x" * 101])
def test_a_search_for_nothing_says_so(ana_client: DiaryClient, words: str) -> None:
    answer = ana_client.send("/diary/search", words=words)
    assert answer.status_code == 422
    assert "Error: Search your notes" in answer.text


def test_markup_is_shown_as_typed(app: Flask, people: People, ana_client: DiaryClient) -> None:
    with write(app) as session:
        log(session, people.ana, ago(days=3), note="<b>bold</b> & more")
    page = find(ana_client, "<b>")
    assert "<mark>&lt;b&gt;</mark>bold" in page


def test_what_was_searched_is_in_no_address_no_log_and_no_open_cookie(
    app: Flask, people: People, ana_client: DiaryClient, caplog: pytest.LogCaptureFixture
) -> None:
    with write(app) as session:
        log(session, people.ana, ago(days=3), note="canarynote")
    with caplog.at_level("DEBUG"):
        assert "1 match" in find(ana_client, "canarynote")
    assert "canarynote" not in caplog.text
    cookie = ana_client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    opened = base64.urlsafe_b64decode(cookie.value.strip(".").split(".")[0] + "===")
    assert b"canarynote" not in opened
    assert "no-store" in ana_client.get("/diary/search").headers["Cache-Control"]


def test_a_search_is_forgotten_after_an_hour_and_by_signing_out(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    with write(app) as session:
        log(session, people.ana, ago(days=3), note="needle")
    page = find(ana_client, "needle")
    assert 'value="needle"' in page
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert "needle" not in ana_client.get("/diary/search").text


def test_a_search_of_somebody_else_in_the_same_browser_is_not_shown(
    app: Flask, people: People, ana_client: DiaryClient, cleo_client: DiaryClient
) -> None:
    find(ana_client, "needle")
    with ana_client.session_transaction() as cookie:
        kept = cookie["search"]
    for value in (kept, kept[:-4] + "AAAA", "x", ""):
        with cleo_client.session_transaction() as cookie:
            cookie["search"] = value
        assert "needle" not in cleo_client.get("/diary/search").text


def test_a_doctor_searches_nothing(app: Flask, people: People, ben_client: DiaryClient) -> None:
    with write(app) as session:
        share(session, people)
        diary = seen_by(session, people.ben, people.ana)
        with pytest.raises(PermissionError, match="in their notes"):
            search(session, diary, ("needle",))
        with pytest.raises(PermissionError, match="own words"):
            treatment_search.load_words(session, diary, [])
        with pytest.raises(PermissionError, match="own words"):
            treatment_search.list_keys_with_words(session, diary, None, 1)
    assert ben_client.get("/diary/search").status_code == 404


def test_a_search_goes_on_further_back_until_all_was_read(
    app: Flask, people: People, ana_client: DiaryClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ago(days=10)
    with write(app) as session:
        for number in range(7):  # three of the same minute, and sessions among them
            when = at - timedelta(days=max(0, number - 2))
            log(session, people.ana, when, note=f"needle {number}")
        treat(session, people.ana, at, words="needle s1")
        treat(session, people.ana, at - timedelta(days=2), words="needle s2")
    monkeypatch.setattr(searching, "MOST_ROWS", 2)
    page = find(ana_client, "needle")
    seen = [*_found(page)]
    for _ in range(4):
        assert "Searched" in page
        hidden = dict(re.findall(r'name="(before_\w+)" value="([^"]+)"', page))
        page = find(ana_client, "needle", **hidden)
        seen += _found(page)
    assert "Search further back" not in page
    assert "to the beginning of your diary" in page
    assert sorted(seen) == ["0", "1", "2", "3", "4", "5", "6", "s1", "s2"]


def test_a_search_is_bounded_by_matches_and_by_characters(
    app: Flask, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    with write(app) as session:
        for number in range(5):
            log(session, people.ana, ago(days=number + 1), note="needle " * 10)
        diary = own(session, people.ana)
        monkeypatch.setattr(searching, "MOST_MATCHES", 3)
        found = search(session, diary, ("needle",))
        assert (len(found.matches), found.rows) == (3, 3)
        assert found.stopped_at is not None
        assert len(search(session, diary, ("needle",), found.stopped_at).matches) == 2
        monkeypatch.setattr(searching, "MOST_CHARACTERS", 100)
        assert search(session, diary, ("thread",)).rows == 2


def test_nonsense_of_where_to_go_on_begins_with_the_newest(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    with write(app) as session:
        log(session, people.ana, ago(days=3), note="needle")
    for wall, last in (("x", "y"), ("2026-01-01", "1"), ("", "")):
        assert "1 match" in find(ana_client, "needle", before_wall=wall, before_id=last)


def _found(page: str) -> list[str]:
    return re.findall(r"<mark>needle</mark> (\w+)", page)
