"""Sessions and readings for tests, and their forms as a browser sends them."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from diary.access import actions as access
from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.domain.treatments import (
    DoseUnit,
    Drug,
    Route,
    Treatment,
    TreatmentCost,
    TreatmentDetails,
    TreatmentStatus,
)
from diary.domain.vital_signs import MeasurementPhase, VitalSigns
from tests.people import People, Person

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)

DONE = TreatmentDetails(
    status=TreatmentStatus.DONE,
    starts_at_utc=datetime(2026, 6, 10, 9, 30, tzinfo=UTC),
    zone="Europe/Lisbon",
    wall=datetime(2026, 6, 10, 10, 30),
    route=Route.IV,
    drug=Drug.KETAMINE,
    minutes=40,
    dose=Decimal("0.5"),
    dose_unit=DoseUnit.MG_PER_KG,
    weight_kg=Decimal("70.5"),
    place="The clinic",
    companion="A friend",
    words="Strange but not bad.",
    series_number=4,
    series_length=6,
    cost=TreatmentCost(currency="EUR", billed=39550, paid=10000),
)
PLANNED = replace(
    DONE,
    status=TreatmentStatus.PLANNED,
    starts_at_utc=datetime(2026, 6, 20, 9, 30, tzinfo=UTC),
    wall=datetime(2026, 6, 20, 10, 30),
    words=None,
    cost=None,
    series_number=5,
)


def build_treatment(details: TreatmentDetails = DONE, **more: Any) -> Treatment:
    """A treatment as a diary holds it. `more` replaces details as well."""
    values = {name: getattr(details, name) for name in TreatmentDetails.__dataclass_fields__}
    new = {"id": uuid4(), "recorded_by": uuid4(), "created_at_utc": NOW}
    return Treatment(**values | new | more)


def reading(phase: MeasurementPhase = MeasurementPhase.BEFORE, **values: Any) -> VitalSigns:
    return VitalSigns(id=uuid4(), phase=phase, **{"systolic": 120, "diastolic": 80, **values})


def own(session: Session, person: Person) -> OpenDiary:
    """The diary of this patient, opened by herself."""
    diary = open_diary(session, person.viewer, person.id)
    assert diary is not None
    return diary


def shared(session: Session, people: People, *, notes: bool, costs: bool) -> OpenDiary:
    """Ana's diary, opened by Ben with this scope."""
    access.add_care_link(
        session, people.ana.id, people.ben.id, notes=notes, costs=costs, ends_on=None
    )
    diary = open_diary(session, people.ben.viewer, people.ana.id)
    assert diary is not None
    return diary


def typed(**more: str) -> dict[str, str]:
    """The form of a session that took place."""
    return {
        "treatment_id": str(uuid4()),
        "status": "done",
        "at": "2026-06-10T10:30",
        "route": "iv",
        "drug": "ketamine",
        "dose": "0,5",
        "dose_unit": "mg/kg",
        "weight_kg": "70.5",
        **more,
    }


def id_in(location: str) -> UUID:
    """The id of the session in an address."""
    return UUID(location.rstrip("/").split("/sessions/")[1].split("/")[0])
