"""The form of a safety plan."""

from typing import Any

import wtforms
from wtforms import BooleanField, FormField

from diary.guidance.rules.safety_plan import (
    LONGEST_NAME,
    LONGEST_PHONE,
    LONGEST_WORDS,
    MOST_CONTACTS,
    Contact,
    PlanContent,
    phone_fault,
)
from diary.web.fields import Form, Line, Words


class ContactForm(wtforms.Form):
    """One row, with both fields or neither."""

    name = Line("Name", LONGEST_NAME)
    phone = Line("Phone number", LONGEST_PHONE)

    def fault(self) -> tuple[Line, str] | None:
        """Find a field that is wrong together with the other one, and why."""
        name, phone = self.name.value, self.phone.value
        if phone and not name:
            return self.name, "say whose number this is."
        if name and not phone:
            return self.phone, f"type the phone number of {name}."
        fault = phone_fault(phone) if phone else None
        return (self.phone, fault) if fault else None


class PlanForm(Form):
    """The patient's words, and up to five people. Nothing is required."""

    words = Words("What helps me, and what to do first", LONGEST_WORDS)
    contact_1 = FormField(ContactForm, "Contact 1")
    contact_2 = FormField(ContactForm, "Contact 2")
    contact_3 = FormField(ContactForm, "Contact 3")
    contact_4 = FormField(ContactForm, "Contact 4")
    contact_5 = FormField(ContactForm, "Contact 5")
    remove = BooleanField("Yes, take my whole plan away")

    @classmethod
    def showing(cls, plan: PlanContent) -> "PlanForm":
        """Build the form with the stored plan."""
        rows = {
            f"contact_{number}": {"name": each.name, "phone": each.phone}
            for number, each in enumerate(plan.contacts, start=1)
        }
        return cls(formdata=None, data={"words": plan.words, **rows})

    @property
    def contacts(self) -> list[Any]:
        """The rows, as fields that each contain a ``ContactForm``."""
        return [self[f"contact_{number}"] for number in range(1, MOST_CONTACTS + 1)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then each row."""
        fields_hold = super().validate(extra_validators)
        rows_hold = [self._row_holds(row) for row in self.contacts]  # every row shows its own fault
        return bool(fields_hold) and all(rows_hold)

    def _row_holds(self, row: Any) -> bool:
        fault = None if row.errors else row.form.fault()
        if fault is None:
            return not row.errors
        field, words = fault
        field.errors = [f"{row.label.text}: {words}"]
        return False

    def plan(self) -> PlanContent:
        """The plan in a valid form, without empty rows."""
        rows = ((row.form.name.value, row.form.phone.value) for row in self.contacts)
        contacts = tuple(Contact(name, phone) for name, phone in rows if name and phone)
        return PlanContent(self.words.value, contacts)

    def asks_to_remove(self) -> None:
        """Warn that an empty form removes the stored plan, and ask for confirmation."""
        self.remove.errors = [
            "Everything is empty now. Your plan is still kept. Tick the box to take it away."
        ]
