"""The open diary, and the code of an invitation. Pure."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from diary.domain.calendar import diary_day, wall_of

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # 24 letters: no I and no O, so none is misread
CODE_LENGTH = 12  # 24 ** 12 is 55 bits, for a code that lives a week and works once
INVITATION_LASTS = timedelta(days=7)


@dataclass(frozen=True)
class OpenDiary:
    """Proof that this viewer may read this patient's diary, with the diary's calendar.

    Every query and action on a diary takes one, and only ``access`` makes one. ``may_write`` is
    for entries and is the patient's alone. Whoever has an open diary may record treatments in it.
    ``zone``, ``day_boundary`` (the hour at which a diary day begins) and ``born_on`` are the
    patient's.
    """

    patient_id: UUID
    viewer_id: UUID
    is_owner: bool
    may_write: bool
    sees_notes: bool
    sees_costs: bool
    zone: str
    day_boundary: int
    born_on: date | None = None

    def wall_of(self, instant: datetime) -> datetime:
        """The naive time on the patient's wall at an instant."""
        return wall_of(instant, self.zone)

    def day_of(self, wall: datetime) -> date:
        """The diary day of a wall time, such as an entry's own."""
        return diary_day(wall, self.day_boundary)

    def start_of(self, day: date) -> datetime:
        """The wall time at which a diary day begins."""
        return datetime.combine(day, time(self.day_boundary))

    def today(self, now: datetime) -> date:
        """The diary day at an instant."""
        return self.day_of(self.wall_of(now))

    @property
    def mark(self) -> str:
        """Tells one diary's files and prints from another's, and nothing of whose they are."""
        return self.patient_id.hex[:4].upper()


def new_code() -> str:
    """Twelve random letters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def spaced(code: str) -> str:
    """The code in groups of four, to be read aloud."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def clean_code(text: str) -> str | None:
    """The typed code without blanks, dashes and case, or None if it cannot be one."""
    code = "".join(char for char in text.upper() if not (char.isspace() or char in "-–."))
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else None
