"""H4, H8: a chart that is no longer true, and a past that changed after it was read."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask

from diary import clock
from diary.access.actions import record_view
from diary.domain.calendar import wall_of
from diary.domain.entries import Arrival, EntryDraft, NewEntry
from diary.entries import actions as entries
from diary.entries.models import EntryRow
from tests.client import DiaryClient
from tests.clinic.builders import log, own, seen_by, share, treat, write
from tests.people import People, browser_of
from tests.whole_app.planting import NOW

WEEK = timedelta(days=7)
NEW = "Changed since you last looked"


@pytest.fixture
def followed(app: Flask, people: People) -> str:
    """Ana's page, at which Ben looked a week ago; she had one entry then."""
    with time_machine.travel(NOW - WEEK, tick=False), write(app) as session:
        share(session, people)
        log(session, people.ana, NOW - WEEK - timedelta(days=1))
        record_view(session, seen_by(session, people.ben, people.ana), "follow-up")
    return f"/patients/{people.ana.id}"


def _page(app: Flask, people: People, address: str) -> str:
    with time_machine.travel(NOW, tick=False):
        return browser_of(app, people.ben).get(address).text


def test_a_page_says_as_of_when_it_is_and_a_later_one_says_so_too(
    app: Flask, people: People, followed: str
) -> None:
    assert "As of 15 Jun 2026, 13:00" in _page(app, people, followed)
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        later = browser_of(app, people.ben).get(followed)
    assert "As of 15 Jun 2026, 16:00" in later.text
    assert later.headers["Cache-Control"] == "no-store"


def test_an_entry_that_came_late_is_said_to_be_new(
    app: Flask, people: People, followed: str
) -> None:
    """It waited on her phone: made before his look, received after it."""
    made = NOW - WEEK - timedelta(hours=5)
    with time_machine.travel(NOW - timedelta(days=1), tick=False), write(app) as session:
        diary = own(session, people.ana)
        values = EntryDraft(made, diary.zone, wall_of(made, diary.zone), anxiety=9, mood=1)
        arrival = Arrival(clock.now(), None)
        entries.add(session, diary, NewEntry(uuid4(), values, None, made, arrival))
    page = _page(app, people, followed)
    assert NEW in page
    assert "1 entry arrived" in page
    assert "new since you last looked" in page


def test_what_was_changed_or_taken_out_of_the_past_is_said(
    app: Flask, people: People, followed: str
) -> None:
    with time_machine.travel(NOW - timedelta(days=1), tick=False), write(app) as session:
        diary = own(session, people.ana)
        (entry,) = session.query(EntryRow).filter(EntryRow.patient_id == people.ana.id)
        wall = wall_of(entry.effective_at_utc, diary.zone)
        said = EntryDraft(entry.effective_at_utc, diary.zone, wall, anxiety=0, mood=10)
        entries.edit(session, diary, entry.id, said)
        entry_id = entry.id
    assert "1 entry was changed" in _page(app, people, followed)
    with time_machine.travel(NOW - timedelta(hours=1), tick=False), write(app) as session:
        entries.delete(session, own(session, people.ana), entry_id)
    page = _page(app, people, followed)
    assert "1 entry was deleted" in page
    assert "was changed" not in page


def test_a_session_recorded_later_for_an_earlier_day_is_said(
    app: Flask, people: People, followed: str
) -> None:
    with time_machine.travel(NOW - timedelta(days=1), tick=False), write(app) as session:
        treat(session, people.ana, NOW - WEEK - timedelta(days=3))
    assert "1 session was recorded or changed" in _page(app, people, followed)


def test_reading_on_makes_no_news_old_and_new_days_are_no_news(
    app: Flask, people: People, followed: str
) -> None:
    with time_machine.travel(NOW - timedelta(days=1), tick=False), write(app) as session:
        log(session, people.ana, NOW - timedelta(days=1, hours=1))
    assert NEW not in _page(app, people, followed)  # a day that he has not seen is just new
    with time_machine.travel(NOW - timedelta(hours=2), tick=False), write(app) as session:
        log(session, people.ana, NOW - WEEK - timedelta(hours=9))
    assert NEW in _page(app, people, followed)
    assert NEW in _page(app, people, followed), "a second look on the same day"


def test_a_first_look_has_no_news(app: Flask, people: People, ben_client: DiaryClient) -> None:
    with write(app) as session:
        share(session, people)
        log(session, people.ana, clock.now() - WEEK)
    assert NEW not in ben_client.get(f"/patients/{people.ana.id}").text
