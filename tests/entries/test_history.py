"""The days of the diary: page by page, and straight to one of ten years."""

import re
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask

from diary.domain.calendar import resolve_wall
from diary.domain.entries import EntryDraft, NewEntry
from diary.entries import actions, queries
from tests.client import DiaryClient
from tests.clinic.builders import own, write
from tests.people import People

DAY = re.compile(r'<section class="day" aria-labelledby="day-([0-9-]{10})"')
LINK = re.compile(r'href="(/diary\?(?:before|after)=[0-9-]{10})"[^>]*>\s*(Older|Newer) days')


def log_at(app: Flask, people: People, *walls: str) -> None:
    """Entries of Ana's at times on her wall."""
    with write(app) as session:
        diary = own(session, people.ana)
        for text in walls:
            wall = datetime.fromisoformat(text)
            at = resolve_wall(wall, diary.zone)
            values = EntryDraft(effective_at=at, zone=diary.zone, wall=wall, anxiety=5, mood=5)
            actions.add(session, diary, NewEntry(uuid4(), values))


def days(page: str) -> list[str]:
    return DAY.findall(page)


def test_a_day_is_reached_at_once(app: Flask, people: People, ana_client: DiaryClient) -> None:
    log_at(app, people, "2016-03-05T10:00", "2016-03-04T10:00", "2026-11-01T10:00")
    page = ana_client.get("/diary?day=2016-03-05").text
    assert days(page) == ["2016-03-05", "2016-03-04"]
    assert "No entry on" not in page
    assert 'value="2016-03-05"' in page
    assert {words: to for to, words in LINK.findall(page)} == {"Newer": "/diary?after=2016-03-05"}


@pytest.mark.parametrize(
    ("asked", "landed"),
    [
        ("2020-01-06", "2020-01-01"),
        ("2020-01-17", "2020-01-21"),
        ("2020-01-11", "2020-01-01"),  # as far from both: the earlier one
        ("1999-01-01", "2020-01-01"),
        ("2024-02-29", "2020-01-21"),
        ("9999-12-31", "2020-01-21"),
    ],
)
def test_an_empty_day_lands_at_the_nearest_and_says_so(
    app: Flask, people: People, ana_client: DiaryClient, asked: str, landed: str
) -> None:
    log_at(app, people, "2020-01-01T10:00", "2020-01-21T10:00")
    page = ana_client.get(f"/diary?day={asked}").text
    assert days(page)[0] == landed
    assert "There is no entry on" in page
    assert "The nearest day with one is" in page


def test_the_small_hours_belong_to_the_day_before(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    log_at(app, people, "2020-01-02T02:30")
    assert days(ana_client.get("/diary?day=2020-01-01").text) == ["2020-01-01"]
    page = ana_client.get("/diary?day=2020-01-02").text
    assert "There is no entry on" in page
    assert days(page) == ["2020-01-01"]


def test_a_date_that_cannot_be_is_said_and_kept(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    log_at(app, people, "2020-01-01T10:00")
    answer = ana_client.get("/diary?day=yesterday")
    assert answer.status_code == 422
    assert "This is not a date we can read" in answer.text
    assert 'value="yesterday"' in answer.text
    assert days(answer.text) == ["2020-01-01"]


def test_every_entry_is_met_once_in_both_directions(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    start = datetime(2020, 1, 1, 9)
    # single entries, a day fuller than a page, and pages that end inside a day
    walls = [start + timedelta(days=day) for day in range(70)]
    walls += [start + timedelta(days=20, minutes=minute) for minute in range(1, 40)]
    walls += [start + timedelta(days=day, hours=1) for day in range(50, 60)]
    log_at(app, people, *(wall.isoformat() for wall in walls))
    forth, back = _walked(ana_client, "/diary", "Older"), []
    assert forth == [str(date(2020, 1, 1) + timedelta(days=day)) for day in range(69, -1, -1)]
    back = _walked(ana_client, "/diary?day=2020-01-01", "Newer")
    assert sorted(back) == sorted(forth)


def _walked(client: DiaryClient, address: str, way: str) -> list[str]:
    """Every day on the way from one end of the diary to the other."""
    seen, entries = [], 0
    while True:
        page = client.get(address).text
        seen += days(page)
        entries += page.count('class="line-link"')
        following = {words: to for to, words in LINK.findall(page)}
        if way not in following:
            assert entries == 119
            return seen
        address = following[way]


def test_years_and_months_lead_to_their_newest_day(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    log_at(
        app, people, "2016-03-05T10:00", "2016-03-31T23:00", "2016-05-01T01:00", "2026-11-01T10:00"
    )
    page = ana_client.get("/diary/months").text
    # the first night of May is still April in the diary
    assert re.findall(r"/diary\?before=([0-9-]{10})", page) == [
        "2026-12-01",
        "2016-05-01",
        "2016-04-01",
    ]
    assert days(ana_client.get("/diary?before=2016-04-01").text)[0] == "2016-03-31"
    assert days(ana_client.get("/diary?before=2016-05-01").text)[0] == "2016-04-30"
    assert "/diary/months" in ana_client.get("/diary").text


@pytest.mark.parametrize("query", ["before=0001-01-01", "after=9999-12-31", "after=2026-11-30"])
def test_beyond_either_end_there_is_still_the_diary(
    app: Flask, people: People, ana_client: DiaryClient, query: str
) -> None:
    log_at(app, people, "2020-01-01T10:00")
    page = ana_client.get(f"/diary?{query}").text
    assert days(page) == ["2020-01-01"]
    assert "No entries yet" not in page


def test_an_empty_diary_says_how_to_begin(ana_client: DiaryClient) -> None:
    for address in ("/diary", "/diary?day=2020-01-01", "/diary?before=2020-01-01"):
        assert "No entries yet" in ana_client.get(address).text
    assert "No entries yet" in ana_client.get("/diary/months").text


def test_months_are_hers_alone(app: Flask, people: People, ana_client: DiaryClient) -> None:
    log_at(app, people, "2020-01-01T10:00")
    with write(app) as session:
        assert queries.months(session, own(session, people.cleo)) == []
        assert queries.nearest_day(session, own(session, people.cleo), date(2020, 1, 1)) is None
