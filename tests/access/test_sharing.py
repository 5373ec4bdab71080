"""Sharing: by a code, in a scope, until a day, and taken back at once."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.access import actions, queries
from diary.access.pages import by_day
from diary.access.rules import OpenDiary, clean_code
from diary.audit.models import AuditEvent
from diary.domain.people import Role
from diary.transactions import early_commit, read_only
from tests.client import DiaryClient
from tests.people import People, add, browser_of, move_in


def own(session: Session, people: People) -> OpenDiary:
    """Ana's diary, opened by Ana."""
    diary = queries.open_diary(session, people.ana.viewer, people.ana.id)
    assert diary is not None
    return diary


def make_code(browser: DiaryClient, **scope: str) -> str:
    """A code as Ana reads it on her page."""
    answer = browser.send("/sharing", **scope)
    found = re.search(r'class="code-big">([A-Z ]+)<', answer.text)
    assert found is not None
    return found[1]


def test_ben_reads_the_diary_after_typing_the_code(
    ana_client: DiaryClient, ben_client: DiaryClient, people: People
) -> None:
    assert ben_client.get(f"/patients/{people.ana.id}").status_code == 404
    answer = ben_client.send("/patients/join", code=make_code(ana_client).lower())
    assert answer.location == f"/patients/{people.ana.id}"
    assert ben_client.get(f"/patients/{people.ana.id}").status_code == 200


def test_a_second_code_says_that_the_first_works_too(ana_client: DiaryClient) -> None:
    """After Save and Back the form makes another code, and the first may be on its way."""
    assert "still works" not in ana_client.send("/sharing").text
    page = " ".join(ana_client.send("/sharing").text.split())
    assert "An earlier code that nobody has used still works." in page
    assert 'href="/sharing#codes"' in page
    make_code(ana_client)
    page = " ".join(ana_client.send("/sharing").text.split())
    assert "3 earlier codes that nobody has used still work." in page
    assert 'id="codes"' in ana_client.get("/sharing").text


def test_the_page_says_what_each_scope_shows_and_allows(
    app: Flask, ana_client: DiaryClient, people: People
) -> None:
    with app.app_context(), early_commit() as session:
        ana, ben = people.ana.id, people.ben.id
        link_id = actions.add_care_link(session, ana, ben, notes=False, costs=True, ends_on=None).id
    sharing = ana_client.get("/sharing").text
    for page in (sharing, ana_client.get(f"/sharing/{link_id}").text):
        words = " ".join(page.split())
        assert "your sessions, and your questions for the visit" in words
        assert "They can also record a session and change one." in words
        assert "They cannot change your entries." in words
        assert "How a session went, where it was and who was there." in words
        assert "They read the costs and can change them." in words
    listed = " ".join(sharing.split())
    assert "sessions and questions, costs. Can change sessions." in listed


def test_a_code_works_once_and_its_letters_are_not_kept(
    app: Flask, ana_client: DiaryClient, ben_client: DiaryClient
) -> None:
    code = make_code(ana_client)
    assert ben_client.send("/patients/join", code=code).status_code == 303
    assert ben_client.send("/patients/join", code=code).status_code == 422
    with app.app_context(), read_only() as session:
        dump = str(session.connection().exec_driver_sql("SELECT * FROM care_invitations").all())
    assert str(clean_code(code)) not in dump


def test_a_code_that_nobody_made_opens_nothing_while_others_wait(
    ana_client: DiaryClient, ben_client: DiaryClient, people: People
) -> None:
    code = str(clean_code(make_code(ana_client)))
    last = "A" if code[-1] != "A" else "B"
    for other in (code[:-1] + last, "ABCDEFGHJKLM"):
        assert ben_client.send("/patients/join", code=other).status_code == 422
    assert ben_client.get(f"/patients/{people.ana.id}").status_code == 404


def test_each_code_opens_the_diary_that_it_was_made_for(
    app: Flask, ana_client: DiaryClient, ben_client: DiaryClient, people: People
) -> None:
    hers, cleos = make_code(ana_client), make_code(browser_of(app, people.cleo))
    for code, patient in ((cleos, people.cleo), (hers, people.ana)):
        answer = ben_client.send("/patients/join", code=code)
        assert answer.location == f"/patients/{patient.id}"


def test_a_code_is_over_after_a_week(app: Flask, ana_client: DiaryClient, people: People) -> None:
    code = make_code(ana_client)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=7, minutes=1), tick=False):
        # signed in anew: his earlier sign-in has ended as well
        answer = browser_of(app, people.ben).send("/patients/join", code=code)
    assert answer.status_code == 422


def test_ana_sees_that_ben_looked(
    ana_client: DiaryClient, ben_client: DiaryClient, people: People
) -> None:
    ben_client.send("/patients/join", code=make_code(ana_client))
    assert "Nobody has looked" in ana_client.get("/sharing").text
    ben_client.get(f"/patients/{people.ana.id}")
    page = ana_client.get("/sharing").text
    assert "Nobody has looked" not in page


def test_revoking_counts_from_the_next_request(
    ana_client: DiaryClient, ben_client: DiaryClient, people: People
) -> None:
    ben_client.send("/patients/join", code=make_code(ana_client))
    link = re.search(r"/sharing/([0-9a-f-]{36})/end", ana_client.get("/sharing").text)
    assert link is not None
    assert ana_client.send(f"/sharing/{link[1]}/end").status_code == 303
    gone = ben_client.get(f"/patients/{people.ana.id}")
    never = ben_client.get(f"/patients/{people.cleo.id}")
    assert gone.status_code == never.status_code == 404
    assert gone.data == never.data


def test_cleo_cannot_end_anas_link(
    ana_client: DiaryClient, ben_client: DiaryClient, cleo_client: DiaryClient, people: People
) -> None:
    ben_client.send("/patients/join", code=make_code(ana_client))
    link = re.search(r"/sharing/([0-9a-f-]{36})/end", ana_client.get("/sharing").text)
    assert link is not None
    assert cleo_client.send(f"/sharing/{link[1]}/end").status_code == 404
    assert ben_client.get(f"/patients/{people.ana.id}").status_code == 200


@pytest.mark.parametrize("typed", ["", "ABC", "ABCD EFGH JKLI", "ÄBCDEFGHJKLM", "1" * 12])
def test_what_cannot_be_a_code_is_refused_in_words(ben_client: DiaryClient, typed: str) -> None:
    answer = ben_client.send("/patients/join", code=typed)
    assert answer.status_code == 422


def test_a_link_ends_when_its_last_day_is_over_for_the_patient(store: Session) -> None:
    people = move_in(store)
    noon = datetime(2026, 5, 31, 12, tzinfo=UTC)
    with time_machine.travel(noon, tick=False):
        actions.add_care_link(
            store, people.ana.id, people.ben.id, notes=False, costs=False, ends_on=noon.date()
        )
        assert queries.open_diary(store, people.ben.viewer, people.ana.id) is not None
    # Lisbon is an hour ahead of UTC in May: her day is over at 23:00
    with time_machine.travel(datetime(2026, 5, 31, 22, 59, tzinfo=UTC), tick=False):
        assert queries.open_diary(store, people.ben.viewer, people.ana.id) is not None
    with time_machine.travel(datetime(2026, 5, 31, 23, 0, tzinfo=UTC), tick=False):
        assert queries.open_diary(store, people.ben.viewer, people.ana.id) is None


def test_nobody_opens_a_diary_without_a_link(store: Session) -> None:
    people = move_in(store)
    admin = add(store, "Clinic Administrator", Role.ADMIN)
    for stranger in (people.ben, people.cleo, admin):
        assert queries.open_diary(store, stranger.viewer, people.ana.id) is None
    assert queries.open_diary(store, people.ben.viewer, people.ben.id) is None


def test_the_scope_is_what_ana_chose_and_changes_at_once(store: Session) -> None:
    people = move_in(store)
    link = actions.add_care_link(
        store, people.ana.id, people.ben.id, notes=True, costs=False, ends_on=None
    )
    opened = queries.open_diary(store, people.ben.viewer, people.ana.id)
    assert opened is not None
    assert (opened.sees_notes, opened.sees_costs, opened.may_write) == (True, False, False)
    actions.change_care_link(
        store, own(store, people), link.id, notes=False, costs=True, ends_on=None
    )
    opened = queries.open_diary(store, people.ben.viewer, people.ana.id)
    assert opened is not None
    assert (opened.sees_notes, opened.sees_costs) == (False, True)


def test_every_change_of_rights_is_noted(store: Session) -> None:
    people = move_in(store)
    code = actions.invite_doctor(store, own(store, people), notes=False, costs=False, ends_on=None)
    assert actions.accept_invitation(store, people.ben.viewer, code) == people.ana.id
    link = queries.list_linked_clinicians(store, own(store, people))[0]
    actions.revoke_care_link(store, own(store, people), link.link_id)
    noted = store.scalars(
        select(AuditEvent.event)
        .where(AuditEvent.patient_id == people.ana.id)
        .order_by(AuditEvent.id)
    ).all()
    assert noted == ["access:invitation:add", "access:link:add", "access:link:end"]


def test_every_look_is_shown_gathered_by_day() -> None:
    first = datetime(2026, 5, 31, 22, 30, tzinfo=UTC)  # 23:30 in Lisbon
    looks = [
        queries.AccessLogEntry(first + timedelta(minutes=minutes), "Ben", page)
        for minutes, page in ((0, "follow-up"), (10, "follow-up"), (15, "list"), (45, "follow-up"))
    ]
    days = by_day(reversed(looks), "Europe/Lisbon")
    assert sum(len(one.walls) for one in days) == len(looks)
    assert [(one.day.day, one.page, len(one.walls)) for one in days] == [
        (1, "follow-up", 1),
        (31, "list", 1),
        (31, "follow-up", 2),
    ]
