"""What a restore did with the rows of a file. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """Counts of rows that were added, were there already, or were there with other values."""

    added: int = 0
    already: int = 0
    differing: int = 0

    def __add__(self, other: "RestoreResult") -> "RestoreResult":
        return RestoreResult(
            self.added + other.added,
            self.already + other.already,
            self.differing + other.differing,
        )
