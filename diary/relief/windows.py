"""The change in five windows after a session, each cut where the next session starts."""

from dataclasses import dataclass
from enum import StrEnum

from diary.relief.baseline import BaselineEntries
from diary.relief.track import HOUR, Track, micros, middle
from diary.relief.values import NumberedTreatment


@dataclass(frozen=True, slots=True)
class ChangeWindow:
    """Hours since the start of the session, both ends included."""

    name: str
    opens: float
    closes: float


WINDOWS = (
    ChangeWindow("2h", 0.5, 4),
    ChangeWindow("4h", 3, 8),
    ChangeWindow("24h", 18, 36),
    ChangeWindow("72h", 60, 84),
    ChangeWindow("7d", 144, 192),
)
NEXT_DAY = WINDOWS[2]


class WindowStatus(StrEnum):
    """Why a window has a change, or has none."""

    MEASURED = "measured"
    NO_BASELINE = "no baseline"
    NO_SCORE = "no score"
    NOT_YET = "not yet"
    NEXT_SESSION = "next session"


@dataclass(frozen=True, slots=True)
class WindowChange:
    """``level``: median of the entries inside, in the score's unit. ``change``: it minus baseline.

    ``entries``: how many lie inside. ``early``: how many of them in the first two hours, which no
    claim may rest on.
    """

    window: ChangeWindow
    status: WindowStatus
    level: float | None = None
    change: float | None = None
    entries: int = 0
    early: int = 0


def measure_change(
    entries: Track,
    session: NumberedTreatment,
    window: ChangeWindow,
    stretch: BaselineEntries,
    following: int | None,
    now: int,
) -> WindowChange:
    """One window of one session. ``following`` and ``now`` are moments in microseconds."""
    start = micros(session.at)
    closes = start + round(window.closes * HOUR)
    if following is not None and following <= closes:
        return WindowChange(window, WindowStatus.NEXT_SESSION)
    inside = entries_within(entries, start, window)
    if not len(inside):
        return WindowChange(window, WindowStatus.NOT_YET if now < closes else WindowStatus.NO_SCORE)
    burden = middle(inside.burden)
    early = int((inside.micros < start + 2 * HOUR).sum())
    level = entries.score(burden)
    if stretch.baseline.value is None:
        return WindowChange(window, WindowStatus.NO_BASELINE, level, None, len(inside), early)
    by = entries.difference(burden - stretch.burden)
    return WindowChange(window, WindowStatus.MEASURED, level, by, len(inside), early)


def entries_within(entries: Track, start: int, window: ChangeWindow) -> Track:
    """The entries inside a window after a moment in microseconds."""
    low = entries.micros.searchsorted(start + round(window.opens * HOUR), side="left")
    high = entries.micros.searchsorted(start + round(window.closes * HOUR), side="right")
    return entries.where(slice(int(low), int(high)))
