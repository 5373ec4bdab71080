"""A sparkline: the last days in one small picture, as coordinates for inline SVG. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

HEIGHT, MARGIN = 36, 4
GAP_DAYS = 2  # a longer silence stays open


@dataclass(frozen=True)
class DayScore:
    """The medians of one day of the diary; None where that score was not given."""

    day: date
    anxiety: float | None
    mood: float | None


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
    width: int
    height: int = HEIGHT


def daily(scores: Iterable[tuple[date, int | None, int | None]]) -> list[DayScore]:
    """The medians of each day, from (day, anxiety, mood) of its entries."""
    anxiety: dict[date, list[int]] = {}
    mood: dict[date, list[int]] = {}
    for day, one, other in scores:
        for kept, value in ((anxiety, one), (mood, other)):
            values = kept.setdefault(day, [])
            if value is not None:
                values.append(value)
    return [
        DayScore(
            day,
            median(anxiety[day]) if anxiety[day] else None,
            median(mood[day]) if mood[day] else None,
        )
        for day in sorted(anxiety)
    ]


def sparkline(
    days: Sequence[DayScore],
    today: date,
    sessions: Iterable[date] = (),
    *,
    span: int = 30,
    width: int = 150,
) -> Sparkline | None:
    """The picture of ``span`` days up to today; nothing where none of them has a score."""
    first = today - timedelta(days=span - 1)
    shown = sorted((one for one in days if first <= one.day <= today), key=lambda one: one.day)
    if all(one.anxiety is None and one.mood is None for one in shown):
        return None
    marks = sorted({day for day in sessions if first <= day <= today})
    scale = _Scale(first, span, width)
    anxiety = [(one.day, one.anxiety) for one in shown if one.anxiety is not None]
    mood = [(one.day, one.mood) for one in shown if one.mood is not None]
    return Sparkline(
        anxiety=_trace(anxiety, scale),
        mood=_trace(mood, scale),
        sessions=tuple(scale.x(day) for day in marks),
        words=_words(span, len(shown), len(marks), anxiety, mood),
        width=width,
    )


@dataclass(frozen=True)
class _Scale:
    first: date
    span: int
    width: int

    def x(self, day: date) -> float:
        share = (day - self.first).days / max(self.span - 1, 1)
        return round(MARGIN + share * (self.width - 2 * MARGIN), 1)

    @staticmethod
    def y(value: float) -> float:
        return round(MARGIN + (1 - value / 10) * (HEIGHT - 2 * MARGIN), 1)


def _trace(points: Sequence[tuple[date, float]], scale: _Scale) -> Trace:
    runs: list[list[tuple[date, float]]] = []
    for point in points:
        if runs and (point[0] - runs[-1][-1][0]).days <= GAP_DAYS:
            runs[-1].append(point)
        else:
            runs.append([point])
    drawn = [[(scale.x(day), scale.y(value)) for day, value in run] for run in runs]
    return Trace(
        lines=tuple(" ".join(f"{x},{y}" for x, y in run) for run in drawn if len(run) > 1),
        lonely=tuple(run[0] for run in drawn if len(run) == 1),
        last=drawn[-1][-1] if drawn else None,
    )


def _words(
    span: int,
    days: int,
    marks: int,
    anxiety: Sequence[tuple[date, float]],
    mood: Sequence[tuple[date, float]],
) -> str:
    sessions = f", {marks} session{'' if marks == 1 else 's'}" if marks else ""
    ranges = " and ".join(
        f"{name} {_span([v for _, v in values])}"
        for name, values in (("anxiety", anxiety), ("mood", mood))
        if values
    )
    return f"Last {span} days, {days} with an entry{sessions}: {ranges}."


def _span(values: Sequence[float]) -> str:
    low, high = min(values), max(values)
    return f"{low:g}" if low == high else f"from {low:g} to {high:g}"
