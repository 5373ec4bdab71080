"""Forms of sharing."""

from datetime import date
from typing import Any

from wtforms import BooleanField
from wtforms.validators import StopValidation

from diary.web.fields import Day, Form


class EndDay(Day):
    """An optional last day. One that is over would share nothing."""

    def pre_validate(self, form: Any) -> None:
        """Read it, and refuse a day that is over where the patient lives."""
        super().pre_validate(form)
        if self.value is not None and self.value < form.today:
            raise StopValidation("The last day is already over.")


class ScopeForm(Form):
    """What a doctor may read, and until when. ``today`` is the patient's own."""

    notes = BooleanField("My notes and my own words")
    costs = BooleanField("What my sessions cost")
    ends_on = EndDay("Last day")

    def __init__(self, today: date, **values: Any) -> None:
        self.today = today
        super().__init__(**values)
