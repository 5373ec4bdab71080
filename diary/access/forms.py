"""Forms of sharing."""

from datetime import date

from wtforms import BooleanField

from diary import clock
from diary.web.fields import Day, Form


class EndDay(Day):
    """An optional last day; one that is over would share nothing."""

    def read(self, text: str) -> date:
        """The date."""
        found = super().read(text)
        if found < clock.today("UTC"):
            raise ValueError("The last day is already over.")
        return found


class ScopeForm(Form):
    """What a doctor may read, and until when."""

    notes = BooleanField("My notes and my own words")
    costs = BooleanField("What my sessions cost")
    ends_on = EndDay("Last day")
