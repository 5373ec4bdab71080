"""Adding a file to a diary, on both engines."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.access.actions import add_care_link
from diary.access.queries import open_diary
from diary.audit.models import AuditEvent
from diary.audit.rules import Event
from diary.entries.actions.entries import NotAllowed, delete
from tests.entries.importing import bring_in, made_file, opened, stored
from tests.people import move_in

LINE = "2025-07-01T08:30:00+01:00,3,6,mild,=cmd"  # Lisbon keeps +01:00 in summer


def test_an_entry_is_stored_as_the_file_says(store: Session) -> None:
    people = move_in(store)
    diary = opened(store, people.ana)
    assert len(bring_in(store, diary, made_file([LINE])).to_add) == 1
    (entry,) = stored(store, people.ana)
    assert entry.effective_at_utc == datetime(2025, 7, 1, 7, 30, tzinfo=UTC)
    assert entry.recorded_at_utc == entry.effective_at_utc
    assert (entry.effective_zone, entry.effective_wall) == ("Europe/Lisbon", "2025-07-01T08:30:00")
    assert (entry.anxiety, entry.mood, entry.note) == (3, 6, "=cmd")
    assert [(row.code, row.severity) for row in entry.side_effects] == [("headache", "mild")]
    assert entry.source == "imported"


def test_the_same_file_twice_adds_nothing(store: Session) -> None:
    people = move_in(store)
    diary = opened(store, people.ana)
    content = made_file([LINE, "2025-07-01T09:30:00+05:45,3,,,"])
    bring_in(store, diary, content)
    again = bring_in(store, diary, content)
    assert (again.to_add, again.already_there) == ((), 2)
    assert len(stored(store, people.ana)) == 2


def test_a_line_from_before_the_birth_is_refused_with_its_reason(store: Session) -> None:
    people = move_in(store)
    diary = replace(opened(store, people.ana), born_on=date(2025, 7, 2))
    plan = bring_in(store, diary, made_file([LINE]))
    assert plan.to_add == ()
    assert [one.reason for one in plan.refused] == [
        "the time is before the date of birth in the profile, 2 July 2025"
    ]


def test_a_note_or_a_side_effect_alone_is_a_line_and_an_empty_line_is_not(store: Session) -> None:
    people = move_in(store)
    lines = ["2025-07-01T08:30:00Z,,,,only this", "2025-07-01T09:30:00Z,,,mild,"]
    plan = bring_in(
        store, opened(store, people.ana), made_file([*lines, "2025-07-01T10:30:00Z,,,,"])
    )
    assert (len(plan.to_add), len(plan.refused)) == (2, 1)
    assert [one.anxiety for one in stored(store, people.ana)] == [None, None]


def test_a_deleted_entry_does_not_come_back(store: Session) -> None:
    people = move_in(store)
    diary = opened(store, people.ana)
    bring_in(store, diary, made_file([LINE]))
    delete(store, diary, stored(store, people.ana)[0].id)
    assert bring_in(store, diary, made_file([LINE])).already == (2,)


def test_other_scores_leave_the_diary_as_it_is(store: Session) -> None:
    people = move_in(store)
    diary = opened(store, people.ana)
    bring_in(store, diary, made_file([LINE]))
    plan = bring_in(store, diary, made_file([LINE.replace(",3,6,", ",9,9,")]))
    assert plan.differing == (2,)
    assert stored(store, people.ana)[0].anxiety == 3


def test_a_doctor_cannot_bring_a_file_in(store: Session) -> None:
    people = move_in(store)
    add_care_link(store, people.ana.id, people.ben.id, notes=True, costs=True, ends_on=None)
    diary = open_diary(store, people.ben.viewer, people.ana.id)
    assert diary is not None
    with pytest.raises(NotAllowed):
        bring_in(store, diary, made_file([LINE]))
    assert stored(store, people.ana) == []


def test_one_event_tells_how_many_were_added(store: Session) -> None:
    people = move_in(store)
    bring_in(store, opened(store, people.ana), made_file([LINE, LINE.replace("08:", "09:")]))
    told = select(AuditEvent).where(AuditEvent.event == Event.ENTRY_IMPORT.value)
    (event,) = store.scalars(told)
    assert (event.detail, event.actor_id, event.patient_id) == ("2", people.ana.id, people.ana.id)


def test_a_strangers_file_never_touches_another_diary(store: Session) -> None:
    people = move_in(store)
    bring_in(store, opened(store, people.ana), made_file([LINE]))
    bring_in(store, opened(store, people.cleo), made_file([LINE.replace(",3,6,", ",9,9,")]))
    assert [entry.anxiety for entry in stored(store, people.ana)] == [3]
    assert [entry.anxiety for entry in stored(store, people.cleo)] == [9]


minutes = st.lists(st.integers(0, 59), unique=True, min_size=1, max_size=12)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(chosen=minutes, data=st.data())
def test_any_part_in_any_order_and_then_the_whole_is_the_whole(
    store: Session, chosen: list[int], data: st.DataObject
) -> None:
    lines = [f"2024-05-01T08:{minute:02d}:00Z,{minute % 11},5,," for minute in chosen]
    part = data.draw(st.lists(st.sampled_from(lines)))
    with store.begin_nested() as attempt:
        people = move_in(store)
        diary = opened(store, people.ana)
        bring_in(store, diary, made_file(part))
        bring_in(store, diary, made_file(data.draw(st.permutations(lines))))
        walls = [entry.effective_wall[14:16] for entry in stored(store, people.ana)]
        attempt.rollback()
    assert walls == [f"{minute:02d}" for minute in sorted(chosen)]
