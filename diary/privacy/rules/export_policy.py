"""What an export does with a table: the answer that each table has to give. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class ExportRule(StrEnum):
    """The first words of an answer."""

    EXPORTED = "exported"
    ONLY = "exported only"
    NOT = "not exported"


@dataclass(frozen=True, slots=True)
class ExportPolicy:
    """What becomes of the rows of a table, and why where they are not exported and brought back."""

    rule: ExportRule
    why: str = ""


class MissingPolicy(ValueError):
    """A table does not say what an export does with it."""


def parse_policy(table: str, words: object) -> ExportPolicy:
    """The answer in a table's ``info``; raises ``MissingPolicy``."""
    head, _, why = str(words or "").partition(":")
    try:
        rule = ExportRule(head.strip())
    except ValueError as error:
        raise MissingPolicy(f"{table}: say rights=… in its table(), see docs/export.md") from error
    if (rule is ExportRule.EXPORTED) == bool(why.strip()):
        raise MissingPolicy(f"{table}: a reason belongs to what is left out, and to nothing else")
    return ExportPolicy(rule, why.strip())
