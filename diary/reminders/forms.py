"""The form of reminders."""

from datetime import time
from typing import Any

from wtforms import BooleanField

from diary.reminders.rules.slots import Preferences
from diary.web.fields import ClockTime, Form


class ReminderForm(Form):
    """When to remind, in the patient's local time. An empty daily time means none."""

    daily_at = ClockTime("Every day at")
    check_ins = BooleanField("Around my treatment sessions")
    quiet_from = ClockTime("Quiet from", missing="Type when your quiet hours begin.")
    quiet_until = ClockTime("Quiet until", missing="Type when your quiet hours end.")
    by_mail = BooleanField("By e-mail")

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then the daily time against the quiet hours."""
        if not super().validate(extra_validators):
            return False
        daily, starts, ends = self.daily_at.value, self.quiet_from.value, self.quiet_until.value
        if daily is not None and _within(daily, starts, ends):
            self.daily_at.errors = ["This time lies in your quiet hours. Choose another."]
            return False
        return True

    def preferences(self) -> Preferences:
        """The choices in a valid form."""
        return Preferences(
            daily_at=self.daily_at.value,
            check_ins=bool(self.check_ins.data),
            quiet_from=self.quiet_from.value,
            quiet_until=self.quiet_until.value,
            by_mail=bool(self.by_mail.data),
        )


def _within(wall: time, starts: time, ends: time) -> bool:
    if starts <= ends:
        return starts <= wall < ends
    return wall >= starts or wall < ends
