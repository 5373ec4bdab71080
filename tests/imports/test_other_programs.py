"""Diaries of other programs come in on the page, with few questions and nothing guessed."""

import html
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from diary.accounts.models import User
from diary.domain.conversions import from_json
from diary.domain.entries import EntrySource
from diary.entries.actions.entries import edit
from diary.entries.models import EntryRow
from diary.entries.queries.rows import to_draft
from diary.transactions import early_commit, read_only
from tests.client import DiaryClient
from tests.clinic.builders import ago, share, write
from tests.entries.importing import add, counts, opened, preview, stored, upload
from tests.people import People
from tests.tabular.programs import SHAPES, Shape, lines

CASES = Path(__file__).resolve().parents[3] / "shared/data/cases"
ASKING = "How should the file be read?"


@pytest.fixture(autouse=True)
def berlin(app: Flask, people: People) -> None:
    """Ana lives in Berlin."""
    with app.app_context(), early_commit() as session:
        session.execute(update(User).where(User.id == people.ana.id).values(zone="Europe/Berlin"))


def answered(client: DiaryClient, page: TestResponse, answers: dict[str, str]) -> TestResponse:
    """Send the page of questions as it stands, with these answers."""
    text = page.text
    form = {
        html.unescape(name): html.unescape(value)
        for name, value in re.findall(
            r'<input type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"', text
        )
    }
    for tag in re.findall(r"<input[^>]*>", text):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if found.get("type") == "text" or (found.get("type") == "radio" and "checked" in tag):
            form[found["name"]] = html.unescape(found["value"])
    for name, options in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', text, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)"\s+selected', options)
        form[name] = chosen[1] if chosen else ""
    form = {name: value for name, value in form.items() if name != "csrf_token"}
    return client.get(page.request.path, query_string=form | answers)


def to_preview(client: DiaryClient, content: bytes, answers: dict[str, str]) -> TestResponse:
    page = preview(client, content)
    return answered(client, page, answers) if ASKING in page.text else page


def entries(app: Flask, people: People) -> list[EntryRow]:
    with app.app_context(), read_only() as session:
        return stored(session, people.ana)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))
def test_a_diary_of_another_program_comes_in_and_twice_adds_nothing(
    app: Flask, people: People, ana_client: DiaryClient, shape: Shape
) -> None:
    first = preview(ana_client, shape.content)
    assert (ASKING in first.text) == shape.asks, first.text
    if shape.program:
        assert f"This looks like a file from {html.escape(shape.program)}." in first.text
    page = to_preview(ana_client, shape.content, shape.answers)
    assert counts(page) == (len(shape.entries), 0, 0), page.text
    assert shape.said in page.text
    assert counts(add(ana_client, page)) == (len(shape.entries), 0, 0)
    found = entries(app, people)
    said = [(f"{each.wall:%Y-%m-%d %H:%M}", each.anxiety, each.mood) for each in found]
    assert said == shape.entries
    assert shape.note in {each.note or "" for each in found}
    assert {each.effective_zone for each in found} == {"Europe/Berlin"}
    again = to_preview(ana_client, shape.content, shape.answers)
    assert counts(again) == (0, len(shape.entries), 0)


@pytest.mark.skipif(not CASES.exists(), reason="the files that failed are not beside this folder")
@pytest.mark.parametrize(
    "name",
    [
        *("all_same", "apple_health_auto", "babybuddy_like_local", "bearable", "daylio_24h"),
        *("decimals", "dst_fold_import", "emoods_entry", "german_excel", "home_troches_entries"),
        *("one_to_five_scale", "two_sessions_entries"),
    ],
)
def test_every_file_that_failed_comes_in(ana_client: DiaryClient, name: str) -> None:
    content = (CASES / f"{name}.csv").read_bytes()
    page = to_preview(ana_client, content, {})
    added, already, refused = counts(page)
    assert (added > 1, already, refused) == (True, 0, 0), page.text
    assert counts(add(ana_client, page)) == (added, 0, 0)


def test_a_converted_score_says_so_in_the_diary_and_to_the_doctor(
    app: Flask, people: People, ana_client: DiaryClient, ben_client: DiaryClient
) -> None:
    with write(app) as session:
        share(session, people, notes=False)
    content = lines("recorded_at,mood,anxiety", f"{ago(days=2).isoformat()},4,2")
    page = answered(
        ana_client, preview(ana_client, content), {"ask-mood-high": "5", "ask-anxiety-high": "5"}
    )
    assert "1 becomes 0, 2 becomes 3, 3 becomes 5, 4 becomes 8, 5 becomes 10" in page.text
    assert "coarse" in page.text
    add(ana_client, page)
    assert "mood from 4 on a scale of 1 to 5" in ana_client.get("/diary").text
    followed = ben_client.get(f"/patients/{people.ana.id}").text
    assert "from a file, anxiety from 1 to 5, mood from 1 to 5" in followed
    assert "1 with a score converted from a file" in followed


def test_the_doctor_reads_none_of_the_patients_words_in_a_mark(
    app: Flask, people: People, ana_client: DiaryClient, ben_client: DiaryClient
) -> None:
    with write(app) as session:
        share(session, people, notes=False)
    content = lines("Date,Mood", f"{ago(days=2).date()},my secret word")
    page = answered(ana_client, preview(ana_client, content), {"ask-mood-name-0": "7"})
    add(ana_client, page)
    assert "mood from the word “my secret word”" in ana_client.get("/diary").text
    followed = ben_client.get(f"/patients/{people.ana.id}").text
    assert "mood from a word" in followed
    assert "my secret word" not in followed


def test_a_score_that_is_given_anew_is_converted_no_longer(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    content = lines("recorded_at,mood,anxiety", "2026-03-03 08:05,6.5,4.5")
    add(ana_client, preview(ana_client, content))
    (entry,) = entries(app, people)
    assert [each.score for each in from_json(entry.converted)] == ["anxiety", "mood"]
    with app.app_context(), early_commit() as session:
        diary = opened(session, people.ana)
        found = session.get_one(EntryRow, entry.id)
        typed = replace(to_draft(found), source=EntrySource.TYPED.value)
        assert edit(session, diary, found.id, typed) == 1
        assert edit(session, diary, found.id, replace(typed, mood=2)) == 2
    (entry,) = entries(app, people)
    assert [each.score for each in from_json(entry.converted)] == ["anxiety"]
    assert entry.source == EntrySource.IMPORTED


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"ask-mood-low": "low"}, "Type a number"),
        ({"ask-mood-low": "5", "ask-mood-high": "5"}, "must be above the lowest"),
    ],
)
def test_an_answer_that_cannot_be_right_says_so(
    ana_client: DiaryClient, answers: dict[str, str], words: str
) -> None:
    page = preview(ana_client, lines("recorded_at,mood", "2026-03-03 08:05,4"))
    answer = answered(ana_client, page, answers)
    assert answer.status_code == 422
    assert words in answer.text
    assert ana_client.send(page.request.path, **answers).status_code == 303


def test_a_word_without_a_number_is_asked_about_again(ana_client: DiaryClient) -> None:
    page = preview(ana_client, lines("Date,Mood", "2026-03-03,fine", "2026-03-04,odd"))
    answer = answered(ana_client, page, {"ask-mood-name-0": "7"})
    assert answer.status_code == 422
    assert "Choose a number for “odd”." in answer.text
    left_out = {"ask-mood-name-0": "7", "ask-mood-name-1": "out"}
    assert counts(answered(ana_client, page, left_out)) == (1, 0, 1)


def test_the_order_is_offered_as_in_the_patients_region(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    with app.app_context(), early_commit() as session:
        session.execute(update(User).where(User.id == people.ana.id).values(language="en-US"))
    page = preview(ana_client, SHAPES["dates that do not tell"].content)
    assert counts(answered(ana_client, page, {}))[0] == 2
    assert "month first" in answered(ana_client, page, {}).text


def test_a_doubled_hour_is_asked_about_and_another_answer_adds_nothing(
    ana_client: DiaryClient,
) -> None:
    content = lines("Date,Time,Mood", "2025-10-26,02:30,6")
    page = preview(ana_client, content)
    assert "The clocks went back" in page.text
    assert answered(ana_client, page, {}).text.count(ASKING)
    add(ana_client, answered(ana_client, page, {"ask-fold": "first"}))
    again = answered(ana_client, preview(ana_client, content), {"ask-fold": "second"})
    assert counts(again) == (0, 1, 0)


def test_how_a_file_is_read_can_be_changed_on_the_preview(ana_client: DiaryClient) -> None:
    page = preview(ana_client, lines("Date,Mood", "2026-03-03,1", "2026-03-04,10"))
    link = re.search(r'href="([^"]*ask=all[^"]*)"', page.text)
    assert link is not None
    address = urlsplit(html.unescape(link[1]))
    asking = ana_client.get(address.path, query_string=dict(parse_qsl(address.query)))
    assert ASKING in asking.text
    changed = answered(ana_client, asking, {"ask-mood-low": "1"})
    assert "a scale of 1 to 10" in changed.text


def test_our_own_export_leads_to_its_page(ana_client: DiaryClient) -> None:
    answer = upload(ana_client, b'{"format": "relief-diary-export"}')
    assert answer.status_code == 422
    assert "Relief Diary itself exported" in answer.text
    assert 'href="/import/diary"' in answer.text


def test_a_file_of_sessions_is_named_for_what_it_is(ana_client: DiaryClient) -> None:
    answer = upload(ana_client, b"started_at,route\n2026-03-02T10:00:00+01:00,iv\n")
    assert answer.status_code == 422
    assert "This looks like a file of treatment sessions." in answer.text
