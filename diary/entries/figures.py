"""A sparkline: the last days in one small picture, as coordinates for inline SVG. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

HEIGHT, MARGIN = 36, 4
GAP_DAYS = 2  # a longer silence stays open
BESIDE = 0.3  # of a day, from a session's mark to what lies before and after it on its day
Point = tuple[date, int, float]  # day, side, median


@dataclass(frozen=True)
class DayScore:
    """The medians of one day of the diary. None where that score was not given.

    ``side``: -1 before the first session of that day, 1 after it, 0 on a day without one.
    """

    day: date
    anxiety: float | None
    mood: float | None
    side: int = 0


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


def daily(
    scores: Iterable[tuple[datetime, date, int | None, int | None]],
    sessions: Iterable[tuple[date, datetime]] = (),
) -> list[DayScore]:
    """The medians of each day, from (instant, day, anxiety, mood) of its entries.

    A day is in two parts where ``sessions``, as (day, start), has one on it.
    """
    starts: dict[date, datetime] = {}
    for day, start in sessions:
        starts[day] = min(start, starts.get(day, start))
    anxiety: dict[tuple[date, int], list[int]] = {}
    mood: dict[tuple[date, int], list[int]] = {}
    for at, day, anxiety_score, mood_score in scores:
        side = (1 if at >= starts[day] else -1) if day in starts else 0
        for by_part, value in ((anxiety, anxiety_score), (mood, mood_score)):
            values = by_part.setdefault((day, side), [])
            if value is not None:
                values.append(value)
    return [
        DayScore(
            part[0],
            median(anxiety[part]) if anxiety[part] else None,
            median(mood[part]) if mood[part] else None,
            part[1],
        )
        for part in sorted(anxiety)
    ]


def sparkline(
    days: Sequence[DayScore],
    today: date,
    sessions: Iterable[date] = (),
    *,
    span: int = 30,
    width: int = 150,
) -> Sparkline | None:
    """The picture of ``span`` days up to today. Nothing where none of them has a score."""
    first = today - timedelta(days=span - 1)
    visible = sorted(
        (score for score in days if first <= score.day <= today),
        key=lambda score: (score.day, score.side),
    )
    if all(score.anxiety is None and score.mood is None for score in visible):
        return None
    marks = sorted({day for day in sessions if first <= day <= today})
    scale = _SparklineScale(first, span, width)
    anxiety = [
        (score.day, score.side, score.anxiety) for score in visible if score.anxiety is not None
    ]
    mood = [(score.day, score.side, score.mood) for score in visible if score.mood is not None]
    return Sparkline(
        anxiety=_trace(anxiety, scale, marks),
        mood=_trace(mood, scale, marks),
        sessions=tuple(scale.x(day) for day in marks),
        words=_words(span, len({score.day for score in visible}), len(marks), anxiety, mood),
        width=width,
    )


@dataclass(frozen=True)
class _SparklineScale:
    first: date
    span: int
    width: int

    def x(self, day: date, side: int = 0) -> float:
        share = ((day - self.first).days + side * BESIDE) / max(self.span - 1, 1)
        return round(MARGIN + share * (self.width - 2 * MARGIN), 1)

    @staticmethod
    def y(value: float) -> float:
        return round(MARGIN + (1 - value / 10) * (HEIGHT - 2 * MARGIN), 1)


def _trace(points: Sequence[Point], scale: _SparklineScale, marks: Sequence[date]) -> Trace:
    runs: list[list[Point]] = []
    for point in points:
        if not runs or (point[0] - runs[-1][-1][0]).days > GAP_DAYS:
            runs.append([point])
            continue
        # level as far as a session: its change is not drawn before it
        before = runs[-1][-1]
        between = [day for day in marks if before[:2] < (day, 0) < point[:2]]
        runs[-1] += [(day, 0, before[2]) for day in between[-1:]] + [point]
    drawn = [[(scale.x(day, side), scale.y(value)) for day, side, value in run] for run in runs]
    return Trace(
        lines=tuple(" ".join(f"{x},{y}" for x, y in run) for run in drawn if len(run) > 1),
        lonely=tuple(run[0] for run in drawn if len(run) == 1),
        last=drawn[-1][-1] if drawn else None,
    )


def _words(
    span: int,
    days: int,
    marks: int,
    anxiety: Sequence[Point],
    mood: Sequence[Point],
) -> str:
    sessions = f", {marks} session{'' if marks == 1 else 's'}" if marks else ""
    ranges = " and ".join(
        f"{name} {_span([value for _, _, value in values])}"
        for name, values in (("anxiety", anxiety), ("mood", mood))
        if values
    )
    return f"Last {span} days, {days} with an entry{sessions}: {ranges}."


def _span(values: Sequence[float]) -> str:
    low, high = min(values), max(values)
    return f"{low:g}" if low == high else f"from {low:g} to {high:g}"
