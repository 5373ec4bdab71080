"""What the doctor's pages say of the last session."""

from dataclasses import dataclass

from diary.relief.windows import WindowChange


@dataclass(frozen=True)
class LastChange:
    """The change of both scores on the day after the last session."""

    anxiety: WindowChange
    mood: WindowChange
