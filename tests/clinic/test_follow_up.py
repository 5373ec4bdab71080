"""One patient on one page: empty, with one entry, with two years; and only what is shared."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from diary import clock
from diary.clinic import actions
from diary.clinic.actions import VisitDraft
from diary.clinic.queries.entries import summarize_entry
from diary.clinic.queries.follow_up import load_records
from diary.clinic.rules.date_range import DateRange
from diary.domain.calendar import diary_day, wall_of
from diary.domain.treatments import Route
from tests.client import DiaryClient
from tests.clinic.builders import ago, log, looks, own, seen_by, share, statements, treat, write
from tests.people import People


@pytest.fixture
def page_address(app: Flask, people: People) -> str:
    """Ana's page, which Ben may open."""
    with write(app) as session:
        share(session, people)
    return f"/patients/{people.ana.id}"


def test_an_empty_diary_says_so(ben_client: DiaryClient, page_address: str) -> None:
    page = ben_client.get(page_address)
    assert page.status_code == 200
    assert "logged no entry" in page.text
    assert "0 of 90 days logged" in page.text
    assert "No session in this time" in page.text


def test_one_entry_is_counted_and_no_more_is_made_of_it(
    app: Flask, people: People, ben_client: DiaryClient, page_address: str
) -> None:
    with write(app) as session:
        log(session, people.ana, ago(days=1), anxiety=8, note="a hard day")
    page = ben_client.get(page_address).text
    assert "1 of 90 days logged" in page
    assert "1 entry; lower is better" in page
    assert "a hard day" in page


def test_two_years_open_with_the_last_ninety_days(
    app: Flask, people: People, ben_client: DiaryClient, page_address: str
) -> None:
    with write(app) as session:
        for day in range(0, 730, 2):
            log(session, people.ana, ago(days=day, hours=1))
        for day in range(10, 730, 30):
            treat(session, people.ana, ago(days=day), pressure=(140, 80))
    with statements(app) as said:
        page = ben_client.get(page_address)
    assert "45 of 90 days logged" in page.text
    assert len(said) <= 25
    whole = ben_client.get(page_address, query_string={"since": "2000-01-01"})
    assert "365 entries" in whole.text
    assert "The newest 60 of 365" in whole.text


def test_every_opening_is_a_look(
    app: Flask, people: People, ben_client: DiaryClient, page_address: str
) -> None:
    ben_client.get(page_address)
    ben_client.get(f"{page_address}/visits/new")
    assert looks(app, people.ana) == ["follow-up", "visit form"]


def test_a_stranger_gets_404_and_leaves_no_look(
    app: Flask, people: People, cleo_client: DiaryClient, ben_client: DiaryClient
) -> None:
    assert cleo_client.get(f"/patients/{people.ana.id}").status_code == 404
    assert ben_client.get(f"/patients/{people.ana.id}").status_code == 404
    assert looks(app, people.ana) == []


def test_who_it_is_stands_in_the_band_and_not_in_the_title(
    people: People, ben_client: DiaryClient, page_address: str
) -> None:
    page = ben_client.get(page_address).text
    assert '<h1 class="band__name">Ana</h1>' in page
    assert "Ana" not in page.split("<title>")[1].split("</title>")[0]


def test_a_session_shows_its_vitals_and_side_effects_at_their_worst(
    app: Flask, people: People, ben_client: DiaryClient, page_address: str
) -> None:
    with write(app) as session:
        treat(
            session, people.ana, ago(days=3), pressure=(148, 92), series_number=4, series_length=6
        )
        log(session, people.ana, ago(days=3, hours=-2), effects={"nausea": "mild"})
        worse = {"nausea": "moderate", "headache": "mild"}
        log(session, people.ana, ago(days=3, hours=-4), effects=worse)
    page = ben_client.get(page_address).text
    for words in ("IV", "0.5 mg/kg", "4 of 6", "148/92 during", "moderate:", "nausea"):
        assert words in page


def test_a_single_session_is_no_pattern(
    app: Flask, people: People, ben_client: DiaryClient, page_address: str
) -> None:
    with write(app) as session:
        for day in range(4, 12):
            log(session, people.ana, ago(days=day, hours=5), anxiety=8)
        treat(session, people.ana, ago(days=3))
        log(session, people.ana, ago(days=2), anxiety=2)
    page = ben_client.get(page_address).text
    assert "1 of 1 session can be compared. A pattern in anxiety needs 3." in page
    assert "−6" in page  # the change itself, in the table
    assert "has been lower" not in page


def test_six_sessions_with_a_fall_are_told_in_words(
    app: Flask, people: People, ben_client: DiaryClient, page_address: str
) -> None:
    with write(app) as session:
        six_sessions(session, people, usual=8, next_day=3)
    page = ben_client.get(page_address).text
    assert "Since treatment began, anxiety has been lower the day after a session." in page
    assert "8 to 3 (lower after 6 of 6 sessions)" in page
    assert "Against the 3 days before each session: " in page
    assert "no cause is claimed" in page
    assert "8 → " in page


def test_six_sessions_without_a_fall_claim_nothing(
    app: Flask, people: People, ben_client: DiaryClient, page_address: str
) -> None:
    with write(app) as session:
        six_sessions(session, people, usual=6, next_day=6)
    page = ben_client.get(page_address).text
    assert "Anxiety was the same the day after 6 sessions as before treatment." in page
    assert "has been lower" not in page


def test_too_few_sessions_since_the_visit_are_told_over_all(
    app: Flask, people: People, ben_client: DiaryClient, page_address: str
) -> None:
    with write(app) as session:
        six_sessions(session, people, usual=8, next_day=3)
    since = (ago(days=5)).date()
    page = ben_client.get(page_address, query_string={"since": since}).text
    assert "over all 6 up to here" in page
    assert "lower after 6 of 6 sessions" in page


def test_routes_are_compared_with_their_counts(
    app: Flask, people: People, ben_client: DiaryClient, page_address: str
) -> None:
    with write(app) as session:
        six_sessions(session, people, usual=8, next_day=3, routes=(Route.IV, Route.NASAL))
    page = ben_client.get(page_address).text
    assert "Route and dose compared" in page
    assert "no clear difference between them" in page
    assert "3 of 3" in page


def six_sessions(
    session: Session,
    people: People,
    usual: int,
    next_day: int,
    routes: tuple[Route, ...] = (Route.IV,),
) -> None:
    """Weeks at one level, then a session every week, each with two days at another."""
    starts = [38 - 7 * number for number in range(6)]
    after = {start - later for start in starts for later in (1, 2)}
    for day in range(1, 60):
        anxiety = next_day if day in after else usual
        log(session, people.ana, ago(days=day, hours=3), anxiety=anxiety, mood=5)
    for number, day in enumerate(starts):
        treat(session, people.ana, ago(days=day), route=routes[number % len(routes)])
        for hours in (24, 30):
            log(session, people.ana, ago(days=day, hours=-hours), anxiety=next_day, mood=5)


def test_a_value_beyond_a_limit_comes_with_its_source(
    app: Flask, people: People, ben_client: DiaryClient, page_address: str
) -> None:
    with write(app) as session:
        treat(session, people.ana, ago(days=3), pressure=(184, 102))
    page = ben_client.get(page_address).text
    assert page.index("Beyond a published limit") < page.index("Anxiety and mood over time")
    assert "184/102" in page
    assert "heart.org" in page


def test_words_that_are_not_shared_are_not_there(
    app: Flask, people: People, ben_client: DiaryClient
) -> None:
    with write(app) as session:
        share(session, people, notes=False)
        log(
            session,
            people.ana,
            ago(days=2),
            note="my secret",
            medication="changed",
            medication_note="my tablets",
        )
        treat(session, people.ana, ago(days=3), words="my own words")
    page = ben_client.get(f"/patients/{people.ana.id}").text
    for words in ("my secret", "my tablets", "my own words"):
        assert words not in page
    assert "does not share notes" in page


def test_marks_say_what_was_edited_or_from_memory(
    app: Flask, people: People, ben_client: DiaryClient, page_address: str
) -> None:
    with write(app) as session:
        log(session, people.ana, ago(days=2))
    page = ben_client.get(page_address).text
    assert "1 from memory" in page


def test_it_opens_with_the_days_since_the_last_visit(
    app: Flask, people: People, ben_client: DiaryClient, page_address: str
) -> None:
    today = diary_day(wall_of(clock.now(), people.ana.zone), 4)
    with write(app) as session:
        words = VisitDraft(today - timedelta(days=20), "note", None, None)
        actions.add_visit(session, seen_by(session, people.ben, people.ana), words)
    page = ben_client.get(page_address).text
    assert "Since the last visit" in page
    assert "of 21 days logged" in page


@pytest.mark.parametrize("since", ["nonsense", "2026-99-99", "1600-01-01"])
def test_a_date_that_cannot_be_is_said_and_kept(
    ben_client: DiaryClient, page_address: str, since: str
) -> None:
    page = ben_client.get(page_address, query_string={"since": since})
    assert page.status_code == 422
    assert f'value="{since}"' in page.text
    assert "of 90 days logged" in page.text


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2026-11-20", "2026-11-02", "“From” is after “To”"),
        ("2099-01-01", "", "“From” is later than today"),
        ("2099-01-02", "2099-01-01", "“From” is after “To”"),
    ],
)
def test_a_from_after_to_is_said_and_both_stay(
    ben_client: DiaryClient, page_address: str, since: str, until: str, words: str
) -> None:
    page = ben_client.get(page_address, query_string={"since": since, "until": until})
    assert page.status_code == 422
    assert words in page.text
    assert f'value="{since}"' in page.text
    assert f'value="{until}"' in page.text
    assert "of 90 days logged" in page.text
    assert "Dates you chose" not in page.text
    said, shown = page.text.index("error-summary"), page.text.index('class="reading"')
    assert said < shown  # on the first screen, also of a phone


def test_dates_can_be_chosen(
    app: Flask, people: People, ben_client: DiaryClient, page_address: str
) -> None:
    with write(app) as session:
        log(session, people.ana, ago(days=40))
        own(session, people.ana)
    today = clock.today("UTC")
    asked = {"since": today - timedelta(days=45), "until": today - timedelta(days=35)}
    page = ben_client.get(page_address, query_string=asked).text
    assert "1 of 11 days logged" in page


def test_words_that_ana_does_not_share_are_not_even_read(app: Flask, people: People) -> None:
    with write(app) as session:
        share(session, people, notes=False)
        log(session, people.ana, ago(days=1), note="for my eyes")
        today = ago(days=0).date()
        days = DateRange(today - timedelta(days=9), today + timedelta(days=1))
        diary = seen_by(session, people.ben, people.ana)
        told = [summarize_entry(one, diary) for one in load_records(session, diary, days).entries]
    assert [one.note for one in told] == [None]
