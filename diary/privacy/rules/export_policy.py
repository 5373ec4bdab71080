"""What an export does with a table: the answer that each table has to give. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """The first words of an answer."""

    EXPORTED = "exported"
    ONLY = "exported only"
    NOT = "not exported"


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of the rows of a table, and why where they are not exported and brought back."""

    fate: Fate
    why: str = ""


class NoAnswer(ValueError):
    """A table does not say what an export does with it."""


def answer_of(table: str, words: object) -> Answer:
    """The answer in a table's ``info``; raises ``NoAnswer``."""
    head, _, why = str(words or "").partition(":")
    try:
        fate = Fate(head.strip())
    except ValueError as error:
        raise NoAnswer(f"{table}: say rights=… in its table(), see docs/export.md") from error
    if (fate is Fate.EXPORTED) == bool(why.strip()):
        raise NoAnswer(f"{table}: a reason belongs to what is left out, and to nothing else")
    return Answer(fate, why.strip())
