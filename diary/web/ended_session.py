"""A sign-in that has come to its end: why, and whose it was, for the pages that must say so."""

from enum import StrEnum
from uuid import UUID

from flask import g


class Over(StrEnum):
    """Why a sign-in opens nothing any more."""

    UNUSED = "unused"
    OLD = "old"
    ENDED = "ended"

    @property
    def words(self) -> str:
        """What its person reads."""
        return _WORDS[self]


_WORDS = {
    Over.UNUSED: "You were signed out because this device was not used for some time.",
    Over.OLD: "You were signed out because your sign-in here had lasted as long as one may.",
    Over.ENDED: "You were signed out here from another device, or with a change of password.",
}


def note(found: tuple[Over, UUID] | None) -> None:
    """Remember why this browser's sign-in is over; nothing where it never had one."""
    g.over = found


def why() -> Over | None:
    """Why this browser's sign-in is over."""
    found: tuple[Over, UUID] | None = g.get("over")
    return found[0] if found else None


def of_whom() -> UUID | None:
    """Whose sign-in it was."""
    found: tuple[Over, UUID] | None = g.get("over")
    return found[1] if found else None
