"""Filling an empty database with the invented people, by the actions that real ones use."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from diary.access.actions import link
from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.accounts.actions import NewPerson, add_account, clinic
from diary.accounts.models import User
from diary.accounts.queries import viewer_of
from diary.demo.rules import (
    BEN,
    CLINIC,
    COUNTRY,
    PATIENTS,
    ZONE,
    Checkin,
    Doctor,
    Infusion,
    Patient,
    simulate,
)
from diary.domain.calendar import wall_of
from diary.domain.people import Role
from diary.domain.time_zones import zone_of
from diary.entries.actions import add as add_entry
from diary.entries.rules.entry import EntryValues, Medication, NewEntry, Reported
from diary.treatments.actions import add as add_session
from diary.treatments.actions import add_vitals
from diary.treatments.rules.kinds import Drug, Phase, Route, Status, Unit
from diary.treatments.rules.treatment import Cost, Details, Vitals

SERIES = 6  # sessions of an induction


@dataclass(frozen=True)
class Counts:
    """What a fill added."""

    patients: int
    sessions: int
    entries: int


def fill(session: Session, password_hash: str, now: datetime) -> Counts:
    """Add the doctor and his patients with their diaries up to ``now``; one password for all."""
    doctor_id = _account(session, BEN, password_hash, Role.DOCTOR)
    sessions = entries = 0
    for patient in PATIENTS:
        diary = _diary(session, patient, password_hash)
        simulated = simulate(patient, now, zone_of(ZONE))
        for infusion in simulated.infusions:
            _session(session, diary, infusion)
        for checkin in simulated.checkins:
            _entry(session, diary, checkin)
        link(session, diary.patient_id, doctor_id, notes=True, costs=True, ends_on=None)
        sessions += len(simulated.infusions)
        entries += len(simulated.checkins)
    return Counts(len(PATIENTS), sessions, entries)


def _account(session: Session, person: Doctor | Patient, password_hash: str, role: Role) -> UUID:
    new = NewPerson(
        email=person.email,
        password_hash=password_hash,
        role=role,
        name=person.name,
        born_on=person.born if isinstance(person, Patient) else None,
        zone=ZONE,
        country=COUNTRY,
        clinic_id=clinic(session, CLINIC).id if isinstance(person, Doctor) else None,
        is_demo=True,
    )
    return add_account(session, new).id


def _diary(session: Session, patient: Patient, password_hash: str) -> OpenDiary:
    """The patient's account and her own open diary."""
    user_id = _account(session, patient, password_hash, Role.PATIENT)
    user = session.get_one(User, user_id)
    diary = open_diary(session, viewer_of(user), user_id)
    if diary is None:
        raise RuntimeError("a patient can always open her own diary")
    return diary


def _session(session: Session, diary: OpenDiary, infusion: Infusion) -> None:
    """One session with its readings; six belong to the first series."""
    in_series = infusion.number <= SERIES
    details = Details(
        status=Status.PLANNED if infusion.planned else Status.DONE,
        starts_at_utc=infusion.started_at.astimezone(UTC),
        zone=ZONE,
        wall=wall_of(infusion.started_at, ZONE),
        route=Route.IV,
        drug=Drug.KETAMINE,
        minutes=infusion.minutes,
        dose=infusion.mg_per_kg,
        dose_unit=Unit.MG_PER_KG,
        weight_kg=infusion.weight_kg,
        place=CLINIC,
        words=infusion.own_words,
        series_number=infusion.number if in_series else None,
        series_length=SERIES if in_series else None,
        cost=_cost(infusion),
    )
    kept = add_session(session, diary, uuid4(), details)
    for one in infusion.vitals:
        reading = Vitals(
            id=uuid4(),
            phase=Phase(one.when),
            at=one.measured_at.astimezone(UTC),
            wall=wall_of(one.measured_at, ZONE),
            systolic=one.systolic,
            diastolic=one.diastolic,
            pulse=one.pulse,
            spo2=one.spo2,
        )
        add_vitals(session, diary, kept.id, reading)


def _cost(infusion: Infusion) -> Cost | None:
    said = infusion.cost
    if said is None:
        return None
    return Cost(
        currency=said.currency, billed=said.billed, insurer_share=said.insurer, paid=said.paid
    )


def _entry(session: Session, diary: OpenDiary, checkin: Checkin) -> None:
    values = EntryValues(
        effective_at=checkin.effective_at.astimezone(UTC),
        zone=ZONE,
        wall=wall_of(checkin.effective_at, ZONE).replace(second=0),
        anxiety=checkin.anxiety,
        mood=checkin.mood,
        side_effects=tuple(
            Reported(code, word) for code, word in sorted(checkin.side_effects.items())
        ),
        none_reported=checkin.none_reported,
        note=checkin.note,
        sleep_hours=checkin.sleep_hours,
        medication=_medication(checkin),
        medication_note=checkin.medication,
    )
    entry = add_entry(session, diary, NewEntry(uuid4(), values))
    entry.recorded_at_utc = checkin.recorded_at  # it was typed back then, not just now


def _medication(checkin: Checkin) -> str | None:
    if checkin.medication is None:
        return None
    return (Medication.CHANGED if checkin.medication_changed else Medication.TAKEN).value
