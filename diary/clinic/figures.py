"""A sparkline: the last thirty days in one small picture, as coordinates for inline SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT, MARGIN = 150, 36, 4
DAYS = 30
GAP_DAYS = 2  # a longer silence stays open


@dataclass(frozen=True)
class DayScore:
    """The medians of one day of the diary."""

    day: date
    anxiety: float
    mood: float


@dataclass(frozen=True)
class Trace:
    """One score: runs of days as polylines, lonely days and the last day as points."""

    lines: tuple[str, ...]
    lonely: tuple[tuple[float, float], ...]
    last: tuple[float, float] | None


@dataclass(frozen=True)
class Sparkline:
    """Everything that the picture needs, and the same in words."""

    anxiety: Trace
    mood: Trace
    sessions: tuple[float, ...]
    words: str
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(
    days: Sequence[DayScore], today: date, sessions: Sequence[date] = ()
) -> Sparkline | None:
    """The picture of the thirty days up to today; nothing where none of them has an entry."""
    first = today - timedelta(days=DAYS - 1)
    shown = sorted((one for one in days if first <= one.day <= today), key=lambda one: one.day)
    if not shown:
        return None
    marks = sorted({day for day in sessions if first <= day <= today})
    return Sparkline(
        anxiety=_trace([(one.day, one.anxiety) for one in shown], first),
        mood=_trace([(one.day, one.mood) for one in shown], first),
        sessions=tuple(_x(day, first) for day in marks),
        words=_words(shown, len(marks)),
    )


def _trace(points: Sequence[tuple[date, float]], first: date) -> Trace:
    runs: list[list[tuple[date, float]]] = []
    for point in points:
        if runs and (point[0] - runs[-1][-1][0]).days <= GAP_DAYS:
            runs[-1].append(point)
        else:
            runs.append([point])
    drawn = [[(_x(day, first), _y(value)) for day, value in run] for run in runs]
    return Trace(
        lines=tuple(" ".join(f"{x},{y}" for x, y in run) for run in drawn if len(run) > 1),
        lonely=tuple(run[0] for run in drawn if len(run) == 1),
        last=drawn[-1][-1],
    )


def _x(day: date, first: date) -> float:
    share = (day - first).days / (DAYS - 1)
    return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)


def _y(value: float) -> float:
    return round(MARGIN + (1 - value / 10) * (HEIGHT - 2 * MARGIN), 1)


def _words(shown: Sequence[DayScore], sessions: int) -> str:
    anxiety = [one.anxiety for one in shown]
    mood = [one.mood for one in shown]
    days = f"Last {DAYS} days, {len(shown)} with an entry"
    marks = f", {sessions} session{'' if sessions == 1 else 's'}" if sessions else ""
    return (
        f"{days}{marks}. Anxiety from {min(anxiety):g} to {max(anxiety):g}, "
        f"mood from {min(mood):g} to {max(mood):g}."
    )
