"""The form that opens first: how are you right now? Shape and wording of one entry."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from wtforms import BooleanField, Field, HiddenField
from wtforms.validators import ValidationError

from diary.domain.calendar import Fold, NoSuchTime, TimeTwice, before_birth, resolve_wall, wall_of
from diary.domain.entries import (
    AnsweredCheckIn,
    CheckIn,
    EntryDraft,
    MedicationStatus,
    SideEffectReport,
)
from diary.domain.side_effects import LABELS, Severity, SideEffect
from diary.domain.time_zones import zone_names
from diary.domain.vital_signs import VITAL_SIGN_LIMITS
from diary.web.fields import (
    Form,
    Line,
    Number,
    OneOf,
    ScoreField,
    WallTime,
    Whole,
    Words,
    check_blood_pressure,
)
from diary.web.fields.choices import as_choices

SEVERITIES = [
    ("", "None"),
    *((severity.value, severity.value.capitalize()) for severity in Severity),
]
MEDICATION = [
    (MedicationStatus.TAKEN.value, "Taken as usual"),
    (MedicationStatus.SKIPPED.value, "Skipped"),
    (MedicationStatus.CHANGED.value, "Changed"),
]
NOTHING = (
    "Choose a number for anxiety or mood. "
    "Or tell something else: a side effect or a note is enough."
)
# What makes an entry, beside side effects and "none of these"
SAYING = (
    "anxiety",
    "mood",
    "other_name",
    "note",
    "sleep_hours",
    *VITAL_SIGN_LIMITS,
    "medication",
    "medication_note",
)
MORNING, NIGHT = time(hour=8), time(hour=21)
WHEN = [
    ("now", "Now"),
    ("morning", "This morning (08:00)"),
    ("night", "Last night (21:00)"),
    ("pick", "Another time"),
]
CLOCKS = [("diary", "My diary’s clock"), ("device", "This device’s clock")]
# What browsers say that hide where they are
MASKED_ZONES = ("UTC", "Atlantic/Reykjavik")
FOLDS = [(Fold.FIRST.value, "The first time"), (Fold.SECOND.value, "The second time")]


@dataclass(frozen=True)
class EntryFormContext:
    """Where and when the form is read: the patient's zone and this instant.

    ``born_on`` is the first day that can be told of, where it is known.
    """

    zone: str
    now: datetime
    born_on: date | None = None


class LogForm(Form):
    """One entry. Nothing is set beforehand and everything may stay empty, but not all of it."""

    entry_id = HiddenField()
    here = HiddenField()
    clock = OneOf("Which clock counts for this entry?", CLOCKS)
    check_in = HiddenField()
    again = BooleanField("Save it once more")
    session = HiddenField()
    anxiety = ScoreField("Anxiety")
    mood = ScoreField("Mood")
    when = OneOf("When was this?", WHEN, default="now")
    at = WallTime("Date and time")
    fold = OneOf("This time happened twice that night. Which one?", FOLDS)
    none_reported = BooleanField("None of these")
    other_name = Line("What was it?", 100)
    note = Words("Note")
    sleep_hours = Number("Sleep last night, in hours", "0", "24", places=2)
    systolic = Whole("Blood pressure, upper", *VITAL_SIGN_LIMITS["systolic"])
    diastolic = Whole("Blood pressure, lower", *VITAL_SIGN_LIMITS["diastolic"])
    pulse = Whole("Pulse", *VITAL_SIGN_LIMITS["pulse"])
    spo2 = Whole("Oxygen (SpO2), in percent", *VITAL_SIGN_LIMITS["spo2"])
    medication = OneOf("Medication", MEDICATION)
    medication_note = Line("Which, and what changed?", 200)

    effective_at: datetime
    wall: datetime
    asks_which: bool = False

    def __init__(self, place: EntryFormContext, *args: Any, **more: Any) -> None:
        self.place = place
        super().__init__(*args, **more)
        if wall_of(place.now, place.zone).time() < MORNING:
            self.when.choices = as_choices(pair for pair in WHEN if pair[0] != "morning")

    @property
    def zone(self) -> str:
        """The zone of the clock that counts: the profile's, or where it differs, the chosen one."""
        here, home = self.here.data, self.place.zone
        if here not in zone_names() or self.clock.data == "diary":
            return home
        if wall_of(self.place.now, here) == wall_of(self.place.now, home):
            return home
        return home if here in MASKED_ZONES and self.clock.data is None else here

    def effects(self, order: list[SideEffect]) -> list[Field]:
        """The fields of the side effects in this order."""
        return [self[f"effect_{code.value}"] for code in order]

    def told(self) -> Iterator[SideEffectReport]:
        """The side effects that were given a severity."""
        for code in sorted(SideEffect, key=lambda code: code.value):
            severity = self[f"effect_{code.value}"].data
            if severity:
                name = self.other_name.value if code is SideEffect.OTHER else None
                yield SideEffectReport(code.value, severity, name)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what only holds between fields."""
        fields_hold = super().validate(extra_validators)
        together = [
            self._says_something(),
            self._time_holds(),
            check_blood_pressure(self.systolic, self.diastolic),
            self._effects_hold(),
        ]
        return bool(fields_hold) and all(together)

    def _says_something(self) -> bool:
        """An entry may hold any one thing, but a form with nothing in it is a slip of the thumb."""
        if any((self[name].data or "").strip() for name in SAYING) or any(self.told()):
            return True
        if self.none_reported.data:
            return True
        self.anxiety.errors = [NOTHING]
        return False

    def _time_holds(self) -> bool:
        if self.at.errors:
            return False
        try:
            self.wall, self.effective_at = self._moment()
        except NoSuchTime:
            words = "The clocks went forward that night: this time did not happen."
        except TimeTwice:
            self.asks_which = True
            words = "The clocks went back that night: this time happened twice. Say which below."
        except ValueError as error:
            words = str(error)
        else:
            return True
        self.at.errors = [words]
        return False

    def _moment(self) -> tuple[datetime, datetime]:
        """Return the wall time and the instant that are meant. Raise ``ValueError`` with words."""
        now = wall_of(self.place.now, self.zone)
        if self.at.value is not None:
            wall = self.at.value
        elif self.when.data == "pick":
            raise ValueError("Type the date and time.")
        else:
            wall = _named(self.when.data, now)
        if self.at.value is None and self.when.data in (None, "now"):
            return now.replace(microsecond=0), self.place.now.replace(microsecond=0)
        instant = resolve_wall(wall, self.zone, self.fold.data)
        if instant > self.place.now + timedelta(minutes=1):
            raise ValueError("This time is still to come. Choose one that has passed.")
        if early := before_birth(wall.date(), self.place.born_on):
            raise ValueError(f"This is {early}.")
        return wall, instant

    def _effects_hold(self) -> bool:
        if self.none_reported.data and any(self.told()):
            self.none_reported.errors = ["You chose “None of these” and a side effect as well."]
            return False
        if self.effect_other.data and not self.other_name.value:
            self.other_name.errors = ["Say what the other side effect was."]
            return False
        if self.other_name.value and not self.effect_other.data:
            self.other_name.errors = ["Choose how strong this was, under “Something else”."]
            return False
        return True

    def validate_entry_id(self, field: Field) -> None:
        """Refuse an id that is none: a repeat would be stored twice."""
        try:
            UUID(field.data or "")
        except ValueError as error:
            raise ValidationError("This form is broken. Open the page again.") from error

    @property
    def answers(self) -> AnsweredCheckIn | None:
        """The check-in that is answered. An address that names none is not the patient’s fault."""
        try:
            return AnsweredCheckIn(CheckIn(self.check_in.data or ""), UUID(self.session.data or ""))
        except ValueError:
            return None

    def values(self) -> EntryDraft:
        """What a valid form says."""
        return EntryDraft(
            effective_at=self.effective_at,
            zone=self.zone,
            wall=self.wall,
            anxiety=self.anxiety.value,
            mood=self.mood.value,
            side_effects=tuple(self.told()),
            none_reported=self.none_reported.data,
            note=self.note.value,
            sleep_hours=self.sleep_hours.value,
            systolic=self.systolic.value,
            diastolic=self.diastolic.value,
            pulse=self.pulse.value,
            spo2=self.spo2.value,
            medication=self.medication.data,
            medication_note=self.medication_note.value,
        )


def _named(when: str | None, now: datetime) -> datetime:
    """The wall time of "this morning" or "last night"."""
    if when == "morning":
        return datetime.combine(now.date(), MORNING)
    return datetime.combine(now.date() - timedelta(days=1), NIGHT)


for _code in SideEffect:
    setattr(LogForm, f"effect_{_code.value}", OneOf(LABELS[_code], SEVERITIES))
