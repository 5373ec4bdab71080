"""The forms of a patient's code, a visit, a question, and the dates of a follow-up."""

from datetime import date

from diary.clinic.rules import LONGEST_QUESTION, LONGEST_WORDS
from diary.domain.calendar import before_birth
from diary.web.fields import Day, Form, Line, Words


class CareCodeForm(Form):
    """The twelve letters of a patient's code."""

    code = Line("Code from your patient", 40, missing="Type the 12 letters of the code.")


class VisitForm(Form):
    """One follow-up appointment."""

    held_on = Day("Date of the visit", missing="Say when the visit was.")
    note = Words("Your note", LONGEST_WORDS)
    plan = Words("Plan", LONGEST_WORDS)
    next_meeting = Day("Next meeting")

    def fault(self, today: date, born_on: date | None) -> bool:
        """Put a message beside each impossible date. True if there is one."""
        held_on, following = self.held_on.value, self.next_meeting.value
        if held_on and held_on > today:
            self.held_on.errors = ["The visit cannot be later than today."]
        if held_on and (early := before_birth(held_on, born_on)):
            self.held_on.errors = [f"This is {early}."]
        if held_on and following and following <= held_on:
            self.next_meeting.errors = ["The next meeting must be after this visit."]
        if not (self.note.value or self.plan.value or following):
            self.note.errors = ["Write a note, a plan or the date of the next meeting."]
        return any(field.errors for field in self)


class QuestionForm(Form):
    """One question for the next visit."""

    words = Words("A question for your next visit", LONGEST_QUESTION)

    def fault(self) -> bool:
        """Put a message beside an empty question. True if it is empty."""
        if not self.words.errors and not (self.words.value or "").strip():
            self.words.errors = ["Write your question first."]
        return bool(self.words.errors)


class DateRangeForm(Form):
    """The first and last day of a follow-up. They stand in the address, so there is no token."""

    class Meta:
        csrf = False

    since = Day("From")
    until = Day("To")

    def accepts(self, today: date) -> bool:
        """Whether the dates form a range that has begun. Faults are put beside their fields."""
        since, until = (self.since.value, self.until.value) if self.validate() else (None, None)
        if since and until and since > until:
            self.since.errors = ["“From” is after “To”. Choose an earlier “From” or a later “To”."]
        elif since and since > today:
            self.since.errors = ["“From” is later than today. Choose an earlier date."]
        return not self.errors

    @property
    def dates(self) -> tuple[date | None, date | None]:
        """The requested dates. Both are None if one of them is wrong."""
        return (None, None) if self.errors else (self.since.value, self.until.value)
