"""A patient's own safety plan: her words, and whom she wants to call. Pure."""

import re
from dataclasses import dataclass

LONGEST_WORDS = 4_000
MOST_CONTACTS = 5
LONGEST_NAME = 100
LONGEST_PHONE = 40
_PHONE = re.compile(r"[ (]*\+?[0-9 ().-]*")


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call. ``phone`` is a number as people write it."""

    name: str
    phone: str

    @property
    def call_address(self) -> str:
        """What a phone dials."""
        # in +44 (0)20 the bracket is for callers at home: dialled after +44 it leads nowhere
        written = re.sub(r"\(\s*0\s*\)", "", self.phone) if "+" in self.phone else self.phone
        return "tel:" + re.sub(r"[^0-9+]", "", written)


@dataclass(frozen=True, slots=True)
class PlanContent:
    """What she wrote; ``words`` are as typed, contacts in the order she gave them."""

    words: str | None = None
    contacts: tuple[Contact, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is written down."""
        return not self.words and not self.contacts


class SafetyPlanNotShared(PermissionError):
    """A safety plan is for the patient alone, whatever else she shares."""


def phone_fault(phone: str) -> str | None:
    """What is wrong with a phone number, in words for the person; nothing if it will do."""
    if not _PHONE.fullmatch(phone):
        return "use digits, spaces, and + - ( ) . only, with a + at the start."
    if len(phone) > LONGEST_PHONE:
        return f"a phone number has at most {LONGEST_PHONE} characters."
    if sum(char.isdigit() for char in phone) < 3:
        return "a phone number has at least three digits."
    return None
