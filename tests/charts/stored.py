"""Entries and sessions in the store, written by the app's own actions."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.domain.calendar import wall_of
from diary.domain.entries import EntryDraft, NewEntry, SideEffectReport
from diary.domain.treatments import DoseUnit, Drug, Route, TreatmentDetails, TreatmentStatus
from diary.domain.vital_signs import MeasurementPhase, VitalSigns
from diary.entries import actions as entry_actions
from diary.treatments.actions.treatments import add_treatment
from diary.treatments.actions.vital_signs import add_vital_signs
from tests.people import Person


def open_own(session: Session, person: Person) -> OpenDiary:
    diary = open_diary(session, person.viewer, person.id)
    assert diary is not None
    return diary


def log(
    session: Session,
    diary: OpenDiary,
    at: datetime,
    anxiety: int | None = 5,
    mood: int | None = 5,
    *,
    effects: tuple[SideEffectReport, ...] = (),
    medication: str | None = None,
    medication_note: str | None = None,
) -> UUID:
    values = EntryDraft(
        effective_at=at,
        zone=diary.zone,
        wall=wall_of(at, diary.zone),
        anxiety=anxiety,
        mood=mood,
        side_effects=effects,
        medication=medication,
        medication_note=medication_note,
    )
    return entry_actions.add(session, diary, NewEntry(uuid4(), values)).id


def treat(
    session: Session, diary: OpenDiary, at: datetime, status: TreatmentStatus = TreatmentStatus.DONE
) -> UUID:
    details = TreatmentDetails(
        status=status,
        starts_at_utc=at,
        zone=diary.zone,
        wall=wall_of(at, diary.zone),
        route=Route.IV,
        drug=Drug.KETAMINE,
        dose=Decimal(40),
        dose_unit=DoseUnit.MG,
    )
    treatment = add_treatment(session, diary, uuid4(), details)
    if status is TreatmentStatus.DONE:
        later = at + timedelta(minutes=40)
        reading = VitalSigns(
            id=uuid4(), phase=MeasurementPhase.DURING, at=later, wall=wall_of(later, diary.zone),
            systolic=148, diastolic=92, pulse=88, spo2=97,
        )  # fmt: skip
        add_vital_signs(session, diary, treatment.id, reading)
    return treatment.id
