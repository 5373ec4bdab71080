"""An entry holds what the patient has to say: a score, a side effect, a note, or anything else."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from diary.entries import pages
from diary.entries.figures import daily, sparkline
from diary.entries.models import EntryRow
from diary.transactions import read_only
from tests.client import DiaryClient

NOON = datetime(2026, 5, 13, 12, tzinfo=UTC)
ONE_THING = [
    ({"anxiety": "0"}, "Anxiety 0", "Mood not said"),
    ({"mood": "7"}, "Mood 7", "Anxiety not said"),
    ({"effect_nausea": "mild"}, "Nausea (mild)", "No scores"),
    ({"none_reported": "y"}, "No side effects", "No scores"),
    ({"note": "the bus was late"}, "the bus was late", "No scores"),
    ({"sleep_hours": "7.1"}, "Slept 7.1 hours", "No scores"),
    ({"systolic": "120", "diastolic": "80"}, "Blood pressure 120/80 mmHg", "No scores"),
    ({"pulse": "70"}, "Pulse 70", "No scores"),
    ({"spo2": "97"}, "Oxygen 97", "No scores"),
    ({"medication": "skipped"}, "Medication skipped", "No scores"),
    ({"medication_note": "half of it"}, "Medication: half of it", "No scores"),
]
EACH = pytest.mark.parametrize(
    ("said", "words", "missing"), ONE_THING, ids=[next(iter(one[0])) for one in ONE_THING]
)


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def stored(app: Flask) -> EntryRow:
    with app.app_context(), read_only() as session:
        return session.scalars(select(EntryRow)).one()


@EACH
def test_one_thing_alone_is_an_entry_and_every_page_says_what_it_does_not(
    app: Flask, ana_client: DiaryClient, said: dict[str, str], words: str, missing: str
) -> None:
    answer = ana_client.send("/", entry_id=str(uuid4()), when="now", **said)
    assert answer.status_code == 303, answer.text
    for address in (answer.location, "/diary", answer.location.removesuffix("/saved")):
        page = ana_client.get(address).text
        assert words in page
        assert missing in page
        assert "None" not in page.replace("None of these", "")
    kept = stored(app)
    assert kept.anxiety == (0 if "anxiety" in said else None)
    assert kept.mood == (7 if "mood" in said else None)
    # and all that reads entries reads this one
    for address in ("/charts", "/", f"/entries/{kept.id}/edit", "/report.pdf", "/report"):
        assert ana_client.get(address).status_code == 200, address


def test_a_score_can_be_taken_out_again_but_not_everything(
    app: Flask, ana_client: DiaryClient
) -> None:
    entry_id = str(uuid4())
    ana_client.send("/", entry_id=entry_id, anxiety="6", mood="3", note="first")
    at = "2026-05-13T13:00"
    empty = ana_client.send(f"/entries/{entry_id}/edit", entry_id=entry_id, at=at)
    assert empty.status_code == 422
    assert "Choose a number for anxiety or mood" in empty.text
    note = ana_client.send(f"/entries/{entry_id}/edit", entry_id=entry_id, at=at, note="second")
    assert note.status_code == 303
    assert (stored(app).anxiety, stored(app).note) == (None, "second")
    page = ana_client.get(f"/entries/{entry_id}").text
    now, _, before = page.partition("<h2>Earlier versions")
    assert "No scores" in now
    assert "Anxiety 6" in before


def test_what_was_said_before_an_edit_is_shown_whole(ana_client: DiaryClient) -> None:
    entry_id = str(uuid4())
    before = {"effect_nausea": "mild", "sleep_hours": "7.33", "pulse": "70", "note": "one"}
    ana_client.send("/", entry_id=entry_id, **before)
    at = "2026-05-13T13:00"
    ana_client.send(f"/entries/{entry_id}/edit", entry_id=entry_id, at=at, anxiety="1")
    page = ana_client.get(f"/entries/{entry_id}").text.partition("<h2>Earlier versions")[2]
    for words in ("Nausea (mild)", "Slept 7.33 hours", "Pulse 70", "one", "No scores"):
        assert words in page


def test_an_earlier_version_from_an_odd_file_is_read_as_far_as_it_can_be() -> None:
    odd = {"side_effects": [{"code": "x"}, 5], "medication": ["a"], "sleep_hours": {}, "mood": 3}
    found = pages.build_earlier_version(NOON, odd)
    assert (found.effects, found.extras, found.mood) == ((), (), 3)
    assert pages.build_earlier_version(NOON, {"sleep_minutes": 440}).extras == ("Slept 7.33 hours",)


def test_a_form_with_nothing_in_it_is_refused_in_words(app: Flask, ana_client: DiaryClient) -> None:
    answer = ana_client.send("/", entry_id=str(uuid4()), when="now", note="  \n ")
    assert answer.status_code == 422
    assert "Choose a number for anxiety or mood" in answer.text
    with app.app_context(), read_only() as session:
        assert session.scalars(select(EntryRow)).all() == []


def test_days_without_a_score_have_no_picture() -> None:
    day = date(2026, 5, 13)
    at = datetime(2026, 5, 13, 12, tzinfo=UTC)
    assert sparkline(daily([(at, day, None, None)]), day) is None
    one = sparkline(daily([(at, day, None, None), (at, day, 4, None)]), day)
    assert one is not None
    assert one.words == "Last 30 days, 1 with an entry: anxiety 4."
