"""Filters that a second guard stands behind, each asked alone, so that its absence shows."""

from dataclasses import fields, replace
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy.orm import Session

from diary.access import actions as access
from diary.access import queries as sharing
from diary.access.rules import OpenDiary
from diary.accounts.models import User
from diary.audit.actions import record
from diary.audit.rules import Event
from diary.charts import queries as charts
from diary.clinic import actions as clinic_actions
from diary.clinic.queries.entries import summarize_entry
from diary.clinic.queries.follow_up import load_records
from diary.clinic.queries.news import find_news
from diary.clinic.queries.visits import list_visit_versions
from diary.clinic.rules.date_range import DateRange
from diary.domain.entries import Entry, EntryDraft, NewEntry
from diary.entries import actions as entry_actions
from diary.entries import queries as entries
from diary.entries.actions.entries import NotAllowed
from diary.entries.models import EntryRow
from diary.guidance import actions as guidance_actions
from diary.guidance import queries as guidance
from diary.guidance.models import SafetyPlanVersion
from diary.guidance.rules.safety_plan import PlanContent
from diary.imports import actions as uploads
from diary.imports.models import Upload
from diary.imports.rules import ImportOutcome
from diary.privacy import actions as privacy_actions
from diary.privacy.queries import consent
from diary.reminders import actions as reminders
from diary.reminders import queries as reminded
from diary.reminders.models import ReminderDevice, ReminderMessage
from diary.reminders.rules.outbox import State
from diary.reminders.rules.slots import Slot
from diary.treatments import actions as treatment_actions
from diary.treatments import queries as treatments
from diary.treatments.actions.treatments import build_details, lock_treatment
from tests.whole_app.opened import id_of, opened
from tests.whole_app.planting import CANARIES, NOW, Planted

DAY = timedelta(days=1)


def test_cleo_neither_ends_nor_changes_nor_lists_what_ana_shares(
    rows: Session, planted: Planted
) -> None:
    cleo, ana = opened(rows, planted, "cleo", "cleo"), opened(rows, planted, "ana", "ana")
    link = id_of(planted, "ben link")
    scope = {"notes": False, "costs": False, "ends_on": None}
    assert not access.withdraw_invitation(rows, cleo, id_of(planted, "invitation_id"))
    assert not access.revoke_care_link(rows, cleo, link)
    assert not access.change_care_link(rows, cleo, link, **scope)  # type: ignore[arg-type]
    assert link not in {one.link_id for one in sharing.list_linked_clinicians(rows, cleo)}
    assert link in {one.link_id for one in sharing.list_linked_clinicians(rows, ana)}


def test_a_closed_account_is_in_no_doctors_list(rows: Session, planted: Planted) -> None:
    ben, ana = planted.people["ben"].viewer, planted.people["ana"].id
    assert ana in {one.diary.patient_id for one in sharing.find_shared_diaries(rows, ben)}
    rows.get_one(User, ana).disabled_at_utc = NOW
    rows.flush()
    assert ana not in {one.diary.patient_id for one in sharing.find_shared_diaries(rows, ben)}


def _draft(entry: Entry) -> EntryDraft:
    return EntryDraft(**{each.name: getattr(entry, each.name) for each in fields(EntryDraft)})


def test_a_doctor_writes_no_entry(rows: Session, planted: Planted) -> None:
    ben = opened(rows, planted, "ben", "ana")
    entry = entries.by_id(rows, ben, id_of(planted, "entry_id"))
    assert entry is not None
    said = _draft(entry)
    for write in (
        lambda: entry_actions.add(rows, ben, NewEntry(uuid4(), said)),
        lambda: entry_actions.edit(rows, ben, entry.id, said),
        lambda: entry_actions.delete(rows, ben, entry.id),
        lambda: entry_actions.restore(rows, ben, entry.id),
        lambda: entry_actions.record_earlier_version(rows, ben, entry.id, said),
    ):
        with pytest.raises(NotAllowed):
            write()


def test_an_analysis_is_made_of_ones_own_entries(rows: Session, planted: Planted) -> None:
    cleo, ana = opened(rows, planted, "cleo", "cleo"), opened(rows, planted, "ana", "ana")
    details = build_details(lock_treatment(rows, ana, id_of(planted, "treatment_id")))
    treatment_actions.add_treatment(rows, cleo, uuid4(), details)
    before = charts.relief(rows, cleo, NOW)
    entry = entries.by_id(rows, ana, id_of(planted, "entry_id"))
    assert entry is not None
    said = _draft(entry)
    for hours in (1, 2, 30, 60):
        at = timedelta(hours=hours)
        moved = replace(said, effective_at=NOW - at, wall=said.wall - at, anxiety=10, mood=0)
        entry_actions.add(rows, ana, NewEntry(uuid4(), moved))
    assert charts.relief(rows, cleo, NOW) == before


def test_a_file_is_finished_by_whose_it_is(rows: Session, planted: Planted) -> None:
    cleo, kept = (
        opened(rows, planted, "cleo", "cleo"),
        id_of(planted, "imports.look:entries:upload_id"),
    )
    uploads.finish_upload(rows, cleo, kept, ImportOutcome(1, 0, 0, 0))
    rows.expire_all()
    assert rows.get_one(Upload, kept).content is not None


def test_what_is_not_shared_is_not_even_read(rows: Session, planted: Planted) -> None:
    """The pages leave it out too; the rows that they are made of do not hold it."""
    narrow, today = opened(rows, planted, "narrow", "ana"), NOW.date()
    records = load_records(rows, narrow, DateRange(today - 7 * DAY, today))
    told = [summarize_entry(one, narrow) for one in records.entries]
    assert told
    assert {(one.note, one.medication_note) for one in told} == {(None, None)}
    assert CANARIES["ana effect"] not in str(told)
    assert [one.words for one in records.treatments] == [None]
    treatment_actions.cancel_treatment(
        rows, opened(rows, planted, "ana", "ana"), id_of(planted, "treatment_id")
    )
    for diary, reads in ((narrow, False), (opened(rows, planted, "ben", "ana"), True)):
        found = treatments.list_earlier_versions(rows, diary, id_of(planted, "treatment_id"))
        ((_, _, said),) = found
        assert ("words" in said, "cost" in said) == (reads, reads)


def test_devices_and_calendars_are_ones_own(rows: Session, planted: Planted) -> None:
    ana, cleo = opened(rows, planted, "ana", "ana"), opened(rows, planted, "cleo", "cleo")
    device = id_of(planted, "device_id")
    assert not reminders.remove_device(rows, cleo, device)
    assert not reminders.drop_device(rows, cleo, device)
    reminders.make_calendar(rows, cleo)
    assert reminded.calendar_created_at(rows, ana) is not None
    reminders.end_calendar(rows, cleo)
    assert reminded.calendar_created_at(rows, ana) is not None
    # a row that cannot be: Cleo's device under a sign-in of Ana's is shown to neither
    row = rows.get_one(ReminderDevice, device)
    row.patient_id = cleo.patient_id
    rows.flush()
    assert reminded.devices(rows, ana) == []
    assert reminded.devices(rows, cleo) == []
    assert [way.device_id for way in reminded.load_channels(rows, ana) if way.device_id] == []
    assert [way.device_id for way in reminded.load_channels(rows, cleo) if way.device_id] == []


def test_what_was_sent_to_ana_was_not_sent_to_cleo(rows: Session, planted: Planted) -> None:
    ana, cleo = opened(rows, planted, "ana", "ana"), opened(rows, planted, "cleo", "cleo")
    sent = {
        "slot": "daily:2026-06-15",
        "channel": "mail",
        "tries": 1,
        "next_attempt_at_utc": NOW,
        "expires_at_utc": NOW + DAY,
        "changed_at_utc": NOW,
    }
    rows.add(ReminderMessage(patient_id=ana.patient_id, state=State.SENT.value, **sent))
    rows.flush()
    assert [one.name for one in reminded.load_reminder_context(rows, ana, NOW).sent] == [
        "daily:2026-06-15"
    ]
    assert reminded.load_reminder_context(rows, cleo, NOW).sent == []
    assert reminded.load_settled_slots(rows, ana, "mail", NOW) == {"daily:2026-06-15"}
    assert reminded.load_settled_slots(rows, cleo, "mail", NOW) == frozenset()


def test_a_worker_takes_up_for_cleo_what_is_cleos(rows: Session, planted: Planted) -> None:
    slot = Slot("daily:2026-06-15", NOW, NOW + DAY)
    times = {
        "next_attempt_at_utc": NOW - DAY,
        "expires_at_utc": NOW + DAY,
        "changed_at_utc": NOW - DAY,
    }
    cleo = opened(rows, planted, "cleo", "cleo")
    for name, state in (("ana", State.WAITING), ("cleo", State.SENT)):
        whose = planted.people[name].id
        row = {"slot": slot.name, "channel": "mail", "tries": 1, "state": state.value, **times}
        rows.add(ReminderMessage(patient_id=whose, **row))
    rows.flush()
    assert reminders.claim(rows, cleo, slot, "mail") is None


def test_news_are_of_ones_own_patient(rows: Session, planted: Planted) -> None:
    """Ben reads Ana and Cleo; what came late in the one diary is no news of the other."""
    ben = {name: opened(rows, planted, "ben", name) for name in ("ana", "cleo")}
    with time_machine.travel(NOW - 2 * DAY, tick=False):
        for diary in ben.values():
            access.record_view(rows, diary, "follow-up")
    hers = opened(rows, planted, "ana", "ana")
    entry = entries.by_id(rows, hers, id_of(planted, "entry_id"))
    assert entry is not None
    said = _draft(entry)
    old = replace(said, effective_at=NOW - 5 * DAY, wall=said.wall - 5 * DAY)
    late = entry_actions.add(rows, hers, NewEntry(uuid4(), old))
    treatment = lock_treatment(rows, hers, id_of(planted, "treatment_id"))
    treatment.starts_at_utc = NOW - 5 * DAY
    rows.flush()
    # an event that cannot be: of Cleo's diary, about a session of Ana's
    whose, what = ben["cleo"].patient_id, treatment.id
    record(rows, Event.TREATMENT_EDIT, hers.viewer_id, patient_id=whose, object_id=what)
    found = {name: find_news(rows, diary, NOW, "UTC") for name, diary in ben.items()}
    assert found["ana"] is not None
    assert found["cleo"] is not None
    assert found["ana"].added == {late.id}
    assert found["ana"].sessions == {id_of(planted, "treatment_id")}
    assert not found["cleo"].any
    assert rows.query(EntryRow).filter(EntryRow.patient_id == hers.patient_id).count() > 1


def test_what_a_visit_said_before_is_its_writers_and_its_patients(
    rows: Session, planted: Planted
) -> None:
    ben, visit = opened(rows, planted, "ben", "ana"), id_of(planted, "visit_id")
    words = clinic_actions.VisitDraft(NOW.date(), "another note", "another plan", None)
    assert clinic_actions.edit_visit(rows, ben, visit, words)
    (before,) = list_visit_versions(rows, ben, visit)
    assert before.note == CANARIES["visit note"]
    assert list_visit_versions(rows, opened(rows, planted, "ben", "cleo"), visit) == []
    assert list_visit_versions(rows, opened(rows, planted, "no costs", "ana"), visit) == []


def test_what_a_safety_plan_said_before_is_its_patients(rows: Session, planted: Planted) -> None:
    ana, cleo = opened(rows, planted, "ana", "ana"), opened(rows, planted, "cleo", "cleo")
    for words in ("Walk.", "Sing."):
        guidance_actions.save_plan(rows, ana, PlanContent(words))
    for words in ("Swim.", "Rest."):
        guidance_actions.save_plan(rows, cleo, PlanContent(words))
    assert PlanContent("Walk.") in [plan for _, plan in guidance.list_plan_versions(rows, ana)]
    assert [plan for _, plan in guidance.list_plan_versions(rows, cleo)] == [PlanContent("Swim.")]
    hers = rows.query(SafetyPlanVersion).filter_by(patient_id=cleo.patient_id).one()
    assert hers.version == 1


def test_what_cleo_takes_back_ana_still_agrees_to(rows: Session, planted: Planted) -> None:
    ana, cleo = opened(rows, planted, "ana", "ana"), opened(rows, planted, "cleo", "cleo")
    for diary in (ana, cleo):
        shown = privacy_actions.join_checksums(
            consent.load_consent_statuses(rows, diary.patient_id)
        )
        assert privacy_actions.give_consent(rows, diary, shown)
    assert privacy_actions.withdraw_consent(rows, cleo, "diary")
    assert "diary" not in _agreed(rows, cleo)
    assert "diary" in _agreed(rows, ana)


def _agreed(rows: Session, diary: OpenDiary) -> set[str]:
    found = consent.load_consent_statuses(rows, diary.patient_id)
    return {each.text.name for each in found if each.agreed_at is not None}
