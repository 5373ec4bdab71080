"""The form of one session, planned or past."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from wtforms import BooleanField, Field, HiddenField
from wtforms.validators import ValidationError

from diary.domain.calendar import Fold, NoSuchTime, TimeTwice, before_birth, resolve_wall
from diary.domain.treatments import (
    DRUGS,
    FARTHEST_PLAN,
    LONGEST_DRUG,
    LONGEST_PLACE,
    LONGEST_WORDS,
    MINUTES,
    MOST_IN_SERIES,
    ROUTES,
    WEIGHT_KG,
    DoseUnit,
    Drug,
    Route,
    TreatmentCost,
    TreatmentDetails,
    TreatmentStatus,
)
from diary.treatments.rules.doses import find_dose_fault
from diary.treatments.rules.money import CURRENCIES, to_minor_units
from diary.web.fields import Form, Line, Number, OneOf, Pick, WallTime, Whole, Words

WHETHER = [
    (TreatmentStatus.DONE.value, "It took place"),
    (TreatmentStatus.PLANNED.value, "It is planned"),
]
UNITS = [(DoseUnit.MG.value, "mg"), (DoseUnit.MG_PER_KG.value, "mg for each kg of weight (mg/kg)")]
FOLDS = [(Fold.FIRST.value, "The first time"), (Fold.SECOND.value, "The second time")]
AMOUNTS = ("billed", "insurer_share", "paid", "reimbursed")
_A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class TreatmentFormContext:
    """Where and when the form is read, and which of its parts this person may fill in."""

    zone: str
    now: datetime
    words: bool
    costs: bool
    places: bool  # where it was and who was there
    born_on: date | None = None


class Amount(Number):
    """A sum of money, as on the bill."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, "0", "10000000", places=2, **more)

    def write(self, value: Any) -> str:
        """With the digits of its currency."""
        return f"{Decimal(value):f}"


class TreatmentForm(Form):
    """One session. Only whether, when, how and which drug are asked for. The rest may be empty."""

    treatment_id = HiddenField()
    again = BooleanField("Save it once more")
    status = OneOf("This session", WHETHER, missing="Say whether it took place or is planned.")
    at = WallTime("Start: date and time", missing="Type the date and time it starts.")
    fold = OneOf("This time happens twice that night. Which one?", FOLDS)
    route = Pick(
        "How it is given",
        [("", "Choose"), *((route.value, words) for route, words in ROUTES.items())],
        missing="Choose how it is given.",
    )
    drug = OneOf(
        "Drug", [(drug.value, words) for drug, words in DRUGS.items()], missing="Choose the drug."
    )
    drug_other = Line("Which other drug?", LONGEST_DRUG)
    dose = Number("Dose", "0", "2000")
    dose_unit = OneOf("Unit of the dose", UNITS)
    weight_kg = Number("Weight that day", *(str(limit) for limit in WEIGHT_KG))
    minutes = Whole("Length, in minutes", *MINUTES)
    series_number = Whole("Number in its series", 1, MOST_IN_SERIES)
    series_length = Whole("Sessions in the series", 1, MOST_IN_SERIES)
    place = Line("Where", LONGEST_PLACE)
    companion = Line("Who was there", LONGEST_PLACE)
    words = Words("How it went, in your own words", LONGEST_WORDS)
    currency = Pick("Currency", [("", "Choose"), *((code, code) for code in CURRENCIES)])
    billed = Amount("Billed")
    insurer_share = Amount("The insurer’s share")
    paid = Amount("Paid out of pocket")
    reimbursed = Amount("Paid back")

    instant: datetime
    asks_which: bool = False

    def __init__(self, context: TreatmentFormContext, *args: Any, **more: Any) -> None:
        self.context = context
        super().__init__(*args, **more)
        if not context.words:
            del self.words
        if not context.places:
            del self.place, self.companion
        if not context.costs:
            for name in ("currency", *AMOUNTS):
                delattr(self, name)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what only holds between fields."""
        fields_hold = super().validate(extra_validators)
        together = [self._time_holds(), self._dose_holds(), self._series_holds()]
        if self.context.costs:
            together.append(self._cost_holds())
        return bool(fields_hold) and all(together)

    def validate_treatment_id(self, field: Field) -> None:
        """The id is the form's own. A broken one would let a repeat store twice."""
        try:
            UUID(field.data or "")
        except ValueError as error:
            raise ValidationError("This form is broken. Open the page again.") from error

    def _time_holds(self) -> bool:
        if self.at.errors:
            return False
        try:
            self.instant = resolve_wall(self.at.value, self.context.zone, self.fold.data)
        except NoSuchTime:
            words = "The clocks go forward that night: this time does not happen."
        except TimeTwice:
            self.asks_which = True
            words = "The clocks go back that night: this time happens twice. Say which below."
        except ValueError:
            words = "This is not a date we can read. Example: 2026-05-31."
        else:
            words = self._when_fault() or ""
        if words:
            self.at.errors = [words]
        return not words

    def _when_fault(self) -> str | None:
        """A session that took place has begun. A plan lies ahead, and not too far."""
        now = self.context.now
        if early := before_birth(self.at.value.date(), self.context.born_on):
            return f"This is {early}."
        if self.status.data == TreatmentStatus.DONE.value and self.instant > now + _A_MINUTE:
            return "This time is still to come. Choose “It is planned”, or a time that has passed."
        if self.status.data == TreatmentStatus.PLANNED.value:
            if self.instant > now + FARTHEST_PLAN:
                return "This is more than two years ahead."
            if self.instant < now - timedelta(days=1):
                return "This time has passed. Choose “It took place”, or a time to come."
        return None

    def _dose_holds(self) -> bool:
        if self.dose.errors or self.dose_unit.errors or self.dose.value is None:
            return not (self.dose.errors or self.dose_unit.errors)
        if self.dose_unit.data is None:
            self.dose_unit.errors = ["Choose the unit of the dose."]
            return False
        if self.route.errors or self.drug.errors:
            return False
        fault = find_dose_fault(
            Route(self.route.data),
            Drug(self.drug.data),
            self.dose.value,
            DoseUnit(self.dose_unit.data),
        )
        if fault:
            self.dose.errors = [fault]
        return not fault

    def _series_holds(self) -> bool:
        number, length = self.series_number.value, self.series_length.value
        if number is None and length is not None:
            self.series_number.errors = ["Say which one of the series this is."]
            return False
        if number is not None and length is not None and number > length:
            self.series_number.errors = ["This is more than there are in the series."]
            return False
        return True

    def _cost_holds(self) -> bool:
        amounts = [self[name] for name in AMOUNTS if self[name].value is not None]
        if amounts and self.currency.data is None and not self.currency.errors:
            self.currency.errors = ["Choose the currency of these amounts."]
        if self.currency.errors:
            return False
        for field in amounts:
            try:
                to_minor_units(field.value, self.currency.data)
            except ValueError as error:
                field.errors = [f"{field.label.text}: {error}."]
        return not any(field.errors for field in amounts)

    def details(self) -> TreatmentDetails:
        """What a valid form says. What was not asked is None."""
        has_dose = self.dose.value is not None
        other = self.drug.data == Drug.OTHER.value
        return TreatmentDetails(
            status=TreatmentStatus(self.status.data),
            starts_at_utc=self.instant,
            zone=self.context.zone,
            wall=self.at.value,
            route=Route(self.route.data),
            drug=Drug(self.drug.data),
            drug_other=self.drug_other.value if other else None,
            minutes=self.minutes.value,
            dose=self.dose.value,
            dose_unit=DoseUnit(self.dose_unit.data) if has_dose else None,
            weight_kg=self.weight_kg.value,
            place=self.place.value if self.context.places else None,
            companion=self.companion.value if self.context.places else None,
            words=self.words.value if self.context.words else None,
            series_number=self.series_number.value,
            series_length=self.series_length.value,
            cost=self._cost() if self.context.costs else None,
        )

    def _cost(self) -> TreatmentCost | None:
        code = self.currency.data
        amounts = {
            name: to_minor_units(self[name].value, code)
            for name in AMOUNTS
            if self[name].value is not None
        }
        return TreatmentCost(currency=code, **amounts) if amounts else None
