"""A small clinic: entries and sessions of Ana's, her link to Ben, and what was noted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from diary import clock
from diary.access import actions as access
from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.audit.models import AuditEvent
from diary.audit.rules import Event
from diary.domain.calendar import wall_of
from diary.domain.entries import EntryDraft, NewEntry, SideEffectReport
from diary.domain.treatments import DoseUnit, Drug, Route, TreatmentDetails, TreatmentStatus
from diary.domain.vital_signs import MeasurementPhase, VitalSigns
from diary.entries import actions as entries
from diary.extensions import db
from diary.transactions import early_commit, read_only
from diary.treatments import actions as treatments
from tests.people import People, Person


def own(session: Session, person: Person) -> OpenDiary:
    diary = open_diary(session, person.viewer, person.id)
    assert diary is not None
    return diary


def seen_by(session: Session, doctor: Person, patient: Person) -> OpenDiary:
    diary = open_diary(session, doctor.viewer, patient.id)
    assert diary is not None
    return diary


def share(session: Session, people: People, *, notes: bool = True, patient: str = "ana") -> UUID:
    """Ana shares with Ben; gives the id of the link."""
    who: Person = getattr(people, patient)
    found = access.add_care_link(
        session, who.id, people.ben.id, notes=notes, costs=False, ends_on=None
    )
    return found.id


def log(session: Session, person: Person, at: datetime, **said: Any) -> UUID:
    """One entry, true at an instant."""
    diary = own(session, person)
    effects = tuple(
        SideEffectReport(code, word, None) for code, word in said.pop("effects", {}).items()
    )
    said = {"anxiety": 6, "mood": 4, "side_effects": effects, **said}
    wall = wall_of(at, diary.zone).replace(second=0, microsecond=0)
    values = EntryDraft(effective_at=at, zone=diary.zone, wall=wall, **said)
    return entries.add(session, diary, NewEntry(uuid4(), values)).id


def treat(session: Session, person: Person, at: datetime, **said: Any) -> UUID:
    """One session, done if it lies in the past; `pressure` is a reading during it."""
    diary = own(session, person)
    pressure = said.pop("pressure", None)
    details = TreatmentDetails(
        status=TreatmentStatus.PLANNED if at > clock.now() else TreatmentStatus.DONE,
        starts_at_utc=at,
        zone=diary.zone,
        wall=wall_of(at, diary.zone).replace(second=0, microsecond=0),
        route=Route.IV,
        drug=Drug.KETAMINE,
        dose=Decimal("0.5"),
        dose_unit=DoseUnit.MG_PER_KG,
    )
    kept = treatments.add_treatment(session, diary, uuid4(), replace(details, **said))
    if pressure:
        high, low = pressure
        taken = VitalSigns(id=uuid4(), phase=MeasurementPhase.DURING, systolic=high, diastolic=low)
        treatments.add_vital_signs(session, diary, kept.id, taken)
    return kept.id


def ago(**time: float) -> datetime:
    return clock.now() - timedelta(**time)


def looks(app: Flask, patient: Person) -> list[str]:
    """The pages at which others looked, in order."""
    with app.app_context(), read_only() as session:
        found = session.scalars(
            select(AuditEvent.detail)
            .where(AuditEvent.patient_id == patient.id, AuditEvent.event == Event.ACCESS_VIEW.value)
            .order_by(AuditEvent.id)
        )
        return [detail or "" for detail in found]


@contextmanager
def write(app: Flask) -> Iterator[Session]:
    with app.app_context(), early_commit() as session:
        yield session


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Every statement that reaches the database meanwhile."""
    with app.app_context():
        engine = db.engine
    said: list[str] = []

    def hear(_c: object, _k: object, statement: str, *_more: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", hear)
