"""Vital signs: one set of blood pressure, pulse and SpO2 with its time and phase."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from diary.domain.safety_limits import SafetyFlag, vital_flags

MOST_VITAL_SIGNS = 100  # in one treatment
VITAL_SIGN_LIMITS = {
    "systolic": (40, 300),
    "diastolic": (20, 200),
    "pulse": (20, 300),
    "spo2": (50, 100),
}


class MeasurementPhase(StrEnum):
    """When a reading was taken."""

    BEFORE = "before"
    DURING = "during"
    LEAVING = "leaving"


PHASES = {
    MeasurementPhase.BEFORE: "Before",
    MeasurementPhase.DURING: "During",
    MeasurementPhase.LEAVING: "Before leaving",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VitalSigns:
    """One reading: pressure in mmHg, pulse per minute, SpO2 in percent.

    ``wall`` is the naive time on the patient's wall, and ``at`` its instant; both may be unknown.
    """

    id: UUID
    phase: MeasurementPhase
    at: datetime | None = None
    wall: datetime | None = None
    systolic: int | None = None
    diastolic: int | None = None
    pulse: int | None = None
    spo2: int | None = None

    @property
    def flags(self) -> tuple[SafetyFlag, ...]:
        """Published limits that this reading is beyond."""
        return vital_flags(self.systolic, self.diastolic, self.spo2)
