"""A safety plan that is changed keeps what it said, for the patient alone."""

import pytest
from sqlalchemy.orm import Session

from diary.access import actions as access
from diary.access.queries import open_diary
from diary.guidance.actions import save_plan
from diary.guidance.queries import list_plan_versions
from diary.guidance.rules.safety_plan import Contact, PlanContent, SafetyPlanNotShared
from tests.client import DiaryClient
from tests.people import move_in

FIRST = PlanContent("call\nBen", (Contact("Ben", "112"),))


def test_a_change_keeps_what_it_said_before(store: Session) -> None:
    people = move_in(store)
    diary = open_diary(store, people.ana.viewer, people.ana.id)
    cleo = open_diary(store, people.cleo.viewer, people.cleo.id)
    assert diary is not None
    assert cleo is not None
    for plan in (FIRST, FIRST, PlanContent("walk"), PlanContent()):
        save_plan(store, diary, plan)
    assert [plan for _, plan in list_plan_versions(store, diary)] == [PlanContent("walk"), FIRST]
    assert list_plan_versions(store, cleo) == []


def test_no_doctor_reads_it(store: Session) -> None:
    people = move_in(store)
    access.add_care_link(store, people.ana.id, people.ben.id, notes=True, costs=True, ends_on=None)
    seen = open_diary(store, people.ben.viewer, people.ana.id)
    assert seen is not None
    with pytest.raises(SafetyPlanNotShared):
        list_plan_versions(store, seen)


def test_the_page_shows_it(ana_client: DiaryClient) -> None:
    ana_client.send("/help/plan", words="call Ben at once")
    assert "Earlier versions" not in ana_client.get("/help/plan").text
    ana_client.send("/help/plan", words="walk")
    page = ana_client.get("/help/plan").text
    assert "Earlier versions" in page
    assert "call Ben at once" in page
