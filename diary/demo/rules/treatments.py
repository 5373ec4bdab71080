"""The treatment sessions of an invented patient: 0.5 mg/kg by drip over about 40 minutes."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from random import Random

from diary.demo.rules.people import SimulatedPatient
from diary.domain.treatments import TreatmentCost

HIGH_READING = (184, 102)


@dataclass(frozen=True)
class SimulatedVitalSigns:
    """One set of vital signs. `when` is before, during or leaving."""

    when: str
    measured_at: datetime
    systolic: int
    diastolic: int
    pulse: int
    spo2: int


@dataclass(frozen=True)
class SimulatedTreatment:
    """One treatment. A planned one has neither vital signs nor a cost yet."""

    started_at: datetime
    minutes: int
    weight_kg: Decimal
    number: int
    planned: bool = False
    mg_per_kg: Decimal = Decimal("0.5")
    vitals: tuple[SimulatedVitalSigns, ...] = ()
    cost: TreatmentCost | None = None
    own_words: str | None = None


WORDS = {
    1: "Strange but not bad. The music helped.",
    3: "Floaty for half an hour, then very tired.",
    6: "Calmer than the first ones. Went home by taxi.",
    9: "Easy this time. Hungry afterwards.",
}


def simulate_treatments(
    patient: SimulatedPatient, today: date, zone: tzinfo, random: Random
) -> list[SimulatedTreatment]:
    """Done sessions in order, then the planned one if there is one."""
    done = [
        _done(patient, number, day, _start(today, day, zone, random), random)
        for number, day in enumerate(patient.session_days, start=1)
    ]
    if patient.planned_day is None:
        return done
    start = datetime.combine(today + timedelta(days=patient.planned_day), time(10, 30), zone)
    planned = SimulatedTreatment(start, 40, patient.weight_kg, len(done) + 1, planned=True)
    return [*done, planned]


def _start(today: date, day: int, zone: tzinfo, random: Random) -> datetime:
    at = time(random.choice((10, 10, 11, 14)), random.choice((0, 15, 30, 45)))
    return datetime.combine(today + timedelta(days=day), at, zone)


def _done(
    patient: SimulatedPatient, number: int, day: int, start: datetime, random: Random
) -> SimulatedTreatment:
    return SimulatedTreatment(
        started_at=start,
        minutes=random.choice((40, 40, 40, 42, 45)),
        weight_kg=patient.weight_kg + Decimal(random.randint(-2, 2)) / 2,
        number=number,
        vitals=_vitals(patient, start, day == patient.high_reading_on, random),
        cost=_cost(number),
        own_words=WORDS.get(number),
    )


def _vitals(
    patient: SimulatedPatient, start: datetime, high: bool, random: Random
) -> tuple[SimulatedVitalSigns, ...]:
    """Before, twice during (the peak comes at the end of the drip) and before leaving."""
    plan = (("before", -10, 0.1), ("during", 20, 0.6), ("during", 40, 1.0), ("leaving", 100, 0.15))
    readings = [
        _reading(patient, when, start + timedelta(minutes=after), share, random)
        for when, after, share in plan
    ]
    if high:
        peak = readings[2]
        systolic, diastolic = HIGH_READING
        readings[2] = SimulatedVitalSigns(
            peak.when, peak.measured_at, systolic, diastolic, peak.pulse + 14, peak.spo2
        )
    return tuple(readings)


def _reading(
    patient: SimulatedPatient, when: str, at: datetime, share: float, random: Random
) -> SimulatedVitalSigns:
    systolic, diastolic = patient.resting
    return SimulatedVitalSigns(
        when=when,
        measured_at=at,
        systolic=round(systolic + share * patient.rise + random.gauss(0, 4)),
        diastolic=round(diastolic + share * patient.rise * 0.6 + random.gauss(0, 3)),
        pulse=round(74 + share * 9 + random.gauss(0, 4)),
        spo2=min(round(97.4 - share * 0.8 + random.gauss(0, 0.7)), 100),
    )


def _cost(number: int) -> TreatmentCost | None:
    """Some bills are in: the first sessions in full, later ones shared with an insurer.

    In pence.
    """
    if number % 4 == 0:
        return None
    if number <= 3:
        return TreatmentCost(currency="GBP", billed=39500, insurer_share=0, paid=39500)
    return TreatmentCost(currency="GBP", billed=39500, insurer_share=20000, paid=19500)
