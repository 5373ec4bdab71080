"""Simulated diaries: the same seed and the same moment always give the same diary."""

from diary.demo.rules.diary import SimulatedDiary, SimulatedEntry, simulate
from diary.demo.rules.people import (
    ANA,
    BEN,
    CLEO,
    CLINIC,
    COUNTRY,
    NEWCOMER,
    PASSWORD,
    PATIENTS,
    ZONE,
    Doctor,
    SimulatedPatient,
)
from diary.demo.rules.treatments import SimulatedTreatment, SimulatedVitalSigns

__all__ = [
    "ANA",
    "BEN",
    "CLEO",
    "CLINIC",
    "COUNTRY",
    "NEWCOMER",
    "PASSWORD",
    "PATIENTS",
    "ZONE",
    "Doctor",
    "SimulatedDiary",
    "SimulatedEntry",
    "SimulatedPatient",
    "SimulatedTreatment",
    "SimulatedVitalSigns",
    "simulate",
]
