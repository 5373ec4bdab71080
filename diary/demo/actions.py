"""Filling an empty database with the invented people, by the actions that real ones use."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from diary.access.actions import add_care_link
from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.accounts.actions import NewPerson, add_account, find_or_add_clinic
from diary.accounts.queries import find_user, viewer_of
from diary.demo.rules import (
    BEN,
    CLINIC,
    COUNTRY,
    PATIENTS,
    ZONE,
    Doctor,
    SimulatedEntry,
    SimulatedPatient,
    SimulatedTreatment,
    simulate,
)
from diary.domain.calendar import wall_of
from diary.domain.entries import EntryDraft, MedicationStatus, NewEntry, SideEffectReport
from diary.domain.people import Role
from diary.domain.time_zones import zone_of
from diary.domain.treatments import (
    DoseUnit,
    Drug,
    Route,
    TreatmentDetails,
    TreatmentStatus,
)
from diary.domain.vital_signs import MeasurementPhase, VitalSigns
from diary.entries.actions import add as add_entry
from diary.treatments.actions import add_treatment as add_session
from diary.treatments.actions import add_vital_signs

SERIES = 6  # sessions of an induction


@dataclass(frozen=True)
class Counts:
    """What a fill added."""

    patients: int
    sessions: int
    entries: int


def fill(session: Session, password_hash: str, now: datetime) -> Counts:
    """Add the doctor and their patients with their diaries up to ``now``, with one password."""
    doctor_id = _account(session, BEN, password_hash, Role.DOCTOR)
    sessions = entries = 0
    for patient in PATIENTS:
        diary = _diary(session, patient, password_hash)
        simulated = simulate(patient, now, zone_of(ZONE))
        for treatment in simulated.treatments:
            _session(session, diary, treatment)
        for entry in simulated.entries:
            _entry(session, diary, entry)
        add_care_link(session, diary.patient_id, doctor_id, notes=True, costs=True, ends_on=None)
        sessions += len(simulated.treatments)
        entries += len(simulated.entries)
    return Counts(len(PATIENTS), sessions, entries)


def _account(
    session: Session, person: Doctor | SimulatedPatient, password_hash: str, role: Role
) -> UUID:
    new = NewPerson(
        email=person.email,
        password_hash=password_hash,
        role=role,
        name=person.name,
        born_on=person.born if isinstance(person, SimulatedPatient) else None,
        zone=ZONE,
        country=COUNTRY,
        clinic_id=find_or_add_clinic(session, CLINIC).id if isinstance(person, Doctor) else None,
        is_demo=True,
    )
    return add_account(session, new).id


def _diary(session: Session, patient: SimulatedPatient, password_hash: str) -> OpenDiary:
    """The patient's account and their open diary."""
    user_id = _account(session, patient, password_hash, Role.PATIENT)
    user = find_user(session, user_id)
    diary = open_diary(session, viewer_of(user), user_id) if user else None
    if diary is None:
        raise RuntimeError("a patient can always open their own diary")
    return diary


def _session(session: Session, diary: OpenDiary, simulated: SimulatedTreatment) -> None:
    """Add one treatment with its vital signs. The first six belong to the first series."""
    in_series = simulated.number <= SERIES
    details = TreatmentDetails(
        status=TreatmentStatus.PLANNED if simulated.planned else TreatmentStatus.DONE,
        starts_at_utc=simulated.started_at.astimezone(UTC),
        zone=ZONE,
        wall=wall_of(simulated.started_at, ZONE),
        route=Route.IV,
        drug=Drug.KETAMINE,
        minutes=simulated.minutes,
        dose=simulated.mg_per_kg,
        dose_unit=DoseUnit.MG_PER_KG,
        weight_kg=simulated.weight_kg,
        place=CLINIC,
        words=simulated.own_words,
        series_number=simulated.number if in_series else None,
        series_length=SERIES if in_series else None,
        cost=simulated.cost,
    )
    treatment = add_session(session, diary, uuid4(), details)
    for vital_signs in simulated.vitals:
        reading = VitalSigns(
            id=uuid4(),
            phase=MeasurementPhase(vital_signs.when),
            at=vital_signs.measured_at.astimezone(UTC),
            wall=wall_of(vital_signs.measured_at, ZONE),
            systolic=vital_signs.systolic,
            diastolic=vital_signs.diastolic,
            pulse=vital_signs.pulse,
            spo2=vital_signs.spo2,
        )
        add_vital_signs(session, diary, treatment.id, reading)


def _entry(session: Session, diary: OpenDiary, simulated: SimulatedEntry) -> None:
    values = EntryDraft(
        effective_at=simulated.effective_at.astimezone(UTC),
        zone=ZONE,
        wall=wall_of(simulated.effective_at, ZONE).replace(second=0),
        anxiety=simulated.anxiety,
        mood=simulated.mood,
        side_effects=tuple(
            SideEffectReport(code, word) for code, word in sorted(simulated.side_effects.items())
        ),
        none_reported=simulated.none_reported,
        note=simulated.note,
        sleep_hours=simulated.sleep_hours,
        medication=_medication(simulated),
        medication_note=simulated.medication,
    )
    # it was typed back then, not just now
    new = NewEntry(uuid4(), values, recorded_at=simulated.recorded_at)
    add_entry(session, diary, new)


def _medication(simulated: SimulatedEntry) -> str | None:
    if simulated.medication is None:
        return None
    return (
        MedicationStatus.CHANGED if simulated.medication_changed else MedicationStatus.TAKEN
    ).value
