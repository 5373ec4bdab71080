"""Entries and readings beyond a published limit, in a doctor's words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from diary.domain.entries import EntrySummary
from diary.domain.safety_limits import (
    FADED_HOURS,
    SafetyFlag,
    hours_since_session,
    side_effect_flags,
    vital_flags,
)
from diary.domain.side_effects import label
from diary.domain.treatments import Treatment, TreatmentStatus
from diary.domain.vital_signs import MeasurementPhase, VitalSigns


@dataclass(frozen=True)
class FlaggedValue:
    """One value beyond a limit: when, what it was, and the limit with its source."""

    at: datetime
    wall: datetime
    what: str
    flag: SafetyFlag
    entry_id: UUID | None = None
    treatment_id: UUID | None = None
    zone: str | None = None


def find_flagged_values(
    entries: Iterable[EntrySummary], sessions: Sequence[Treatment]
) -> list[FlaggedValue]:
    """Find every value beyond a limit, newest first."""
    done = sorted(
        (each for each in sessions if each.status is TreatmentStatus.DONE),
        key=lambda each: each.starts_at_utc,
    )
    flagged = [each for entry in entries for each in _of_entry(entry, done)]
    flagged += [each for session in done for each in _of_session(session)]
    return sorted(flagged, key=lambda each: each.at, reverse=True)


def _of_entry(entry: EntrySummary, done: Sequence[Treatment]) -> Iterator[FlaggedValue]:
    for flag in vital_flags(entry.systolic, entry.diastolic, entry.spo2):
        what = _measured(flag, entry.systolic, entry.diastolic, entry.spo2)
        yield FlaggedValue(entry.at, entry.wall, what, flag, entry_id=entry.id, zone=entry.zone)
    hours = hours_since_session(entry.at, [treatment.starts_at_utc for treatment in done])
    for code, severity in entry.side_effects:
        for flag in side_effect_flags([(code, severity)], hours):
            after = (
                f", {hours:.0f} h after a session"
                if hours is not None and hours < FADED_HOURS
                else ""
            )
            what = f"{label(code)}, {severity}{after}"
            yield FlaggedValue(entry.at, entry.wall, what, flag, entry_id=entry.id, zone=entry.zone)


def _of_session(session: Treatment) -> Iterator[FlaggedValue]:
    """Keep the worst reading for each limit and session."""
    worst: dict[SafetyFlag, VitalSigns] = {}
    for reading in session.vitals:
        for flag in reading.flags:
            worst_so_far = worst.get(flag)
            if worst_so_far is None or _badness(reading) > _badness(worst_so_far):
                worst[flag] = reading
    for flag, reading in worst.items():
        what = _measured(flag, reading.systolic, reading.diastolic, reading.spo2)
        leaving = reading.phase is MeasurementPhase.LEAVING
        words = f"{what}, when leaving" if leaving else f"{what}, {reading.phase} a session"
        yield FlaggedValue(
            session.starts_at_utc,
            session.wall,
            words,
            flag,
            treatment_id=session.id,
            zone=session.zone,
        )


def _badness(reading: VitalSigns) -> tuple[int, int]:
    return (reading.systolic or 0, -(reading.spo2 or 100))


def _measured(
    flag: SafetyFlag, systolic: int | None, diastolic: int | None, spo2: int | None
) -> str:
    if flag.code.startswith("spo2"):
        return f"Oxygen {spo2} %"
    return f"Blood pressure {systolic or '?'}/{diastolic or '?'}"
