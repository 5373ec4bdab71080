"""One session recorded twice: asked, merged with nothing lost, undone, or kept as two."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.audit.models import AuditEvent
from diary.audit.rules import Event
from diary.domain.treatments import Route, Treatment, TreatmentDetails, TreatmentStatus
from diary.transactions import early_commit
from diary.treatments import actions, queries
from diary.treatments.models import TreatmentRow
from diary.treatments.rules.duplicates import combine, find_pairs, may_be_same
from tests.client import DiaryClient
from tests.people import People, browser_of
from tests.treatments.builders import DONE, NOW, PLANNED, build_treatment, own, reading, shared

PATIENTS = replace(DONE, dose=None, dose_unit=None, weight_kg=None, place=None, companion=None)
DOCTORS = replace(
    DONE,
    starts_at_utc=DONE.starts_at_utc + timedelta(minutes=12),
    wall=DONE.wall + timedelta(minutes=12),
    words=None,
    cost=None,
    minutes=None,
)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def _moved(details: TreatmentDetails, hours: float) -> TreatmentDetails:
    by = timedelta(hours=hours)
    return replace(details, starts_at_utc=details.starts_at_utc + by, wall=details.wall + by)


@pytest.mark.parametrize(
    ("hours", "status", "asked"),
    [
        (0, TreatmentStatus.DONE, True),
        (3, TreatmentStatus.DONE, True),
        (3.1, TreatmentStatus.DONE, False),
        (-3, TreatmentStatus.DONE, True),
        (6, TreatmentStatus.PLANNED, True),
        (14, TreatmentStatus.PLANNED, True),  # 00:30, still the same day of the diary
        (20, TreatmentStatus.PLANNED, False),
        (0, TreatmentStatus.CANCELLED, False),
    ],
)
def test_what_is_near_in_time_is_asked_about(
    hours: float, status: TreatmentStatus, asked: bool
) -> None:
    one = build_treatment()
    other = build_treatment(_moved(replace(DONE, status=status), hours))
    assert may_be_same(one, other, 4) is may_be_same(other, one, 4) is asked
    assert len(find_pairs([one, other], 4)) == asked


def test_what_was_said_to_be_two_is_not_asked_again() -> None:
    assert not may_be_same(build_treatment(is_separate=True), build_treatment(), 4)


def test_both_together_say_everything_that_either_said() -> None:
    both = combine(PATIENTS, DOCTORS)
    assert (both.dose, both.dose_unit) == (DOCTORS.dose, DOCTORS.dose_unit)
    assert (both.place, both.companion) == (DOCTORS.place, DOCTORS.companion)
    assert (both.minutes, both.cost, both.words) == (
        PATIENTS.minutes, PATIENTS.cost, PATIENTS.words,
    )  # fmt: skip
    assert both.starts_at_utc == PATIENTS.starts_at_utc


def test_what_took_place_comes_before_its_plan() -> None:
    assert combine(replace(PLANNED, place="Room 2"), PATIENTS).status is TreatmentStatus.DONE
    assert combine(replace(PLANNED, place="Room 2"), PATIENTS).place == "Room 2"


def test_a_dose_of_another_drug_or_route_is_not_taken_over() -> None:
    assert combine(replace(PATIENTS, route=Route.NASAL), DOCTORS).dose is None


def test_words_of_both_stay() -> None:
    both = combine(replace(DONE, words="Calm."), replace(DONE, words="Tired."))
    assert both.words == "Calm.\n\nTired."


def _two(store: Session, people: People) -> tuple[OpenDiary, UUID, UUID]:
    ana = own(store, people.ana)
    ben = shared(store, people, notes=False, costs=False)
    first = actions.add_treatment(store, ana, uuid4(), PATIENTS).id
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        second = actions.add_treatment(store, ben, uuid4(), DOCTORS).id
    return ana, first, second


def test_a_merge_keeps_both_versions_and_all_vital_signs(people: People, store: Session) -> None:
    ana, first, second = _two(store, people)
    shared_reading = reading(pulse=70)
    actions.add_vital_signs(store, ana, first, shared_reading)
    actions.add_vital_signs(store, ana, second, replace(shared_reading, id=uuid4()))
    actions.add_vital_signs(store, ana, second, reading(systolic=141, diastolic=92))
    assert actions.merge_duplicate(store, ana, second, first) == first
    (left,) = queries.list_treatments(store, ana, statuses=(TreatmentStatus.DONE,))
    assert left.id == first
    assert left.dose == Decimal("0.5")
    assert left.words == PATIENTS.words
    assert {each.systolic for each in left.vitals} == {120, 141}
    assert len(left.vitals) == 2
    said = [old for _, _, old in queries.list_earlier_versions(store, ana, first)]
    assert {old["wall"] for old in said} == {str(PATIENTS.wall), str(DOCTORS.wall)}
    assert {old["id"] for old in said} == {str(first), str(second)}
    assert [each.id for each in queries.list_merged(store, ana, first)] == [second]


def test_a_merge_by_the_doctor_keeps_what_they_may_not_read(people: People, store: Session) -> None:
    ana, first, second = _two(store, people)
    ben = shared(store, people, notes=False, costs=False)
    actions.merge_duplicate(store, ben, first, second)
    left = queries.find_treatment(store, ana, first)
    assert left is not None
    assert (left.words, left.cost) == (PATIENTS.words, PATIENTS.cost)


def test_merging_again_in_either_order_changes_nothing(people: People, store: Session) -> None:
    ana, first, second = _two(store, people)
    for pair in ((first, second), (second, first), (first, second)):
        assert actions.merge_duplicate(store, ana, *pair) == first
    left = queries.find_treatment(store, ana, first)
    assert left is not None
    assert left.version == 3
    merges = select(AuditEvent).where(AuditEvent.event == Event.TREATMENT_MERGE.value)
    assert len(store.scalars(merges).all()) == 1


def test_a_third_record_joins_and_all_point_to_the_one_that_is_left(
    people: People, store: Session
) -> None:
    ana, first, second = _two(store, people)
    with time_machine.travel(NOW - timedelta(days=1), tick=False):
        earliest = actions.add_treatment(store, ana, uuid4(), _moved(PATIENTS, 1)).id
    actions.merge_duplicate(store, ana, first, second)
    assert actions.merge_duplicate(store, ana, first, earliest) == earliest
    merged = {each.id for each in queries.list_merged(store, ana, earliest)}
    assert merged == {first, second}


def test_a_merge_can_be_undone_and_is_not_asked_again(people: People, store: Session) -> None:
    ana, first, second = _two(store, people)
    actions.merge_duplicate(store, ana, first, second)
    assert actions.restore_treatment(store, ana, second)
    back = queries.find_treatment(store, ana, second)
    assert back is not None
    assert (back.status, back.merged_into_id) == (TreatmentStatus.DONE, None)
    assert queries.find_duplicate(store, ana, back) is None


def test_keeping_both_is_remembered_until_one_is_moved(people: People, store: Session) -> None:
    ana, first, second = _two(store, people)
    actions.mark_separate(store, ana, second)
    assert queries.find_duplicate(store, ana, _of(store, ana, first)) is None
    with pytest.raises(actions.NotADuplicate):
        actions.merge_duplicate(store, ana, first, second)
    actions.edit_treatment(store, ana, second, _moved(DOCTORS, 0.5))
    assert queries.find_duplicate(store, ana, _of(store, ana, first)) is not None


def _of(store: Session, diary: OpenDiary, treatment_id: UUID) -> Treatment:
    found = queries.find_treatment(store, diary, treatment_id)
    assert found is not None
    return found


def test_sessions_of_two_diaries_are_never_merged(people: People, store: Session) -> None:
    ana, cleo = own(store, people.ana), own(store, people.cleo)
    hers = actions.add_treatment(store, ana, uuid4(), DONE).id
    theirs = actions.add_treatment(store, cleo, uuid4(), DONE).id
    with pytest.raises(actions.TreatmentNotFound):
        actions.merge_duplicate(store, ana, hers, theirs)


@pytest.fixture
def recorded(app: Flask, people: People) -> tuple[UUID, UUID]:
    """The same session by Ana and by Ben; Ben's a few minutes later."""
    with app.app_context(), early_commit() as session:
        _, first, second = _two(session, people)
    return first, second


def _words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_ben_is_asked_and_answers_yes(
    app: Flask, people: People, recorded: tuple[UUID, UUID]
) -> None:
    first, second = recorded
    ben: DiaryClient = browser_of(app, people.ben)
    address = f"/patients/{people.ana.id}/sessions"
    asked = "There is one at 10:30 already, recorded by Ana : IV. Is it the same?"
    for page in (f"{address}/{second}/saved", f"{address}/{second}"):
        assert asked in _words(ben.get(page).text)
    assert "Are these the same session?" in ben.get(address).text
    answer = ben.send(f"{address}/{second}/same", other=str(first))
    assert answer.status_code == 303
    assert answer.location.endswith(str(first))
    page = ben.get(answer.location).text
    assert "They are one session now" in page
    assert "Also" in page
    assert "Is it the same?" not in page
    listed = ben.get(address).text
    assert "Are these the same session?" not in listed
    assert f"{second}" not in listed
    gone = ben.get(f"{address}/{second}").text
    assert "This record is one with the session of" in gone
    assert "Undo: they are two sessions" in gone


def test_ana_is_asked_too_and_keeps_both(
    app: Flask, people: People, recorded: tuple[UUID, UUID]
) -> None:
    first, second = recorded
    ana: DiaryClient = browser_of(app, people.ana)
    assert "recorded by Ben" in _words(ana.get(f"/sessions/{first}").text)
    answer = ana.send(f"/sessions/{first}/separate")
    assert answer.status_code == 303
    for address in ("/sessions", f"/sessions/{first}", f"/sessions/{second}"):
        page = ana.get(address).text
        assert "Is it the same?" not in page
        assert "Are these the same session?" not in page


@pytest.mark.parametrize("other", ["", "nonsense", str(UUID(int=9))])
def test_an_answer_about_no_session_keeps_both(
    app: Flask, people: People, recorded: tuple[UUID, UUID], other: str
) -> None:
    first, _ = recorded
    ana: DiaryClient = browser_of(app, people.ana)
    answer = ana.send(f"/sessions/{first}/same", other=other)
    assert "Both are kept" in ana.get(answer.location).text
    with app.app_context(), early_commit() as session:
        statuses = session.scalars(select(TreatmentRow.status)).all()
    assert statuses == ["done", "done"]


def test_a_reading_for_a_record_that_was_merged_goes_to_the_session(
    app: Flask, people: People, recorded: tuple[UUID, UUID]
) -> None:
    first, second = recorded
    ana: DiaryClient = browser_of(app, people.ana)
    ana.send(f"/sessions/{second}/same", other=str(first))
    sent = {"vitals_id": str(uuid4()), "phase": "during", "systolic": "133", "diastolic": "81"}
    answer = ana.send(f"/sessions/{second}/vitals", **sent)
    assert answer.location.endswith(f"{first}/saved")
    assert "133/81" in ana.get(f"/sessions/{first}").text


def test_a_plan_for_the_day_on_which_it_took_place_becomes_that_session(
    app: Flask, people: People, recorded: tuple[UUID, UUID]
) -> None:
    assert recorded
    ana: DiaryClient = browser_of(app, people.ana)
    with app.app_context(), early_commit() as session:
        diary = own(session, people.ana)
        for each in queries.list_treatments(session, diary):
            actions.mark_separate(session, diary, each.id)
        day = datetime(2026, 6, 12, 8, 0)
        plan = replace(
            PLANNED, starts_at_utc=DONE.starts_at_utc + timedelta(days=2), wall=day.replace(hour=10)
        )
        planned = actions.add_treatment(session, diary, uuid4(), plan).id
        done = actions.add_treatment(session, diary, uuid4(), _moved(PATIENTS, 53)).id
    page = _words(ana.get(f"/sessions/{done}").text)
    assert "There is a plan at 10:00 already, made by you" in page
    answer = ana.send(f"/sessions/{done}/same", other=str(planned))
    assert answer.status_code == 303
    with app.app_context(), early_commit() as session:
        left = queries.find_treatment(
            session, own(session, people.ana), UUID(answer.location.rsplit("/", 1)[1])
        )
    assert left is not None
    assert (left.status, left.starts_at_utc) == (
        TreatmentStatus.DONE,
        _moved(PATIENTS, 53).starts_at_utc,
    )


def test_a_record_that_points_to_nothing_can_still_be_opened_and_brought_back(
    app: Flask, people: People, recorded: tuple[UUID, UUID]
) -> None:
    """A file may bring such a row; nothing of it is out of reach."""
    first, _ = recorded
    with app.app_context(), early_commit() as session:
        row = session.get_one(TreatmentRow, first)
        row.status, row.merged_into_id = TreatmentStatus.CANCELLED, UUID(int=9)
    ana: DiaryClient = browser_of(app, people.ana)
    page = ana.get(f"/sessions/{first}")
    assert page.status_code == 200
    assert "This session is cancelled" in page.text
    ana.send(f"/sessions/{first}/restore")
    assert str(first) in ana.get("/sessions").text
