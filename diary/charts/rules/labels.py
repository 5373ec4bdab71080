"""Which labels fit: session marks that do not collide, and date ticks that stay readable."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from diary.charts.rules.values import ChartTreatment

CHAR_PX = 6.4  # of 11 px system type, on the wide side
SPACE_PX = 8
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Anchor = Literal["left", "center", "right"]


LEAST_PX = 5  # between two lines that are still seen as two


def select_spaced(places: Sequence[float], width: float, gap: float = LEAST_PX) -> tuple[int, ...]:
    """The indexes of marks at `places` (0..1 of `width` px, in order) that may have a line of
    their own: all of them, or as many as stay `gap` px apart.
    """
    indexes: list[int] = []
    for index, place in enumerate(places):
        if not indexes or (place - places[indexes[-1]]) * width >= gap:
            indexes.append(index)
    return tuple(indexes)


@dataclass(frozen=True, slots=True)
class Label:
    index: int
    text: str
    row: int
    anchor: Anchor


def place_labels(
    places: Sequence[float], full: Sequence[str], short: Sequence[str], width: int, rows: int
) -> tuple[Label, ...]:
    """Labels above marks at `places` (0..1 of `width` px, in order). The full words where they all
    fit into one row or, if allowed, two, else the short ones, else as many of those as fit.
    """
    for texts, most in ((full, 1), (full, rows), (short, 1)):
        labels = _fit(places, texts, width, most)
        if len(labels) == len(places):
            return labels
    return _fit(places, short, width, 1)


def _fit(places: Sequence[float], texts: Sequence[str], width: int, rows: int) -> tuple[Label, ...]:
    ends = [float("-inf")] * rows
    labels = []
    for index, (place, text) in enumerate(zip(places, texts, strict=True)):
        anchor, left, right = _extent(place * width, len(text) * CHAR_PX, width)
        row = next((r for r in range(rows) if ends[r] + SPACE_PX <= left), None)
        if row is not None:
            ends[row] = right
            labels.append(Label(index, text, row, anchor))
    return tuple(labels)


def _extent(x: float, size: float, width: int) -> tuple[Anchor, float, float]:
    """A label leans inwards at the edges, so that it is never cut."""
    if x < size / 2:
        return "left", x, x + size
    if x > width - size / 2:
        return "right", x - size, x
    return "center", x - size / 2, x + size / 2


def words_beside(places: Sequence[float], texts: Sequence[str], width: int) -> tuple[Anchor, ...]:
    """The side of each mark (in order) on which its words stand, which is towards the middle,
    or none where they would not all fit.
    """
    sides: list[Anchor] = []
    end = float("-inf")
    for place, text in zip(places, texts, strict=True):
        x, size = place * width, SPACE_PX + len(text) * CHAR_PX
        left, right = (x, x + size) if place < 0.5 else (x - size, x)
        if left < max(0, end + SPACE_PX) or right > width:
            return ()
        sides.append("right" if place < 0.5 else "left")
        end = right
    return tuple(sides)


def date_ticks(start: date, end: date, most: int) -> tuple[tuple[date, str], ...]:
    """At most `most` ticks on natural days: each day, Mondays, or the first of a month."""
    for step in (1, 2, 7, 14):
        days = tuple(_day_steps(start, end, step))
        if len(days) <= most:
            return _with_years(days, months=False)
    for step in (1, 2, 3, 6, 12, 24, 60):
        months = tuple(_month_steps(start, end, step))
        if len(months) <= most:
            return _with_years(months, months=True)
    return _with_years(tuple(_month_steps(start, end, 120)), months=True)


def _day_steps(start: date, end: date, step: int) -> Iterator[date]:
    # Ordinal 1 was a Monday, so whole weeks counted from it fall on Mondays.
    first = start + timedelta(days=(1 - start.toordinal()) % step)
    for number in range(0, (end - first).days + 1, step):
        yield first + timedelta(days=number)


def _month_steps(start: date, end: date, step: int) -> Iterator[date]:
    for month in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        first = date(month // 12, month % 12 + 1, 1)
        if month % step == 0 and first >= start:
            yield first


def _with_years(days: Sequence[date], months: bool) -> tuple[tuple[date, str], ...]:
    """The year stands under the first tick and under each that begins another year."""
    ticks = []
    year = None
    for day in days:
        text = MONTHS[day.month - 1] if months else short_date(day)
        ticks.append((day, text if day.year == year else f"{text}<br>{day.year}"))
        year = day.year
    return tuple(ticks)


def short_date(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def long_date(day: date) -> str:
    return f"{short_date(day)} {day.year}"


def session_date(session: ChartTreatment) -> str:
    """The diary day on which a session began. Said where the calendar had gone on already."""
    late = session.wall.date() != session.day
    return f"{long_date(session.day)} (after midnight)" if late else long_date(session.day)
