"""The parts of entries and sessions that the doctor's pages need."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from diary.relief.windows import WindowChange


@dataclass(frozen=True)
class VitalsSummary:
    """Vital signs around a session. `phase` is before, during or leaving."""

    phase: str
    systolic: int | None
    diastolic: int | None
    spo2: int | None


@dataclass(frozen=True)
class TreatmentSummary:
    """One session, done or planned. Route and dose are worded as on the session's own page."""

    id: UUID
    at: datetime
    wall: datetime
    planned: bool
    route: str
    dose: str
    series: str | None = None
    edited: bool = False
    words: str | None = None
    readings: tuple[VitalsSummary, ...] = ()
    zone: str | None = None  # the time zone of `wall`

    @property
    def label(self) -> str:
        """Route and dose in one text."""
        return f"{self.route} {self.dose}".strip()


@dataclass(frozen=True)
class LastChange:
    """The change of both scores on the day after the last session."""

    anxiety: WindowChange
    mood: WindowChange
