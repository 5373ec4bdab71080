"""Vital signs around a session, in minutes from its start."""

from collections.abc import Sequence
from dataclasses import dataclass

from diary.charts.rules.session_curves import in_order
from diary.charts.rules.values import ChartTreatment, hours_between
from diary.domain.vital_signs import MeasurementPhase, VitalSigns


@dataclass(frozen=True, slots=True)
class TimedVitalSigns:
    """One reading. `minutes` is None where no time was noted."""

    minutes: int | None
    vital_signs: VitalSigns


@dataclass(frozen=True, slots=True)
class TreatmentVitalSigns:
    session: ChartTreatment
    readings: tuple[TimedVitalSigns, ...]

    @property
    def highest(self) -> VitalSigns | None:
        """The reading with the highest systolic pressure."""
        pressures = [r.vital_signs for r in self.readings if r.vital_signs.systolic is not None]
        return max(pressures, key=lambda v: v.systolic or 0, default=None)


def collect_vital_signs(sessions: Sequence[ChartTreatment]) -> tuple[TreatmentVitalSigns, ...]:
    """Return sessions with any vital signs, in order.

    Readings are ordered as before, during, leaving and by the clock.
    """
    return tuple(
        TreatmentVitalSigns(session, _readings(session))
        for session in in_order(sessions)
        if session.treatment.vitals
    )


def _readings(session: ChartTreatment) -> tuple[TimedVitalSigns, ...]:
    phases = list(MeasurementPhase)
    timed = [
        TimedVitalSigns(None if v.at is None else round(hours_between(session.at, v.at) * 60), v)
        for v in session.treatment.vitals
    ]
    timeless = {
        MeasurementPhase.BEFORE: -1e9,
        MeasurementPhase.DURING: 0.0,
        MeasurementPhase.LEAVING: 1e9,
    }
    return tuple(
        sorted(
            timed,
            key=lambda r: (
                timeless[r.vital_signs.phase] if r.minutes is None else r.minutes,
                phases.index(r.vital_signs.phase),
            ),
        )
    )
