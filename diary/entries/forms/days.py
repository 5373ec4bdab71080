"""Forms that lead somewhere in the diary."""

from diary.web.fields import Day, Form


class DayForm(Form):
    """The day to go to; in the address, so without a token."""

    class Meta:
        csrf = False

    day = Day("Go to a day")
