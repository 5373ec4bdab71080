"""The open diary, and the code of an invitation. Pure."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # 24 letters: no I and no O, so none is misread
CODE_LENGTH = 12  # 24 ** 12 is 55 bits, for a code that lives a week and works once
INVITATION_LASTS = timedelta(days=7)


@dataclass(frozen=True)
class OpenDiary:
    """Proof that this viewer may read this patient's diary.

    Every query and action on a diary takes one; only ``access`` makes one. ``may_write`` is for
    entries and is the patient's alone; whoever has one may record sessions; ``zone``,
    ``day_boundary`` and ``born_on`` are the patient's.
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
    """The code that was typed, with any blanks, dashes and case; nothing if it cannot be one."""
    code = "".join(char for char in text.upper() if not (char.isspace() or char in "-–."))
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else None
