"""Forms of people: invitations and profiles."""

from typing import Any

from wtforms import StringField
from wtforms.validators import StopValidation, ValidationError

from diary import clock
from diary.accounts.countries import COUNTRIES
from diary.accounts.rules import LANGUAGE_NAMES, Theme, clean_email
from diary.domain.people import Role
from diary.domain.time_zones import zone_names
from diary.web.fields import Day, Form, Line, Pick

ZONES = [(name, name.replace("_", " ")) for name in zone_names()]
HOURS = [(str(hour), f"{hour:02}:00" + (" (midnight)" if hour == 0 else "")) for hour in range(9)]
THEMES = [
    (Theme.AUTO.value, "As on my device"),
    (Theme.LIGHT.value, "Light"),
    (Theme.DARK.value, "Dark"),
]


class Email(StringField):
    """An e-mail address. ``value`` is how it is compared."""

    value: str = ""

    def __init__(self, label: str = "E-mail address", **more: Any) -> None:
        super().__init__(label, render_kw={"type": "email", "autocomplete": "username"}, **more)

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no address."""
        del form
        try:
            self.value = clean_email(self.data or "")
        except ValueError as error:
            raise ValidationError(str(error)) from error


class Birthday(Day):
    """A date of birth. The form's zone says which day is today."""

    def __init__(self, label: str = "Date of birth", **more: Any) -> None:
        super().__init__(label, **more)

    def pre_validate(self, form: Any) -> None:
        """Read it; nobody is born tomorrow."""
        super().pre_validate(form)
        zone = form.zone.data if form.zone.data in zone_names() else "UTC"
        if self.value is not None and self.value > clock.today(zone):
            raise StopValidation("Your date of birth cannot be in the future.")


class ProfileForm(Form):
    """What a person may change about themselves."""

    name = Line("Name", 200, missing="Type your name.")
    born_on = Birthday()
    zone = Pick("Time zone", ZONES, "Choose your time zone.")
    day_boundary = Pick("My day ends at", HOURS, "Choose an hour.")
    language = Pick(
        "Language and dates",
        [(key.value, words) for key, words in LANGUAGE_NAMES.items()],
        "Choose one.",
    )
    theme = Pick("Colours", THEMES, "Choose one.")
    country = Pick("Country (for the help lines)", [("", "Not said"), *COUNTRIES])


class InviteForm(Form):
    """An administrator's invitation."""

    email = Email()
    role = Pick(
        "Who is it?",
        [(Role.DOCTOR.value, "A doctor"), (Role.PATIENT.value, "A patient")],
        "Choose who it is.",
    )
