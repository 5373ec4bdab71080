"""Vitals around a session, in minutes from its start."""

from collections.abc import Sequence
from dataclasses import dataclass

from diary.charts.rules.session_curves import in_order
from diary.charts.rules.values import Session, Vital, hours_between


@dataclass(frozen=True, slots=True)
class TimedVitalSigns:
    """One reading; `minutes` is None where no time was noted."""

    minutes: int | None
    vital: Vital


@dataclass(frozen=True, slots=True)
class TreatmentVitalSigns:
    session: Session
    readings: tuple[TimedVitalSigns, ...]

    @property
    def highest(self) -> Vital | None:
        """The reading with the highest systolic pressure."""
        pressures = [r.vital for r in self.readings if r.vital.systolic is not None]
        return max(pressures, key=lambda v: v.systolic or 0, default=None)


def collect_vital_signs(sessions: Sequence[Session]) -> tuple[TreatmentVitalSigns, ...]:
    """Sessions with any vitals, in order; readings as before, during, leaving and by the clock."""
    return tuple(
        TreatmentVitalSigns(session, _readings(session))
        for session in in_order(sessions)
        if session.vitals
    )


def _readings(session: Session) -> tuple[TimedVitalSigns, ...]:
    phases = ("before", "during", "leaving")
    timed = [
        TimedVitalSigns(None if v.at is None else round(hours_between(session.at, v.at) * 60), v)
        for v in session.vitals
    ]
    timeless = {"before": -1e9, "during": 0.0, "leaving": 1e9}
    return tuple(
        sorted(
            timed,
            key=lambda r: (
                timeless[r.vital.phase] if r.minutes is None else r.minutes,
                phases.index(r.vital.phase),
            ),
        )
    )
