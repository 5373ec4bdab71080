"""Logging: two taps and Save; nothing typed is lost, nothing is stored twice or by halves."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from diary.entries.models import EntryRow, EntryVersion
from diary.transactions import read_only
from tests.client import DiaryClient
from tests.people import People, browser_of

NOON = datetime(2026, 5, 13, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    """It is noon in May, and the people sign in at that time."""
    with time_machine.travel(NOON, tick=False):
        yield


def entries(app: Flask) -> Sequence[EntryRow]:
    """Every entry that is stored, deleted ones too."""
    with app.app_context(), read_only() as session:
        return session.scalars(select(EntryRow).order_by(EntryRow.recorded_at_utc)).all()


def log(browser: DiaryClient, **fields: str) -> TestResponse:
    return browser.send("/", **{"entry_id": str(uuid4()), "anxiety": "6", "mood": "3", **fields})


def test_two_taps_and_save_are_a_whole_entry(app: Flask, ana_client: DiaryClient) -> None:
    entry_id = str(uuid4())
    answer = ana_client.send("/", entry_id=entry_id, anxiety="6", mood="3")
    assert answer.location == f"/entries/{entry_id}/saved"
    page = ana_client.get(answer.location).text
    assert "Anxiety 6" in page
    assert "Mood 3" in page
    kept = entries(app)[0]
    assert (kept.anxiety, kept.mood) == (6, 3)
    assert kept.effective_at_utc == NOON
    # Lisbon is an hour ahead of UTC in May
    assert (kept.effective_zone, kept.effective_wall) == ("Europe/Lisbon", "2026-05-13T13:00:00")


def test_the_form_sets_nothing_beforehand(ana_client: DiaryClient) -> None:
    page = ana_client.get("/").text
    scores = [line for line in page.split("<input") if 'name="anxiety"' in line]
    assert len(scores) == 11
    assert not any("checked" in line.split(">")[0] for line in scores)


def test_the_form_says_that_nobody_watches_and_links_to_help(ana_client: DiaryClient) -> None:
    page = ana_client.get("/").text
    assert "Nobody watches this diary live" in page
    assert 'href="/help"' in page


def test_a_second_tap_stores_once(app: Flask, ana_client: DiaryClient) -> None:
    sent = {"entry_id": str(uuid4()), "anxiety": "6", "mood": "3"}
    first, second = ana_client.send("/", **sent), ana_client.send("/", **sent)
    assert first.location == second.location
    assert len(entries(app)) == 1


def test_save_pressed_again_because_no_answer_came_stores_once(
    app: Flask, ana_client: DiaryClient
) -> None:
    sent = {"entry_id": str(uuid4()), "anxiety": "6", "mood": "3", "when": "now"}
    first = ana_client.send("/", **sent)
    with time_machine.travel(NOON + timedelta(minutes=2), tick=False):
        assert ana_client.send("/", **sent).location == first.location
    assert len(entries(app)) == 1


def test_the_same_form_hours_later_is_another_entry(app: Flask, ana_client: DiaryClient) -> None:
    sent = {"entry_id": str(uuid4()), "anxiety": "6", "mood": "3", "when": "now"}
    ana_client.send("/", **sent)
    with time_machine.travel(NOON + timedelta(hours=3), tick=False):
        ana_client.send("/", **sent)
    assert len(entries(app)) == 2


def test_the_same_form_with_other_words_is_another_entry(
    app: Flask, ana_client: DiaryClient
) -> None:
    entry_id = str(uuid4())
    ana_client.send("/", entry_id=entry_id, anxiety="6", mood="3")
    ana_client.send("/", entry_id=entry_id, anxiety="2", mood="8")
    assert sorted(one.anxiety or 0 for one in entries(app)) == [2, 6]


def test_save_back_and_save_under_another_id_asks_before_it_stores_twice(
    app: Flask, ana_client: DiaryClient
) -> None:
    """Without scripts the page after Back is a new one, with the fields of before."""
    said = {"anxiety": "6", "mood": "3", "note": "once", "when": "now"}
    first = ana_client.send("/", entry_id=str(uuid4()), **said)
    with time_machine.travel(NOON + timedelta(minutes=2), tick=False):
        again = ana_client.send("/", entry_id=str(uuid4()), **said)
        assert again.status_code == 422
        assert "This is saved already" in again.text
        assert first.location.replace("saved", "edit") in again.text
        assert len(entries(app)) == 1
        other = ana_client.send("/", entry_id=str(uuid4()), **{**said, "anxiety": "7"})
        assert other.status_code == 303
        twice = ana_client.send("/", entry_id=str(uuid4()), again="y", **said)
        assert twice.status_code == 303
    assert len(entries(app)) == 3


def test_the_same_form_after_undo_brings_the_entry_back(
    app: Flask, ana_client: DiaryClient
) -> None:
    """Save, Undo, Back to the page that the browser kept, and Save: the same id once more."""
    sent = {"entry_id": str(uuid4()), "anxiety": "6", "note": "wanted after all", "when": "now"}
    first = ana_client.send("/", **sent)
    ana_client.send(first.location.replace("saved", "undo"))
    for _ in range(2):
        again = ana_client.send("/", **sent)
        assert again.location == first.location
        assert "wanted after all" in ana_client.get(again.location).text
    (entry,) = entries(app)
    assert entry.deleted_at_utc is None


def test_the_page_of_an_entry_that_was_taken_back_says_so(ana_client: DiaryClient) -> None:
    first = ana_client.send("/", entry_id=str(uuid4()), anxiety="6")
    ana_client.send(first.location.replace("saved", "undo"))
    page = ana_client.get(first.location, follow_redirects=True)
    assert page.status_code == 200
    assert "This entry is deleted" in page.text


def test_other_words_in_a_kept_form_that_are_sent_twice_are_stored_once(
    app: Flask, ana_client: DiaryClient
) -> None:
    sent = {"entry_id": str(uuid4()), "anxiety": "6", "when": "now"}
    ana_client.send("/", **sent)
    for status in (303, 422):
        assert ana_client.send("/", **{**sent, "note": "more"}).status_code == status
    assert len(entries(app)) == 2


def test_the_same_of_another_time_is_another_entry(app: Flask, ana_client: DiaryClient) -> None:
    for at in ("2026-05-13T08:00", "2026-05-13T09:00"):
        assert log(ana_client, when="pick", at=at).status_code == 303
    assert log(ana_client, when="pick", at=at).status_code == 422
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        assert log(ana_client).status_code == 303
    assert len(entries(app)) == 3


def test_cleo_cannot_touch_anas_entry_by_its_id(
    app: Flask, ana_client: DiaryClient, cleo_client: DiaryClient, people: People
) -> None:
    entry_id = str(uuid4())
    ana_client.send("/", entry_id=entry_id, anxiety="6", mood="3")
    answer = cleo_client.send("/", entry_id=entry_id, anxiety="0", mood="10")
    assert answer.status_code == 303
    owners = {str(one.id): one.patient_id for one in entries(app)}
    assert owners[entry_id] == people.ana.id
    assert len(owners) == 2


BAD = [
    ({"anxiety": "11"}, "Choose one of the answers"),
    ({"other_name": "a rash"}, "Choose how strong this was"),
    ({"mood": "NaN"}, "Choose one of the answers"),
    ({"mood": "٣"}, "Choose one of the answers"),
    ({"systolic": "80", "diastolic": "120"}, "upper number must be larger"),
    ({"systolic": "120"}, "two numbers"),
    ({"spo2": "0.97"}, "whole number from 50 to 100"),
    ({"pulse": "1e3"}, "whole number from 20 to 300"),
    ({"sleep_hours": "25"}, "from 0 to 24"),
    ({"note": "a\x00b"}, "nobody can store"),
    ({"when": "pick"}, "Type the date and time"),
    ({"when": "pick", "at": "2027-01-01T10:00"}, "still to come"),
    ({"when": "pick", "at": "1899-12-31T10:00"}, "after 1 January 1900"),
    ({"when": "pick", "at": "0001-01-01T00:00"}, "after 1 January 1900"),
    ({"when": "pick", "at": "yesterday"}, "not a date we can read"),
    ({"effect_other": "mild"}, "Say what the other side effect was"),
    ({"effect_nausea": "mild", "none_reported": "y"}, "None of these"),
    ({"effect_nausea": "deadly"}, "Choose one of the answers"),
    ({"medication": "eaten"}, "Choose one of the answers"),
    ({"entry_id": "no id"}, "Open the page again"),
]


@pytest.mark.parametrize(
    ("wrong", "words"), BAD, ids=[str(list(b.values())[-1])[:20] for b, _ in BAD]
)
def test_bad_input_says_what_is_wrong_and_keeps_every_word(
    app: Flask, ana_client: DiaryClient, wrong: dict[str, str], words: str
) -> None:
    kept = {
        "note": "words worth keeping \U0001f9d1\u200d\U0001f33e \u200f\u0634\u0643\u0631\u0627",
        "sleep_hours": "7.5",
    }
    answer = ana_client.send(
        "/", **{"entry_id": str(uuid4()), "anxiety": "6", "mood": "3", **kept, **wrong}
    )
    assert answer.status_code == 422
    assert words in answer.text
    assert "There is a problem" in answer.text
    for name, value in kept.items():
        if name not in wrong:
            assert value in answer.text
    assert entries(app) == []


def test_a_note_of_three_megabytes_comes_back_whole(app: Flask, ana_client: DiaryClient) -> None:
    note = "long words " * 300_000
    answer = ana_client.send("/", entry_id=str(uuid4()), anxiety="6", mood="3", note=note)
    assert answer.status_code == 422
    assert "is too long" in answer.text
    assert note in answer.text
    assert entries(app) == []


SPRING = datetime(2026, 4, 1, tzinfo=UTC)
AUTUMN = datetime(2026, 11, 1, tzinfo=UTC)


def test_a_time_that_did_not_happen_is_refused_in_words(app: Flask, people: People) -> None:
    with time_machine.travel(SPRING, tick=False):
        answer = log(browser_of(app, people.ana), when="pick", at="2026-03-29T01:30")
    assert "this time did not happen" in answer.text


def test_a_time_that_happened_twice_is_asked_about_and_both_can_be_meant(
    app: Flask, people: People
) -> None:
    with time_machine.travel(AUTUMN, tick=False):
        ana_client = browser_of(app, people.ana)
        asked = log(ana_client, when="pick", at="2026-10-25T01:30")
        assert "happened twice" in asked.text
        for fold in ("first", "second"):
            log(ana_client, when="pick", at="2026-10-25T01:30", fold=fold)
    instants = sorted(one.effective_at_utc for one in entries(app))
    assert instants == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    ]


def test_on_a_journey_the_phones_zone_is_kept(app: Flask, ana_client: DiaryClient) -> None:
    log(ana_client, here="Asia/Kathmandu")
    kept = entries(app)[0]
    assert kept.effective_at_utc == NOON
    assert (kept.effective_zone, kept.effective_wall) == ("Asia/Kathmandu", "2026-05-13T17:45:00")


def test_a_zone_with_the_same_clock_is_the_diarys_own(app: Flask, ana_client: DiaryClient) -> None:
    log(ana_client, here="Europe/London")
    assert entries(app)[0].effective_zone == "Europe/Lisbon"


@pytest.mark.parametrize("zone", ["UTC", "Atlantic/Reykjavik"])
def test_a_browser_that_hides_where_it_is_moves_no_entry(
    app: Flask, ana_client: DiaryClient, zone: str
) -> None:
    log(ana_client, here=zone)
    kept = entries(app)[0]
    assert (kept.effective_zone, kept.effective_wall) == ("Europe/Lisbon", "2026-05-13T13:00:00")


@pytest.mark.parametrize(
    ("clock", "zone", "hour"), [("diary", "Europe/Lisbon", 20), ("device", "Pacific/Auckland", 9)]
)
def test_ana_says_which_clock_counts(
    app: Flask, ana_client: DiaryClient, clock: str, zone: str, hour: int
) -> None:
    log(ana_client, here="Pacific/Auckland", clock=clock, when="night")
    kept = entries(app)[0]
    # noon in Lisbon is just past midnight of the 14th in Auckland
    day = 12 if clock == "diary" else 13
    assert (kept.effective_zone, kept.effective_wall) == (zone, f"2026-05-{day}T21:00:00")
    assert kept.effective_at_utc == datetime(2026, 5, day, hour, tzinfo=UTC)


def test_last_night_is_two_taps_away_and_marked_from_memory(ana_client: DiaryClient) -> None:
    answer = log(ana_client, when="night")
    page = ana_client.get(answer.location).text
    assert "Tue 12 May, 21:00" in page
    assert "from memory" in page


def test_an_edit_keeps_what_was_there_before(app: Flask, ana_client: DiaryClient) -> None:
    entry_id = str(uuid4())
    ana_client.send(
        "/", entry_id=entry_id, anxiety="6", mood="3", effect_nausea="mild", note="first words"
    )
    ana_client.get(f"/entries/{entry_id}/edit")
    changed = {"entry_id": entry_id, "anxiety": "4", "mood": "3", "at": "2026-05-13T13:00"}
    assert ana_client.send(f"/entries/{entry_id}/edit", **changed).status_code == 303
    page = ana_client.get(f"/entries/{entry_id}").text
    assert "Anxiety 4" in page
    assert "edited" in page
    assert "Anxiety 6" in page
    assert "first words" in page
    with app.app_context(), read_only() as session:
        snapshot = session.scalars(select(EntryVersion.snapshot)).one()
    assert '"nausea"' in snapshot


def test_an_edit_that_changes_nothing_is_no_edit(app: Flask, ana_client: DiaryClient) -> None:
    entry_id = str(uuid4())
    with time_machine.travel(NOON.replace(second=37), tick=False):
        ana_client.send("/", entry_id=entry_id, anxiety="6", mood="3")
        same = {"entry_id": entry_id, "anxiety": "6", "mood": "3", "at": "2026-05-13T13:00"}
        ana_client.send(f"/entries/{entry_id}/edit", **same)
    kept = entries(app)[0]
    assert (kept.version, kept.effective_at_utc.second) == (1, 37)


def test_a_deleted_entry_can_be_brought_back(app: Flask, ana_client: DiaryClient) -> None:
    entry_id = str(uuid4())
    ana_client.send("/", entry_id=entry_id, anxiety="6", mood="3")
    ana_client.send(f"/entries/{entry_id}/delete")
    assert "Anxiety 6" not in ana_client.get("/diary").text
    ana_client.send(f"/entries/{entry_id}/restore")
    assert "Anxiety 6" in ana_client.get("/diary").text


def test_undo_takes_back_what_was_just_saved(ana_client: DiaryClient) -> None:
    answer = log(ana_client)
    ana_client.send(answer.location.replace("saved", "undo"))
    assert "Anxiety 6" not in ana_client.get("/diary").text


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"systolic": "185", "diastolic": "100"}, "very high"),
        ({"spo2": "88"}, "very low"),
        ({"effect_urinary": "mild"}, "before your next dose"),
        ({"effect_headache": "severe"}, "Call your clinic today"),
    ],
)
def test_a_value_beyond_a_limit_is_answered_at_once_in_fixed_words(
    ana_client: DiaryClient, told: dict[str, str], words: str
) -> None:
    answer = log(ana_client, **told)
    page = ana_client.get(answer.location).text
    assert words in page
    assert page.index(words) < page.index("<h1")


def test_the_day_ends_at_the_hour_that_ana_chose(app: Flask, people: People) -> None:
    with time_machine.travel(datetime(2026, 5, 13, 1, 30, tzinfo=UTC), tick=False):
        browser = browser_of(app, people.ana)
        log(browser)  # 02:30 in Lisbon: still the day before, until four o'clock
        page = browser.get("/diary").text
    assert "Tuesday 12 May 2026" in page
    assert "Wednesday 13 May 2026" not in page


def test_cleo_finds_nothing_of_anas(
    app: Flask, ana_client: DiaryClient, cleo_client: DiaryClient
) -> None:
    entry_id = str(uuid4())
    ana_client.send("/", entry_id=entry_id, anxiety="6", mood="3", note="for my eyes")
    for way in ("", "/edit", "/saved"):
        answer = cleo_client.get(f"/entries/{entry_id}{way}")
        assert answer.status_code == 404
        assert "for my eyes" not in answer.text
    with app.app_context(), read_only() as session:
        assert session.scalar(select(func.count()).select_from(EntryRow)) == 1


def test_this_morning_is_offered_only_once_it_was(app: Flask, people: People) -> None:
    for hour, offered in ((6, False), (7, True)):  # 07:00 and 08:00 in Lisbon
        with time_machine.travel(datetime(2026, 5, 14, hour, tzinfo=UTC), tick=False):
            page = browser_of(app, people.ana).get("/").text
        assert ("This morning" in page) == offered
