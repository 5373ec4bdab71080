"""The change in five windows after a session, each cut where the next session starts."""

from dataclasses import dataclass
from enum import StrEnum

from diary.relief.baseline import Stretch
from diary.relief.track import HOUR, Track, micros, middle
from diary.relief.values import Session


@dataclass(frozen=True, slots=True)
class Window:
    """Hours since the start of the session, both ends included."""

    name: str
    opens: float
    closes: float


WINDOWS = (
    Window("2h", 0.5, 4),
    Window("4h", 3, 8),
    Window("24h", 18, 36),
    Window("72h", 60, 84),
    Window("7d", 144, 192),
)
NEXT_DAY = WINDOWS[2]


class Status(StrEnum):
    """Why a window has a change, or has none."""

    MEASURED = "measured"
    NO_BASELINE = "no baseline"
    NO_SCORE = "no score"
    NOT_YET = "not yet"
    NEXT_SESSION = "next session"


@dataclass(frozen=True, slots=True)
class Change:
    """``level``: median of the entries inside, in the score's unit; ``change``: it minus baseline.

    ``entries``: how many lie inside; ``early``: how many of them in the first two hours, which no
    claim may rest on.
    """

    window: Window
    status: Status
    level: float | None = None
    change: float | None = None
    entries: int = 0
    early: int = 0


def change(
    entries: Track,
    session: Session,
    window: Window,
    stretch: Stretch,
    following: int | None,
    now: int,
) -> Change:
    """One window of one session. ``following`` and ``now`` are moments in microseconds."""
    start = micros(session.at)
    closes = start + round(window.closes * HOUR)
    if following is not None and following <= closes:
        return Change(window, Status.NEXT_SESSION)
    inside = within(entries, start, window)
    if not len(inside):
        return Change(window, Status.NOT_YET if now < closes else Status.NO_SCORE)
    burden = middle(inside.burden)
    early = int((inside.micros < start + 2 * HOUR).sum())
    level = entries.score(burden)
    if stretch.baseline.value is None:
        return Change(window, Status.NO_BASELINE, level, None, len(inside), early)
    by = entries.difference(burden - stretch.burden)
    return Change(window, Status.MEASURED, level, by, len(inside), early)


def within(entries: Track, start: int, window: Window) -> Track:
    """The entries inside a window after a moment in microseconds."""
    low = entries.micros.searchsorted(start + round(window.opens * HOUR), side="left")
    high = entries.micros.searchsorted(start + round(window.closes * HOUR), side="right")
    return entries.where(slice(int(low), int(high)))
