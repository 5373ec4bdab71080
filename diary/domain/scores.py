"""The two scores of an entry, and which end of each is the good one."""

from enum import StrEnum


class Direction(StrEnum):
    """Which end of a 0–10 score is the good one."""

    LOWER = "lower"
    HIGHER = "higher"

    @property
    def words(self) -> str:
        return f"{self.value} is better"


class Score(StrEnum):
    """The two scores of an entry, 0 to 10."""

    ANXIETY = "anxiety"
    MOOD = "mood"

    @property
    def direction(self) -> Direction:
        return Direction.LOWER if self is Score.ANXIETY else Direction.HIGHER

    @property
    def ends(self) -> tuple[str, str]:
        """What 0 and 10 mean, in a word each, for the two ends of an axis."""
        return ("none", "most") if self is Score.ANXIETY else ("worst", "best")
