"""Who is looking: a frozen value that outlives any database session."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What kind of account somebody has."""

    PATIENT = "patient"
    DOCTOR = "doctor"
    ADMIN = "admin"


@dataclass(frozen=True)
class PinLock:
    """The quick lock of a sign-in, as far as a page needs to know it.

    ``minutes`` without use after which it locks by itself (0: never), ``opened`` how often it was
    opened; ``locked_offline``: this browser says that it was locked without a network.
    """

    minutes: int
    opened: int
    used_at: datetime
    locked: bool
    locked_offline: bool = False


@dataclass(frozen=True)
class Viewer:
    """The signed-in person, as far as a page needs to know them.

    ``day_boundary`` is the hour (0–12) at which a day of the diary ends. ``sign_in_id`` names
    the row that signing out ends. ``proved_at`` is when they last proved who they are,
    ``used_at`` when the sign-in's use was last noted. ``second_step_due``: the clinic asks for a
    second step of signing in, and they have none yet. ``erasure_due_at`` is when everything about
    them will be erased, if they asked for it.
    """

    user_id: UUID
    role: Role
    name: str
    email: str
    zone: str = "UTC"
    day_boundary: int = 4
    language: str = "en-GB"
    theme: str = "auto"
    country: str | None = None
    clinic_id: UUID | None = None
    is_demo: bool = False
    sign_in_id: UUID | None = None
    proved_at: datetime | None = None
    used_at: datetime | None = None
    second_step_due: bool = False
    pin: PinLock | None = None
    erasure_due_at: datetime | None = None

    @property
    def locked(self) -> bool:
        """Whether the PIN is asked for before anything else."""
        return self.pin is not None and self.pin.locked
