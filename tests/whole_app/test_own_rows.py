"""The filters behind the pages, each asked alone: a query given Cleo's diary knows only hers."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from diary.access import actions as access
from diary.access import queries as sharing
from diary.accounts import queries as accounts
from diary.auth import queries as auth
from diary.clinic import actions as clinic
from diary.clinic.queries.patients import load_recent_entries, load_recent_treatments
from diary.clinic.queries.visits import find_own_visit, list_visits
from diary.domain.entries import EntryDraft, NewEntry
from diary.entries import actions as entry_actions
from diary.entries import queries as entries
from diary.entries.models import EntryRow
from diary.entries.queries.imports import plan_import as entries_planned
from diary.entries.rules.import_plan import FileEntry, Scores
from diary.guidance import actions as guidance
from diary.guidance.queries import load_plan
from diary.guidance.rules.safety_plan import PlanContent
from diary.imports import actions as uploads
from diary.imports.queries import WaitingUpload, find_upload
from diary.imports.rules import FileKind
from diary.tabular.csv_moment import Moment
from diary.treatments import actions as treatment_actions
from diary.treatments import queries as treatments
from diary.treatments.actions.treatments import build_details
from diary.treatments.models import TreatmentRow
from tests.whole_app.opened import id_of, opened
from tests.whole_app.planting import NOW, Planted


@pytest.mark.parametrize("name", ["cleo", "admin"])
def test_a_link_opens_nothing_for_one_who_is_no_doctor(
    rows: Session, planted: Planted, name: str
) -> None:
    ana, other = planted.people["ana"], planted.people[name]
    access.add_care_link(rows, ana.id, other.id, notes=True, costs=True, ends_on=None)
    assert sharing.open_diary(rows, other.viewer, ana.id) is None
    assert sharing.find_shared_diaries(rows, other.viewer) == []
    assert access.accept_invitation(rows, other.viewer, str(planted.things["code"])) is None


def test_ending_the_newest_link_brings_no_earlier_one_back(rows: Session, planted: Planted) -> None:
    ana, ben = planted.people["ana"], planted.people["ben"]
    narrow = access.add_care_link(rows, ana.id, ben.id, notes=False, costs=False, ends_on=None)
    assert not opened(rows, planted, "ben", "ana").sees_notes
    assert access.revoke_care_link(rows, opened(rows, planted, "ana", "ana"), narrow.id)
    assert sharing.open_diary(rows, ben.viewer, ana.id) is None


def test_sharing_is_the_patients_own(rows: Session, planted: Planted) -> None:
    cleo, ben = opened(rows, planted, "cleo", "cleo"), opened(rows, planted, "ben", "ana")
    assert sharing.list_open_invitations(rows, cleo) == []
    assert not access.revoke_care_link(rows, ben, id_of(planted, "narrow link"))
    scope = {"notes": True, "costs": True, "ends_on": None}
    assert not access.change_care_link(rows, ben, id_of(planted, "narrow link"), **scope)  # type: ignore[arg-type]


def test_entries(rows: Session, planted: Planted) -> None:
    ana, cleo = opened(rows, planted, "ana", "ana"), opened(rows, planted, "cleo", "cleo")
    entry_id = id_of(planted, "entry_id")
    entry = entries.by_id(rows, ana, entry_id)
    assert entry is not None
    hers = EntryDraft(entry.effective_at, ana.zone, entry.wall, anxiety=1, mood=1)
    entry_actions.edit(rows, ana, entry_id, hers)
    assert entries.earlier_versions(rows, ana, entry_id)
    assert entries.earlier_versions(rows, cleo, entry_id) == []
    for write in (
        lambda: entry_actions.edit(rows, cleo, entry_id, hers),
        lambda: entry_actions.delete(rows, cleo, entry_id),
        lambda: entry_actions.restore(rows, cleo, entry_id),
        lambda: entry_actions.record_earlier_version(rows, cleo, entry_id, hers),
    ):
        with pytest.raises(LookupError):
            write()
    copied = entry_actions.add(rows, cleo, NewEntry(entry_id, hers))
    assert copied.id != entry_id
    assert entries.by_id(rows, cleo, copied.id) == copied
    for own in rows.query(EntryRow).filter(EntryRow.patient_id == cleo.patient_id):
        entry_actions.delete(rows, cleo, own.id)
    assert entries.last_effects(rows, cleo) == frozenset()


def test_a_file_is_held_against_ones_own_entries(rows: Session, planted: Planted) -> None:
    ana, cleo = opened(rows, planted, "ana", "ana"), opened(rows, planted, "cleo", "cleo")
    entry = entries.by_id(rows, ana, id_of(planted, "entry_id"))
    assert entry is not None
    at = entry.effective_at + timedelta(days=1)
    values = EntryDraft(at, ana.zone, entry.wall + timedelta(days=1), anxiety=4, mood=4)
    entry_actions.add(rows, ana, NewEntry(uuid4(), values))
    line = FileEntry(2, Moment(at, at.replace(tzinfo=None), "UTC"), Scores(4, 4), (), None)
    assert len(entries_planned(rows, ana, [line]).to_add) == 0
    assert len(entries_planned(rows, cleo, [line]).to_add) == 1


def test_sessions(rows: Session, planted: Planted) -> None:
    ana, cleo = opened(rows, planted, "ana", "ana"), opened(rows, planted, "cleo", "cleo")
    treatment_id = id_of(planted, "treatment_id")
    treatment_actions.cancel_treatment(rows, ana, treatment_id)
    assert treatments.list_earlier_versions(rows, ana, treatment_id)
    assert treatments.list_earlier_versions(rows, cleo, treatment_id) == []
    assert treatments.list_treatments(rows, cleo) == []
    assert treatments.find_last_done(rows, cleo, NOW) is None
    details = build_details(rows.get_one(TreatmentRow, treatment_id))
    assert treatment_actions.add_treatment(rows, cleo, treatment_id, details).id != treatment_id


def test_visits(rows: Session, planted: Planted) -> None:
    visit_id = id_of(planted, "visit_id")
    for reader, patient in (("cleo", "cleo"), ("ben", "cleo")):
        other = opened(rows, planted, reader, patient)
        assert list_visits(rows, other) == []
        assert find_own_visit(rows, other, visit_id) is None
    narrow = opened(rows, planted, "narrow", "ana")
    assert [visit.is_mine for visit in list_visits(rows, narrow)] == [False]
    assert find_own_visit(rows, narrow, visit_id) is None
    words = clinic.VisitDraft(NOW.date(), None, None, None)
    with pytest.raises(PermissionError):
        clinic.add_visit(rows, opened(rows, planted, "ana", "ana"), words)


def test_the_list_of_patients(rows: Session, planted: Planted) -> None:
    shared = sharing.find_shared_diaries(rows, planted.people["narrow"].viewer)
    assert load_recent_entries(rows, shared, NOW).keys() == {planted.people["ana"].id}
    assert load_recent_treatments(rows, shared, NOW).keys() == {planted.people["ana"].id}


def test_files_that_wait(rows: Session, planted: Planted) -> None:
    ana, cleo = opened(rows, planted, "ana", "ana"), opened(rows, planted, "cleo", "cleo")
    kept = id_of(planted, "imports.look:entries:upload_id")
    assert find_upload(rows, cleo, kept, FileKind.ENTRIES) is None
    assert find_upload(rows, ana, kept, FileKind.TREATMENTS) is None
    assert not uploads.claim_upload(rows, cleo, kept)
    uploads.store_upload(rows, cleo, FileKind.ENTRIES, b"recorded_at,mood\n2026-05-01,3\n")
    assert isinstance(find_upload(rows, ana, kept, FileKind.ENTRIES), WaitingUpload)


def test_safety_plans(rows: Session, planted: Planted) -> None:
    ana, cleo = opened(rows, planted, "ana", "ana"), opened(rows, planted, "cleo", "cleo")
    before = load_plan(rows, ana)
    assert load_plan(rows, cleo).empty
    guidance.save_plan(rows, cleo, PlanContent("Cleo's words", ()))
    assert load_plan(rows, ana) == before
    assert not load_plan(rows, ana).empty


def test_the_people_of_a_clinic(rows: Session, planted: Planted) -> None:
    admin = accounts.find_user(rows, planted.people["admin"].id)
    ana = accounts.find_user(rows, planted.people["ana"].id)
    assert admin is not None
    assert ana is not None
    assert admin.clinic_id is not None
    assert accounts.list_staff(rows, uuid4()) == []
    ana.clinic_id = admin.clinic_id
    rows.flush()
    assert "Ana" not in {one.name for one in accounts.list_staff(rows, admin.clinic_id)}
    assert accounts.list_open_invitations(rows, admin.clinic_id) == []


def test_a_closed_account_gets_neither_in_nor_a_link(rows: Session, planted: Planted) -> None:
    ana = accounts.find_user(rows, planted.people["ana"].id)
    assert ana is not None
    assert auth.find_credentials(rows, ana.email) is not None
    ana.disabled_at_utc = NOW
    rows.flush()
    assert auth.find_credentials(rows, ana.email) is None
