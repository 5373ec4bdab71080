"""The form of one reading around a session."""

import re
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from wtforms import BooleanField, Field, HiddenField, StringField
from wtforms.validators import StopValidation, ValidationError

from diary.domain.calendar import Fold, NoSuchTime, resolve_wall
from diary.domain.treatments import Treatment
from diary.domain.vital_signs import PHASES, VITAL_SIGN_LIMITS, MeasurementPhase, VitalSigns
from diary.web.fields import Form, OneOf, Whole, check_blood_pressure

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?::[0-5][0-9])?")
_HALF_A_DAY = timedelta(hours=12)


class VitalSignsTime(StringField):
    """A time of day. ``value`` is None where it was left empty."""

    value: time | None = None

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, **more)
        self.input_type = "time"

    def pre_validate(self, form: Any) -> None:
        """Read the hours and minutes."""
        del form
        text = (self.data or "").strip()
        self.value = None
        if not text:
            return
        match = _CLOCK.fullmatch(text)
        if match is None:
            raise StopValidation("This is not a time we can read. Example: 14:05.")
        self.value = time(int(match[1]), int(match[2]))


class VitalSignsForm(Form):
    """One reading. When it was taken is asked for, its values one at least."""

    vitals_id = HiddenField()
    again = BooleanField("Save it once more")
    phase = OneOf(
        "When was it measured?",
        [(phase.value, words) for phase, words in PHASES.items()],
        missing="Say when it was measured.",
    )
    clock = VitalSignsTime("Time on the clock")
    systolic = Whole("Blood pressure, upper", *VITAL_SIGN_LIMITS["systolic"])
    diastolic = Whole("Blood pressure, lower", *VITAL_SIGN_LIMITS["diastolic"])
    pulse = Whole("Pulse a minute", *VITAL_SIGN_LIMITS["pulse"])
    spo2 = Whole("Oxygen (SpO2), in percent", *VITAL_SIGN_LIMITS["spo2"])

    instant: datetime | None = None
    wall: datetime | None = None

    def __init__(self, treatment: Treatment, now: datetime, *args: Any, **more: Any) -> None:
        self.treatment, self.now = treatment, now
        super().__init__(*args, **more)

    def validate_vitals_id(self, field: Field) -> None:
        """The id is the form's own. A broken one would let a repeat store twice."""
        try:
            UUID(field.data or "")
        except ValueError as error:
            raise ValidationError("This form is broken. Open the page again.") from error

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what only holds between fields."""
        fields_hold = super().validate(extra_validators)
        together = [
            self._time_holds(),
            check_blood_pressure(self.systolic, self.diastolic),
            self._something_said(),
        ]
        return bool(fields_hold) and all(together)

    def _time_holds(self) -> bool:
        """The clock's time nearest to the start of the session. It has passed."""
        self.wall = self.instant = None
        if self.clock.errors or self.clock.value is None:
            return not self.clock.errors
        wall = _nearest(self.clock.value, self.treatment.wall)
        try:
            instants = [resolve_wall(wall, self.treatment.zone, fold) for fold in Fold]
        except NoSuchTime:
            self.clock.errors = ["The clocks went forward that night: this time did not happen."]
            return False
        start = self.treatment.starts_at_utc
        self.wall, self.instant = wall, min(instants, key=lambda at: abs(at - start))
        if self.instant > self.now + timedelta(minutes=1):
            self.clock.errors = ["This time is still to come."]
            return False
        return True

    def _something_said(self) -> bool:
        fields = (self.systolic, self.diastolic, self.pulse, self.spo2)
        if any(field.errors or field.value is not None for field in fields):
            return True
        self.systolic.errors = ["Type at least one value: blood pressure, pulse or oxygen."]
        return False

    def vitals(self) -> VitalSigns:
        """What a valid form says."""
        return VitalSigns(
            id=UUID(self.vitals_id.data),
            phase=MeasurementPhase(self.phase.data),
            at=self.instant,
            wall=self.wall,
            systolic=self.systolic.value,
            diastolic=self.diastolic.value,
            pulse=self.pulse.value,
            spo2=self.spo2.value,
        )


def _nearest(clock: time, start: datetime) -> datetime:
    """The wall time of that clock within half a day of the start."""
    same_day = datetime.combine(start.date(), clock)
    if same_day - start > _HALF_A_DAY:
        return same_day - timedelta(days=1)
    if start - same_day > _HALF_A_DAY:
        return same_day + timedelta(days=1)
    return same_day
