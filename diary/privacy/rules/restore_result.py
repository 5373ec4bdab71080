"""What became of the rows of a file. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """Rows that were added, that were there already, and that were there saying something else."""

    added: int = 0
    already: int = 0
    differing: int = 0

    def __add__(self, other: "RestoreResult") -> "RestoreResult":
        return RestoreResult(
            self.added + other.added,
            self.already + other.already,
            self.differing + other.differing,
        )
