"""Visits: who reads which field, what an edit keeps, and what cannot be."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from diary import clock
from diary.access import actions as access
from diary.audit.models import AuditEvent
from diary.clinic import actions
from diary.clinic.actions import VisitDraft
from diary.clinic.models import Visit, VisitVersion
from diary.clinic.queries.visits import find_own_visit, list_visit_versions, list_visits
from diary.domain.people import Role
from tests.client import DiaryClient
from tests.clinic.builders import own, seen_by, share, write
from tests.people import People, add

TODAY = clock.today("UTC") - timedelta(days=1)
WORDS = VisitDraft(TODAY, "my private note", "a session next week", TODAY + timedelta(days=30))


def keep(session: Session, people: People, words: VisitDraft = WORDS) -> Visit:
    return actions.add_visit(session, seen_by(session, people.ben, people.ana), words)


def test_a_visit_is_kept_and_read_back(people: People, store: Session) -> None:
    share(store, people)
    keep(store, people)
    (found,) = list_visits(store, seen_by(store, people.ben, people.ana))
    assert (found.held_on, found.note, found.plan) == (TODAY, WORDS.note, WORDS.plan)
    assert found.next_meeting == WORDS.next_meeting
    assert found.is_mine


def test_the_patient_reads_the_plan_and_not_the_note(people: People, store: Session) -> None:
    share(store, people)
    keep(store, people)
    (found,) = list_visits(store, own(store, people.ana))
    assert (found.plan, found.note) == (WORDS.plan, None)


def test_another_doctor_reads_the_plan_and_not_the_note(people: People, store: Session) -> None:
    share(store, people)
    keep(store, people)
    other = add(store, "Ben Other", Role.DOCTOR)
    access.add_care_link(store, people.ana.id, other.id, notes=True, costs=True, ends_on=None)
    (found,) = list_visits(store, seen_by(store, other, people.ana))
    assert (found.plan, found.note, found.is_mine) == (WORDS.plan, None, False)
    assert find_own_visit(store, seen_by(store, other, people.ana), found.id) is None


def test_an_edit_keeps_what_was_said_before(people: People, store: Session) -> None:
    share(store, people)
    visit, diary = keep(store, people), seen_by(store, people.ben, people.ana)
    for plan in ("second", "third"):
        assert actions.edit_visit(store, diary, visit.id, VisitDraft(TODAY, None, plan, None))
    kept = store.scalars(select(VisitVersion).order_by(VisitVersion.version)).all()
    assert [(one.version, one.plan) for one in kept] == [(1, WORDS.plan), (2, "second")]
    assert visit.plan == "third"
    assert list_visits(store, diary)[0].edited


def test_what_it_said_before_is_read_by_its_writer_alone(people: People, store: Session) -> None:
    share(store, people)
    visit = keep(store, people)
    diary = seen_by(store, people.ben, people.ana)
    actions.edit_visit(store, diary, visit.id, VisitDraft(TODAY, "another note", None, None))
    (before,) = list_visit_versions(store, diary, visit.id)
    assert (before.note, before.plan) == (WORDS.note, WORDS.plan)
    assert list_visit_versions(store, own(store, people.ana), visit.id) == []


def test_an_edit_that_changes_nothing_is_none(people: People, store: Session) -> None:
    share(store, people)
    visit = keep(store, people)
    actions.edit_visit(store, seen_by(store, people.ben, people.ana), visit.id, WORDS)
    assert store.scalars(select(VisitVersion)).all() == []


def test_every_write_is_noted(people: People, store: Session) -> None:
    share(store, people)
    visit = keep(store, people)
    diary = seen_by(store, people.ben, people.ana)
    actions.edit_visit(store, diary, visit.id, VisitDraft(TODAY, None, "other", None))
    events = store.scalars(select(AuditEvent.event).where(AuditEvent.object_id == visit.id)).all()
    assert events == ["clinic:visit:add", "clinic:visit:edit"]


def test_a_patient_cannot_write_a_visit(people: People, store: Session) -> None:
    with pytest.raises(PermissionError):
        actions.add_visit(store, own(store, people.ana), WORDS)


def test_ben_writes_a_visit_on_the_page(
    app: Flask, people: People, ben_client: DiaryClient, ana_client: DiaryClient
) -> None:
    with write(app) as session:
        share(session, people)
    form = ben_client.get(f"/patients/{people.ana.id}/visits/new").text
    assert "Only you read this" in form
    assert "Your patient reads this" in form
    said = {"held_on": TODAY.isoformat(), "note": "private\nline", "plan": "<b>rest</b>"}
    answer = ben_client.send(f"/patients/{people.ana.id}/visits/new", **said)
    assert answer.status_code == 303
    page = ben_client.get(answer.location).text
    assert "private\nline" in page
    mine = ana_client.get("/visits").text
    assert "&lt;b&gt;rest" in mine
    assert "private" not in mine


def test_a_visit_that_is_saved_again_is_stored_once(
    app: Flask, people: People, ben_client: DiaryClient
) -> None:
    """Save, Back and Save; another word makes it another visit."""
    with write(app) as session:
        share(session, people)
    said = {"held_on": TODAY.isoformat(), "note": "private", "plan": "rest"}
    for plan, words in (
        ("rest", "The visit is saved."),
        ("rest", "This visit was saved already"),
        ("walks", "The visit is saved."),
    ):
        answer = ben_client.send(f"/patients/{people.ana.id}/visits/new", **{**said, "plan": plan})
        assert words in ben_client.get(answer.location).text
    with write(app) as session:
        assert len(session.scalars(select(Visit)).all()) == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"held_on": ""}, "Say when the visit was"),
        ({"held_on": "2999-01-01"}, "cannot be later than today"),
        ({"held_on": "never"}, "not a date"),
        ({"next_meeting": "2020-01-01"}, "must be after this visit"),
        ({"plan": "", "note": ""}, "Write a note, a plan or the date"),
        ({"note": "x" * 10_001}, "too long"),
        ({"plan": "a\x00b"}, "nobody can store"),
    ],
)
def test_a_fault_is_named_and_every_word_is_kept(
    app: Flask, people: People, ben_client: DiaryClient, said: dict[str, str], words: str
) -> None:
    with write(app) as session:
        share(session, people)
    whole = {"held_on": TODAY.isoformat(), "plan": "kept words", **said}
    answer = ben_client.send(f"/patients/{people.ana.id}/visits/new", **whole)
    assert answer.status_code == 422
    assert words in answer.text
    assert whole["plan"].split("\x00")[0] in answer.text
    with write(app) as session:
        assert session.scalars(select(Visit)).all() == []


def test_a_visit_of_somebody_else_answers_like_none(
    app: Flask, people: People, ben_client: DiaryClient, cleo_client: DiaryClient
) -> None:
    with write(app) as session:
        link_id = share(session, people)
        visit_id = keep(session, people).id
    address = f"/patients/{people.ana.id}/visits/{visit_id}"
    assert ben_client.get(address).status_code == 200
    assert cleo_client.get(address).status_code == 404
    with write(app) as session:
        access.revoke_care_link(session, own(session, people.ana), link_id)
    assert ben_client.get(address).status_code == 404
    assert ben_client.send(address, held_on=TODAY.isoformat(), plan="x").status_code == 404


def test_a_patient_without_visits_is_told_what_will_be_here(
    people: People, ana_client: DiaryClient
) -> None:
    assert "No visits yet" in ana_client.get("/visits").text
