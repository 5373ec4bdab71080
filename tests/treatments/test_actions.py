"""Sessions are kept once, edited with what was there, and never beyond a reader's scope."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from diary.audit.models import AuditEvent
from diary.audit.rules import Event
from diary.domain.treatments import TreatmentCost, TreatmentDetails, TreatmentStatus
from diary.domain.vital_signs import MOST_VITAL_SIGNS, MeasurementPhase
from diary.treatments import actions, queries
from diary.treatments.actions.vital_signs import TooManyVitalSigns
from diary.treatments.models import TreatmentRow, TreatmentVersion
from tests.people import People
from tests.treatments.builders import DONE, NOW, PLANNED, own, reading, shared


def details(found: TreatmentDetails) -> TreatmentDetails:
    return TreatmentDetails(
        **{name: getattr(found, name) for name in TreatmentDetails.__dataclass_fields__}
    )


def events(store: Session) -> list[str]:
    rows = store.scalars(select(AuditEvent.event).where(AuditEvent.event.like("treatment:%")))
    return sorted(rows)


def test_what_was_entered_comes_back_on_both_engines(people: People, store: Session) -> None:
    ana = own(store, people.ana)
    added = actions.add_treatment(store, ana, uuid4(), DONE)
    store.expire_all()
    found = queries.find_treatment(store, ana, added.id)
    assert found is not None
    assert details(found) == DONE
    assert found.recorded_by == people.ana.id
    assert not found.edited
    assert found.label == "IV 0.5 mg/kg"
    assert found.series == "4 of 6"


def test_a_second_tap_adds_nothing(people: People, store: Session) -> None:
    ana, same = own(store, people.ana), uuid4()
    first = actions.add_treatment(store, ana, same, DONE)
    again = actions.add_treatment(store, ana, same, DONE)
    other = actions.add_treatment(store, ana, same, PLANNED)
    assert first.id == again.id == same
    assert other.id != same
    assert len(queries.list_treatments(store, ana)) == 2
    assert events(store) == [Event.TREATMENT_PLAN, Event.TREATMENT_RECORD]


def test_an_id_of_another_patient_makes_a_session_of_its_own(
    people: People, store: Session
) -> None:
    ana, cleo, same = own(store, people.ana), own(store, people.cleo), uuid4()
    actions.add_treatment(store, ana, same, DONE)
    theirs = actions.add_treatment(store, cleo, same, DONE)
    assert theirs.id != same
    assert queries.find_treatment(store, cleo, same) is None
    assert [one.id for one in queries.list_treatments(store, ana)] == [same]


def test_an_edit_keeps_what_was_there(people: People, store: Session) -> None:
    ana = own(store, people.ana)
    added = actions.add_treatment(store, ana, uuid4(), DONE)
    assert actions.edit_treatment(store, ana, added.id, replace(DONE, dose=Decimal("0.75")))
    assert not actions.edit_treatment(store, ana, added.id, replace(DONE, dose=Decimal("0.750")))
    found = queries.find_treatment(store, ana, added.id)
    assert found is not None
    assert found.label == "IV 0.75 mg/kg"
    assert found.edited
    ((at, by, before),) = queries.list_earlier_versions(store, ana, added.id)
    assert by == people.ana.id
    assert at.tzinfo is not None
    assert before["dose"] == "0.5"
    assert before["words"] == DONE.words
    assert before["cost"]["billed"] == 39550
    assert events(store) == [Event.TREATMENT_EDIT, Event.TREATMENT_RECORD]


def test_cancelling_can_be_undone(people: People, store: Session) -> None:
    ana = own(store, people.ana)
    for wanted in (DONE, PLANNED):
        one = actions.add_treatment(store, ana, uuid4(), wanted)
        assert actions.cancel_treatment(store, ana, one.id)
        assert not actions.cancel_treatment(store, ana, one.id)
        cancelled = queries.find_treatment(store, ana, one.id)
        assert cancelled is not None
        assert cancelled.status is TreatmentStatus.CANCELLED
        assert actions.restore_treatment(store, ana, one.id)
        assert not actions.restore_treatment(store, ana, one.id)
        back = queries.find_treatment(store, ana, one.id)
        assert back is not None
        assert details(back) == wanted


def test_an_import_that_was_cancelled_comes_back_by_the_clock(
    people: People, store: Session
) -> None:
    ana = own(store, people.ana)
    one = actions.add_treatment(
        store, ana, uuid4(), replace(DONE, status=TreatmentStatus.CANCELLED)
    )
    with time_machine.travel(NOW, tick=False):
        actions.restore_treatment(store, ana, one.id)
    found = queries.find_treatment(store, ana, one.id)
    assert found is not None
    assert found.status is TreatmentStatus.DONE


def test_a_doctor_without_scope_neither_reads_nor_erases_words_and_cost(
    people: People, store: Session
) -> None:
    ana, ben = own(store, people.ana), shared(store, people, notes=False, costs=False)
    one = actions.add_treatment(store, ana, uuid4(), DONE)
    seen = queries.find_treatment(store, ben, one.id)
    assert seen is not None
    assert seen.words is None
    assert seen.cost is None
    assert (seen.place, seen.companion) == (None, None)
    assert actions.edit_treatment(store, ben, one.id, replace(details(seen), minutes=41))
    forged = replace(
        details(seen),
        words="forged",
        cost=TreatmentCost(currency="USD", paid=1),
        place="3",
        minutes=42,
    )
    assert actions.edit_treatment(store, ben, one.id, forged)
    hers = queries.find_treatment(store, ana, one.id)
    assert hers is not None
    assert (hers.words, hers.cost, hers.minutes) == (DONE.words, DONE.cost, 42)
    assert (hers.place, hers.companion) == (DONE.place, DONE.companion)
    for _, by, before in queries.list_earlier_versions(store, ben, one.id):
        assert by == people.ben.id
        assert {"words", "cost", "place", "companion"}.isdisjoint(before)


def test_a_doctor_with_scope_may_note_the_cost_but_not_her_words(
    people: People, store: Session
) -> None:
    ana, ben = own(store, people.ana), shared(store, people, notes=True, costs=True)
    one = actions.add_treatment(store, ben, uuid4(), replace(DONE, words="not hers"))
    hers = queries.find_treatment(store, ana, one.id)
    assert hers is not None
    assert hers.recorded_by == people.ben.id
    assert hers.words is None
    assert hers.cost == DONE.cost


def test_readings_are_added_once_and_kept_when_taken_out(people: People, store: Session) -> None:
    ana = own(store, people.ana)
    one = actions.add_treatment(store, ana, uuid4(), DONE)
    leaving = reading(MeasurementPhase.LEAVING, pulse=70, spo2=98)
    before = reading(MeasurementPhase.BEFORE, at=DONE.starts_at_utc, wall=DONE.wall)
    for vitals in (leaving, before, before):
        actions.add_vital_signs(store, ana, one.id, vitals)
    store.expire_all()
    found = queries.find_treatment(store, ana, one.id)
    assert found is not None
    assert found.vitals == (before, leaving)
    assert actions.remove_vital_signs(store, ana, one.id, before.id)
    assert not actions.remove_vital_signs(store, ana, one.id, before.id)
    found = queries.find_treatment(store, ana, one.id)
    assert found is not None
    assert found.vitals == (leaving,)
    ((_, _, was),) = queries.list_earlier_versions(store, ana, one.id)
    assert len(was["vitals"]) == 2


def test_a_session_holds_so_many_readings_and_no_more(people: People, store: Session) -> None:
    ana = own(store, people.ana)
    one = actions.add_treatment(store, ana, uuid4(), DONE)
    for _ in range(MOST_VITAL_SIGNS):
        actions.add_vital_signs(store, ana, one.id, reading())
    with pytest.raises(TooManyVitalSigns):
        actions.add_vital_signs(store, ana, one.id, reading())


def test_a_stranger_changes_nothing(people: People, store: Session) -> None:
    ana, cleo = own(store, people.ana), own(store, people.cleo)
    one = actions.add_treatment(store, ana, uuid4(), DONE)
    for write in (
        lambda: actions.edit_treatment(store, cleo, one.id, PLANNED),
        lambda: actions.cancel_treatment(store, cleo, one.id),
        lambda: actions.restore_treatment(store, cleo, one.id),
        lambda: actions.add_vital_signs(store, cleo, one.id, reading()),
        lambda: actions.remove_vital_signs(store, cleo, one.id, uuid4()),
    ):
        with pytest.raises(actions.TreatmentNotFound):
            write()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "maybe"),
        ("route", "rectal"),
        ("length_minutes", 241),
        ("dose", Decimal(0)),
        ("dose", Decimal(2001)),
        ("dose_unit", None),
        ("weight_kg", Decimal(19)),
        ("series_number", 7),
        ("currency", None),
        ("currency", "EURO"),
        ("billed", -1),
        ("words", "x" * 10_001),
    ],
)
def test_the_tables_refuse_what_no_form_lets_in(
    people: People, store: Session, name: str, value: object
) -> None:
    one = actions.add_treatment(store, own(store, people.ana), uuid4(), DONE)
    row = store.get_one(TreatmentRow, one.id)
    setattr(row, name, value)
    with pytest.raises((IntegrityError, StatementError)), store.begin_nested():
        store.flush()


def test_readings_that_no_body_has_are_refused_by_the_table(people: People, store: Session) -> None:
    ana = own(store, people.ana)
    one = actions.add_treatment(store, ana, uuid4(), DONE)
    for wrong in ({"systolic": 70}, {"diastolic": None}, {"spo2": 49}, {"at": NOW}):
        with pytest.raises(IntegrityError), store.begin_nested():
            actions.add_vital_signs(store, ana, one.id, reading(**wrong))


def test_queries_find_the_last_and_the_next(people: People, store: Session) -> None:
    ana, cleo = own(store, people.ana), own(store, people.cleo)
    done = actions.add_treatment(store, ana, uuid4(), DONE)
    actions.add_treatment(store, ana, uuid4(), replace(DONE, status=TreatmentStatus.CANCELLED))
    earlier = replace(DONE, starts_at_utc=DONE.starts_at_utc - timedelta(days=7))
    actions.add_treatment(store, ana, uuid4(), earlier)
    plan = actions.add_treatment(store, ana, uuid4(), PLANNED)
    later = replace(PLANNED, starts_at_utc=PLANNED.starts_at_utc + timedelta(days=7))
    actions.add_treatment(store, ana, uuid4(), later)
    last, upcoming = (
        queries.find_last_done(store, ana, NOW),
        queries.find_next_planned(store, ana, NOW),
    )
    assert last is not None
    assert last.id == done.id
    assert upcoming is not None
    assert upcoming.id == plan.id
    assert queries.find_last_done(store, cleo, NOW) is None
    assert queries.find_next_planned(store, cleo, NOW) is None
    assert len(queries.list_treatments(store, ana, statuses=[TreatmentStatus.DONE])) == 2
    within = queries.list_treatments(store, ana, DONE.starts_at_utc, PLANNED.starts_at_utc)
    assert [one.status for one in within] == [TreatmentStatus.DONE, TreatmentStatus.CANCELLED] or [
        one.status for one in within
    ] == [TreatmentStatus.CANCELLED, TreatmentStatus.DONE]


def test_versions_are_numbered_without_a_gap(people: People, store: Session) -> None:
    ana = own(store, people.ana)
    one = actions.add_treatment(store, ana, uuid4(), DONE)
    for place in ("a", "b", "c"):
        actions.edit_treatment(store, ana, one.id, replace(DONE, place=place))
    numbers = store.scalars(
        select(TreatmentVersion.version).order_by(TreatmentVersion.version)
    ).all()
    assert list(numbers) == [1, 2, 3]
    assert store.get_one(TreatmentRow, one.id).version == 4
    assert store.scalar(select(func.count()).select_from(TreatmentVersion)) == 3
    snapshot = store.scalars(select(TreatmentVersion.snapshot)).first()
    assert json.loads(snapshot or "{}")["route"] == "iv"
