"""What an export does with a table. Each table has to declare its policy. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class ExportRule(StrEnum):
    """The first words of a policy."""

    EXPORTED = "exported"
    ONLY = "exported only"
    NOT = "not exported"


@dataclass(frozen=True, slots=True)
class ExportPolicy:
    """What an export does with a table's rows, and why if it does not restore them."""

    rule: ExportRule
    why: str = ""


class MissingPolicy(ValueError):
    """A table has no policy."""


def parse_policy(table: str, words: object) -> ExportPolicy:
    """Read the policy in a table's ``info``. Raises ``MissingPolicy``."""
    head, _, why = str(words or "").partition(":")
    try:
        rule = ExportRule(head.strip())
    except ValueError as error:
        raise MissingPolicy(f"{table}: say rights=… in its table(), see docs/export.md") from error
    if (rule is ExportRule.EXPORTED) == bool(why.strip()):
        raise MissingPolicy(f"{table}: a reason belongs to what is left out, and to nothing else")
    return ExportPolicy(rule, why.strip())
