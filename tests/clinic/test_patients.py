"""My patients: who stands in the list, where and why; and that looking is noted."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from diary import clock
from diary.access import actions as access
from diary.access.queries import find_shared_diaries
from diary.clinic.pages.patients import filter_by_name, group_patients
from diary.clinic.queries.last_change import load_last_changes
from diary.clinic.queries.patients import load_recent_entries, load_recent_treatments
from diary.clinic.rules import ListGroup
from diary.domain.people import Role
from tests.client import DiaryClient
from tests.clinic.builders import ago, log, looks, own, share, statements, treat, write
from tests.people import People, add, browser_of


def test_ben_sees_ana_and_not_cleo(app: Flask, people: People, ben_client: DiaryClient) -> None:
    with write(app) as session:
        share(session, people)
        log(session, people.cleo, ago(hours=1), anxiety=9)
    page = ben_client.get("/patients")
    assert page.status_code == 200
    assert "Ana" in page.text
    assert "Cleo" not in page.text


def test_a_revoked_link_is_gone_at_once(
    app: Flask, people: People, ben_client: DiaryClient
) -> None:
    with write(app) as session:
        link_id = share(session, people)
    address = f"/patients/{people.ana.id}"
    assert ben_client.get(address).status_code == 200
    with write(app) as session:
        access.revoke_care_link(session, own(session, people.ana), link_id)
    assert ben_client.get(address).status_code == 404
    assert "Ana" not in ben_client.get("/patients").text
    assert looks(app, people.ana) == ["follow-up"]


def test_nobody_yet_says_how_to_begin(people: People, ben_client: DiaryClient) -> None:
    page = ben_client.get("/patients")
    assert "Nobody shares with you yet" in page.text
    assert "/patients/join" in page.text


def test_a_patient_has_no_list(people: People, ana_client: DiaryClient) -> None:
    assert ana_client.get("/patients").status_code == 404


def test_standing_in_the_list_is_a_look(
    app: Flask, people: People, ben_client: DiaryClient
) -> None:
    with write(app) as session:
        share(session, people)
        share(session, people, patient="cleo")
    ben_client.get("/patients")
    ben_client.get("/patients?search=ana")
    assert looks(app, people.ana) == ["list of patients"] * 2
    assert looks(app, people.cleo) == ["list of patients"]


def test_a_look_that_cannot_be_noted_shows_nothing(
    app: Flask, people: People, ben_client: DiaryClient
) -> None:
    with write(app) as session:
        share(session, people)
        session.connection().exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON audit_events"
            " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
    for address in ("/patients", f"/patients/{people.ana.id}"):
        page = ben_client.get(address)
        assert page.status_code >= 500
        assert "Ana" not in page.text


def test_the_order_is_explained(app: Flask, people: People, ben_client: DiaryClient) -> None:
    with write(app) as session:
        share(session, people)
        share(session, people, patient="cleo")
        log(session, people.ana, ago(hours=2))
        treat(session, people.cleo, ago(days=2), pressure=(184, 102))
        log(session, people.cleo, ago(days=6))
    page = ben_client.get("/patients").text
    assert page.index("A value beyond a published limit") < page.index("Cleo")
    assert page.index("Cleo") < page.index("Everyone else, by name") < page.index("Ana")
    assert "Blood pressure 184/102, during a session (2 days ago)" in page
    assert "No entry for" in page


@pytest.mark.parametrize(
    ("search", "found"), [("ana", True), ("  ANA ", True), ("cleo", False), ("<b>", False)]
)
def test_search_is_by_name_whatever_the_case(
    app: Flask, people: People, ben_client: DiaryClient, search: str, found: bool
) -> None:
    with write(app) as session:
        share(session, people)
    page = ben_client.get("/patients", query_string={"search": search}).text
    assert ("Everyone else" in page or "No entry" in page) is found
    assert "<b>" not in page


def test_last_score_last_session_and_the_next_are_there(people: People, store: Session) -> None:
    share(store, people)
    log(store, people.ana, ago(days=3), anxiety=9)
    log(store, people.ana, ago(hours=1), anxiety=3, mood=7)
    treat(store, people.ana, ago(days=50))
    treat(store, people.ana, ago(days=40))
    treat(store, people.ana, clock.now() + timedelta(days=9))
    shared = find_shared_diaries(store, people.ben.viewer)
    now = clock.now()
    sessions = load_recent_treatments(store, shared, now)
    (group,) = group_patients(shared, load_recent_entries(store, shared, now), sessions, {}, now)
    (row,) = group.rows
    assert row.last is not None
    assert (row.last.anxiety, row.last.mood) == (3, 7)
    assert row.last_session is not None
    assert row.last_session_dose == "IV 0.5 mg/kg"
    assert abs((row.last_session.starts_at_utc - ago(days=40)).total_seconds()) < 60
    assert row.next_session is not None
    assert row.picture is not None
    assert row.position.group is ListGroup.BY_NAME


def test_an_old_last_entry_still_counts_as_the_last(people: People, store: Session) -> None:
    share(store, people)
    log(store, people.ana, ago(days=100), anxiety=2)
    shared = find_shared_diaries(store, people.ben.viewer)
    (group,) = group_patients(
        shared, load_recent_entries(store, shared, clock.now()), {}, {}, clock.now()
    )
    assert group.rows[0].position.group is ListGroup.QUIET
    assert group.rows[0].last is not None
    assert group.rows[0].picture is None


def test_every_word_of_a_search_must_be_in_the_name(people: People, store: Session) -> None:
    share(store, people)
    shared = find_shared_diaries(store, people.ben.viewer)
    assert filter_by_name(shared, "a n")
    assert not filter_by_name(shared, "ana x")
    assert filter_by_name(shared, "") == shared


def test_forty_patients_take_as_many_questions_as_two(app: Flask, people: People) -> None:
    """Of the database; the time of each is measured by the benchmark."""
    ben = browser_of(app, people.ben)
    counts = []
    for more in (1, 39):
        with write(app) as session:
            for number in range(more):
                who = add(session, f"Ana {more} {number}", Role.PATIENT)
                access.add_care_link(
                    session, who.id, people.ben.id, notes=True, costs=True, ends_on=None
                )
                log(session, who, ago(hours=5), effects={"nausea": "mild"})
                treat(session, who, ago(days=1), pressure=(150, 90))
        with statements(app) as said:
            assert ben.get("/patients").status_code == 200
        counts.append(len(said))
    assert counts[0] == counts[1] < 20


def test_a_name_is_escaped_and_never_in_the_title(app: Flask, people: People) -> None:
    with write(app) as session:
        who = add(session, "<script>Ana</script>", Role.PATIENT)
        access.add_care_link(session, who.id, people.ben.id, notes=True, costs=True, ends_on=None)
        log(session, who, ago(hours=5))
    ben = browser_of(app, people.ben)
    for address in ("/patients", f"/patients/{who.id}"):
        page = ben.get(address).text
        assert "<script>Ana" not in page
        assert "Ana" not in page.split("<title>")[1].split("</title>")[0]


def test_the_day_after_the_last_session_is_compared_with_the_week_before_it(
    people: People, store: Session
) -> None:
    share(store, people)
    for days in range(20, 12, -1):
        log(store, people.ana, ago(days=days), anxiety=8, mood=2)
    treat(store, people.ana, ago(days=12))
    for days in range(11, 5, -1):
        log(store, people.ana, ago(days=days), anxiety=5, mood=4)
    treat(store, people.ana, ago(days=5))
    log(store, people.ana, ago(days=4), anxiety=4, mood=6)
    log(store, people.ana, ago(days=4, hours=-2), anxiety=2, mood=6)
    now = clock.now()
    changes = load_last_changes(store, find_shared_diaries(store, people.ben.viewer), now)
    found = changes[people.ana.id]
    assert (found.anxiety.change, found.mood.change) == (-2, 2)
    assert found.anxiety.entries == 2


def test_the_list_says_the_change_with_its_count_or_why_there_is_none(
    app: Flask, people: People, ben_client: DiaryClient
) -> None:
    with write(app) as session:
        share(session, people)
        share(session, people, patient="cleo")
        for days in range(9, 2, -1):
            log(session, people.ana, ago(days=days), anxiety=7, mood=3)
        treat(session, people.ana, ago(days=2))
        log(session, people.ana, ago(days=1), anxiety=4, mood=None)
        log(session, people.cleo, ago(days=2), anxiety=4)
        treat(session, people.cleo, ago(hours=30))
    words = " ".join(ben_client.get("/patients").text.split())
    assert 'anxiety −3 <span class="quiet">(1 entry, usual)' in words
    assert "mood no score </dd>" in words
    assert "anxiety not yet </dd>" in words
