"""A patient's safety plan: their words, and whom they want to call. Pure."""

import re
from dataclasses import dataclass

LONGEST_WORDS = 4_000
MOST_CONTACTS = 5
LONGEST_NAME = 100
LONGEST_PHONE = 40
_PHONE = re.compile(r"[ (]*\+?[0-9 ().-]*")


@dataclass(frozen=True, slots=True)
class Contact:
    """A person to call. ``phone`` is a number as people write it."""

    name: str
    phone: str

    @property
    def call_address(self) -> str:
        """What a phone dials."""
        # the (0) in +44 (0)20 is for calls within the country and fails after +44
        written = re.sub(r"\(\s*0\s*\)", "", self.phone) if "+" in self.phone else self.phone
        return "tel:" + re.sub(r"[^0-9+]", "", written)


@dataclass(frozen=True, slots=True)
class PlanContent:
    """What a patient wrote. ``words`` are as typed, contacts are in the patient's order."""

    words: str | None = None
    contacts: tuple[Contact, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the plan has no content."""
        return not self.words and not self.contacts


class SafetyPlanNotShared(PermissionError):
    """A safety plan is for the patient alone, whatever else they share."""


def phone_fault(phone: str) -> str | None:
    """Find what is wrong with a phone number, in words for the person. None if it is fine."""
    if not _PHONE.fullmatch(phone):
        return "use digits, spaces, and + - ( ) . only, with a + at the start."
    if len(phone) > LONGEST_PHONE:
        return f"a phone number has at most {LONGEST_PHONE} characters."
    if sum(char.isdigit() for char in phone) < 3:
        return "a phone number has at least three digits."
    return None
