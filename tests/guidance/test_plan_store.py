"""A safety plan is kept on both engines, for its patient alone."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diary.access import actions as access
from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.accounts.models import User
from diary.audit.models import AuditEvent
from diary.domain.people import Role
from diary.guidance import actions
from diary.guidance.models import SafetyContact, SafetyPlan
from diary.guidance.queries import load_plan
from diary.guidance.rules.safety_plan import (
    LONGEST_WORDS,
    MOST_CONTACTS,
    Contact,
    PlanContent,
    SafetyPlanNotShared,
)
from tests.people import Person, add, move_in

BEN = Contact("Ben", "020 7946 0018")
CLEO = Contact("Cleo", "+44 20 7946 0019")
PLAN = PlanContent("Call Ben first.\nThen walk.", (BEN, CLEO))


def own(session: Session, person: Person) -> OpenDiary:
    diary = open_diary(session, person.viewer, person.id)
    assert diary is not None
    return diary


def noted(session: Session) -> int:
    wanted = select(func.count()).where(AuditEvent.event == "guidance:plan:edit")
    return session.scalar(wanted) or 0


def test_a_plan_comes_back_as_it_was_written(store: Session) -> None:
    diary = own(store, move_in(store).ana)
    assert load_plan(store, diary) == PlanContent()
    actions.save_plan(store, diary, PLAN)
    assert load_plan(store, diary) == PLAN
    actions.save_plan(store, diary, PlanContent(None, (CLEO,)))
    assert load_plan(store, diary) == PlanContent(None, (CLEO,))
    assert noted(store) == 2


def test_the_same_plan_again_changes_nothing(store: Session) -> None:
    diary = own(store, move_in(store).ana)
    actions.save_plan(store, diary, PLAN)
    actions.save_plan(store, diary, PLAN)
    assert noted(store) == 1


def test_an_empty_plan_leaves_no_rows(store: Session) -> None:
    diary = own(store, move_in(store).ana)
    actions.save_plan(store, diary, PLAN)
    actions.save_plan(store, diary, PlanContent())
    assert store.scalars(select(SafetyPlan)).all() == []
    assert store.scalars(select(SafetyContact)).all() == []


def test_the_fullest_plan_fits(store: Session) -> None:
    diary = own(store, move_in(store).ana)
    contacts = (Contact("\N{LEAF FLUTTERING IN WIND}" * 100, "0" * 40),) * MOST_CONTACTS
    full = PlanContent("\N{LEAF FLUTTERING IN WIND}" * LONGEST_WORDS, contacts)
    actions.save_plan(store, diary, full)
    assert load_plan(store, diary) == full


def test_each_patient_has_her_own(store: Session) -> None:
    people = move_in(store)
    ana, cleo = own(store, people.ana), own(store, people.cleo)
    actions.save_plan(store, ana, PLAN)
    assert load_plan(store, cleo) == PlanContent()
    actions.save_plan(store, cleo, PlanContent("Sing."))
    assert load_plan(store, ana) == PLAN


def test_a_doctor_with_every_scope_neither_reads_nor_writes_it(store: Session) -> None:
    people = move_in(store)
    actions.save_plan(store, own(store, people.ana), PLAN)
    access.add_care_link(store, people.ana.id, people.ben.id, notes=True, costs=True, ends_on=None)
    bens = open_diary(store, people.ben.viewer, people.ana.id)
    assert bens is not None
    with pytest.raises(SafetyPlanNotShared):
        load_plan(store, bens)
    with pytest.raises(SafetyPlanNotShared):
        actions.save_plan(store, replace(bens, may_write=True), PlanContent("Mine now."))
    assert load_plan(store, own(store, people.ana)) == PLAN


def test_the_plan_goes_with_the_account(store: Session) -> None:
    diary = own(store, add(store, "Ana", Role.PATIENT))
    actions.save_plan(store, diary, PLAN)
    store.delete(store.get_one(User, diary.patient_id))
    store.flush()
    store.expire_all()
    assert store.scalars(select(SafetyPlan)).all() == []
    assert store.scalars(select(SafetyContact)).all() == []
