"""A sign-in that has come to its end: why, and whose it was, for the pages that must say so."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class SignInEnd(StrEnum):
    """Why a sign-in opens nothing any more."""

    UNUSED = "unused"
    OLD = "old"
    ENDED = "ended"

    @property
    def words(self) -> str:
        """The sentence for the person who was signed in."""
        return _WORDS[self]


_WORDS = {
    SignInEnd.UNUSED: "You were signed out because this device was not used for some time.",
    SignInEnd.OLD: "You were signed out: you had been signed in for the longest time allowed.",
    SignInEnd.ENDED: "You were signed out from another device, or by a change of password.",
}


@dataclass(frozen=True)
class EndedSignIn:
    """The sign-in that this browser had, by the token in its cookie."""

    reason: SignInEnd
    user_id: UUID
