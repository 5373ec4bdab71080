"""A whole life of a diary: the demo, and beside it one of everything that a demo does not have."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import time_machine
from sqlalchemy.orm import Session

from diary.access import actions as access
from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.accounts import actions as accounts
from diary.accounts.models import User
from diary.accounts.queries import find_user_by_email, viewer_of
from diary.accounts.rules import Language, Theme
from diary.clinic import actions as clinic
from diary.demo import actions as demo
from diary.demo.rules import ANA, BEN
from diary.domain.calendar import wall_of
from diary.domain.entries import (
    AnsweredCheckIn,
    Arrival,
    CheckIn,
    EntryDraft,
    NewEntry,
    SideEffectReport,
)
from diary.domain.people import Role
from diary.domain.treatments import (
    DoseUnit,
    Drug,
    Route,
    TreatmentCost,
    TreatmentDetails,
    TreatmentStatus,
)
from diary.domain.vital_signs import MeasurementPhase, VitalSigns
from diary.entries import actions as entries
from diary.guidance import actions as guidance
from diary.guidance.rules.safety_plan import Contact, PlanContent
from diary.privacy.queries import collect_export
from diary.privacy.rules.archive import Archive, read_archive
from diary.privacy.writers.archive import write_archive
from diary.reminders import actions as reminders
from diary.reminders.rules.slots import Preferences
from diary.treatments import actions as treatments
from tests.people import Person, add, password_hash
from tests.sync.builders import added, send

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
ODD = " \t=1+1\n'“ü”\U0001f41f \u202eback\r\n"


def whole_life(session: Session) -> bytes:
    """The demo's Ana with everything added, as the clinic would hand her export over."""
    demo.fill(session, password_hash(), NOW)
    ana, ben = find_user_by_email(session, ANA.email), find_user_by_email(session, BEN.email)
    assert ana is not None
    assert ben is not None
    own = open_diary(session, viewer_of(ana), ana.id)
    seen = open_diary(session, viewer_of(ben), ana.id)
    assert own is not None
    assert seen is not None
    ana.day_boundary, ana.language, ana.theme = 2, Language.IRISH, Theme.DARK
    with time_machine.travel(NOW, tick=False):
        live(session, own, seen)
    return write_archive(collect_export(session, own, by_clinic=True))


def live(session: Session, own: OpenDiary, seen: OpenDiary) -> None:
    """One of everything: edits, a deletion, a check-in, an arrival, a visit, a plan."""
    start = NOW - timedelta(days=3)
    details = TreatmentDetails(
        status=TreatmentStatus.DONE,
        starts_at_utc=start,
        zone="+05:45",
        wall=wall_of(start, "+05:45"),
        route=Route.IV,
        drug=Drug.OTHER,
        drug_other=ODD.strip(),
        dose=Decimal("0.505"),
        dose_unit=DoseUnit.MG_PER_KG,
        weight_kg=Decimal("61.5"),
        words=ODD,
        cost=TreatmentCost(currency="KRW", billed=7),
    )
    kept = treatments.add_treatment(session, own, uuid4(), details)
    treatments.add_vital_signs(
        session, own, kept.id, VitalSigns(id=uuid4(), phase=MeasurementPhase.BEFORE, pulse=60)
    )
    treatments.edit_treatment(session, own, kept.id, replace(details, minutes=40))
    treatments.cancel_treatment(session, own, kept.id)
    _log(session, own, kept.id)
    send(session, own, added(NOW - timedelta(minutes=9), note=ODD))
    first = clinic.VisitDraft(NOW.date(), "the doctor's own", ODD, None)
    visit = clinic.add_visit(session, seen, first)
    clinic.edit_visit(session, seen, visit.id, replace(first, plan="less", next_meeting=NOW.date()))
    clinic.settle(session, own, clinic.ask(session, own, ODD).id)
    guidance.save_plan(
        session, own, PlanContent(ODD, (Contact("Ben", "112"), Contact("ü", "+44 (0)20")))
    )
    guidance.save_plan(session, own, PlanContent("calmer", (Contact("Ben", "112"),)))
    profile = accounts.Profile("Ana", None, "Europe/Lisbon", 3, "en-GB", "dark", "PT")
    her = viewer_of(session.get_one(User, own.patient_id))
    accounts.change_profile(session, her, profile)
    reminders.change(session, own, Preferences(by_mail=True))


def _log(session: Session, own: OpenDiary, treatment_id: UUID) -> None:
    """An entry that answers a check-in and is edited, and one that is deleted."""
    values = EntryDraft(
        effective_at=NOW - timedelta(days=2),
        zone="Pacific/Chatham",
        wall=wall_of(NOW - timedelta(days=2), "Pacific/Chatham"),
        anxiety=0,
        mood=None,
        side_effects=(
            SideEffectReport("other", "mild", "'=itch"),
            SideEffectReport("headache", "severe"),
        ),
        note=ODD,
        medication_note="",
    )
    late = Arrival(NOW, timedelta(hours=-2))
    new = NewEntry(uuid4(), values, AnsweredCheckIn(CheckIn.HOURS_24, treatment_id), NOW, late)
    entry = entries.add(session, own, new)
    entries.edit(session, own, entry.id, replace(values, mood=10))
    gone = entries.add(session, own, NewEntry(uuid4(), replace(values, anxiety=3)))
    entries.delete(session, own, gone.id)


def planted_life(session: Session, her: str = "Ana", him: str = "Ben") -> tuple[Person, bytes]:
    """A small life of Ana's with Ben as her doctor, and her export."""
    with time_machine.travel(NOW - timedelta(days=30), tick=False):
        ana = add(session, her, Role.PATIENT, "Europe/Lisbon")
        ben = add(session, him, Role.DOCTOR)
        access.add_care_link(session, ana.id, ben.id, notes=True, costs=True, ends_on=None)
    with time_machine.travel(NOW, tick=False):
        own = open_diary(session, ana.viewer, ana.id)
        seen = open_diary(session, ben.viewer, ana.id)
        assert own is not None
        assert seen is not None
        live(session, own, seen)
        return ana, write_archive(collect_export(session, own, by_clinic=True))


def newcomer(session: Session, name: str = "Newcomer") -> OpenDiary:
    """An empty diary of somebody who has just signed up."""
    person = add(session, name, Role.PATIENT, "Asia/Tokyo")
    found = open_diary(session, person.viewer, person.id)
    assert found is not None
    return found


def archive_of(session: Session, diary: OpenDiary) -> Archive:
    """What a diary's export says now."""
    return read_archive(write_archive(collect_export(session, diary, by_clinic=True)))


def changed(found: Archive, table: str, values: dict[str, Any]) -> Archive:
    """The same archive with other values in the first row of a table."""
    rows = list(found.tables[table])
    rows[0] = {**rows[0], **values}
    return replace(found, tables={**found.tables, table: rows})
