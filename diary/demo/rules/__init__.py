"""Simulated diaries: the same seed and the same moment always give the same diary."""

from diary.demo.rules.diary import Checkin, Diary, simulate
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
    Patient,
)
from diary.demo.rules.treatments import Cost, Infusion, Vitals

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
    "Checkin",
    "Cost",
    "Diary",
    "Doctor",
    "Infusion",
    "Patient",
    "Vitals",
    "simulate",
]
