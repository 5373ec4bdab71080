"""Two years of Ana's diary and Ben's two hundred patients, written by the app's own actions.

The same seed makes the same scores; the days are counted back from today.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from diary.access.actions import add_care_link
from diary.access.rules import OpenDiary
from diary.domain.calendar import wall_of
from diary.domain.entries import SideEffectReport
from diary.domain.people import Role
from diary.domain.time_zones import zone_of
from diary.domain.treatments import DoseUnit, Drug, Route, TreatmentDetails, TreatmentStatus
from diary.domain.vital_signs import MeasurementPhase, VitalSigns
from diary.entries.actions.imports import import_entries
from diary.entries.rules.import_plan import FileEntry, Scores
from diary.tabular.csv_moment import Moment
from diary.treatments.actions import add_treatment, add_vital_signs
from tests.charts.stored import open_own
from tests.people import Person, add

SEED = 2026
TIMES = (time(8, 10), time(13, 30), time(20, 45))
YEARS_DAYS, YEARS_SESSIONS, DAYS_BETWEEN = 730, 100, 7
PATIENTS, MONTH_DAYS, MONTH_SESSIONS = 200, 30, 2
EFFECTS = ("nausea", "dizziness", "dissociation", "headache")
SEVERITIES = ("mild", "mild", "moderate", "severe")
NOTES = ("Slept badly.", "Long walk in the morning.", "Saw a friend, felt lighter.")
READINGS = (
    (MeasurementPhase.BEFORE, 0),
    (MeasurementPhase.DURING, 40),
    (MeasurementPhase.LEAVING, 120),
)


@dataclass(frozen=True)
class Written:
    """Who is there, and how much was written."""

    ana: Person
    ben: Person
    entries: int
    patients: int


def write(session: Session, now: datetime) -> Written:
    """Everything that the benchmark reads."""
    random = Random(SEED)
    ben = add(session, "Ben", Role.DOCTOR, "Europe/London")
    ana = add(session, "Ana", Role.PATIENT, "Europe/Lisbon")
    kept = _keep(session, ana, now, random, (YEARS_DAYS, YEARS_SESSIONS, DAYS_BETWEEN))
    for number in range(1, PATIENTS + 1):
        patient = add(session, f"Patient {number:03}", Role.PATIENT, "Europe/London")
        _keep(session, patient, now, random, (MONTH_DAYS, MONTH_SESSIONS, 12))
        add_care_link(session, patient.id, ben.id, notes=True, costs=False, ends_on=None)
    return Written(ana, ben, kept, PATIENTS)


def _keep(
    session: Session, person: Person, now: datetime, random: Random, size: tuple[int, int, int]
) -> int:
    """One diary of so many days, with so many sessions so many days apart; counts its entries."""
    days, sessions, apart = size
    diary = open_own(session, person)
    today = wall_of(now, diary.zone).date()
    zone = zone_of(diary.zone)
    for number in range(sessions):
        start = datetime.combine(today - timedelta(days=apart * number + 3), time(10, 0), zone)
        _treat(session, diary, start.astimezone(UTC), random)
    starts = [
        datetime.combine(today - timedelta(days=day), at, zone)
        for day in range(days, 0, -1)
        for at in TIMES
    ]
    with_effects = {today - timedelta(days=apart * number + 3) for number in range(sessions)}
    lines = list(_lines(starts, diary, random, with_effects))
    return len(import_entries(session, diary, [*lines]).to_add)


def _lines(
    walls: list[datetime], diary: OpenDiary, random: Random, with_effects: set[date]
) -> Iterator[FileEntry]:
    """Scores that wander, a note now and then, side effects on the days of sessions."""
    anxiety, mood = 7.0, 3.0
    for number, wall in enumerate(walls, start=1):
        treated = wall.date() in with_effects and wall.hour > 10
        anxiety = min(max(anxiety + random.gauss(-1.5 if treated else 0.06, 1), 0), 10)
        mood = min(max(mood + random.gauss(1.2 if treated else -0.05, 1), 0), 10)
        yield FileEntry(
            number,
            Moment(wall.astimezone(UTC), wall.replace(tzinfo=None), diary.zone),
            Scores(round(anxiety), round(mood)),
            tuple(_effects(random)) if treated else (),
            random.choice(NOTES) if random.random() < 0.1 else None,
        )


def _effects(random: Random) -> Iterator[SideEffectReport]:
    for code in EFFECTS:
        if random.random() < 0.5:
            yield SideEffectReport(code, random.choice(SEVERITIES))


def _treat(session: Session, diary: OpenDiary, at: datetime, random: Random) -> None:
    """An infusion with three readings."""
    details = TreatmentDetails(
        status=TreatmentStatus.DONE,
        starts_at_utc=at,
        zone=diary.zone,
        wall=wall_of(at, diary.zone),
        route=Route.IV,
        drug=Drug.KETAMINE,
        minutes=40,
        dose=Decimal("0.5"),
        dose_unit=DoseUnit.MG_PER_KG,
    )
    kept = add_treatment(session, diary, _id(random), details)
    for phase, minutes in READINGS:
        later = at + timedelta(minutes=minutes)
        reading = VitalSigns(
            id=_id(random),
            phase=phase,
            at=later,
            wall=wall_of(later, diary.zone),
            systolic=random.randint(112, 158),
            diastolic=random.randint(68, 98),
            pulse=random.randint(58, 99),
            spo2=random.randint(95, 99),
        )
        add_vital_signs(session, diary, kept.id, reading)


def _id(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)
