"""Anxiety and mood over time, with the sessions, for paper."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from diary.charts.rules import ChartEntry, ChartTreatment, DateWindow
from diary.charts.rules.labels import date_ticks, select_spaced
from diary.charts.rules.time_axis import WallAxis, median_line, parts_of_days
from diary.clinic.figures import svg
from diary.domain.scores import Score

WIDTH, PANEL, GAP, LEFT, TOP = 720.0, 62.0, 14.0, 60.0, 14.0
DIGIT = 4.0  # width of one digit above a mark, estimated generously
HEIGHT = TOP + 2 * PANEL + GAP + 16
MARKS = {Score.ANXIETY: svg.circle, Score.MOOD: svg.diamond}
DASHES = {Score.ANXIETY: "", Score.MOOD: "4 2"}


def draw_timeline(
    entries: Sequence[ChartEntry],
    sessions: Sequence[ChartTreatment],
    window: DateWindow,
    words: str,
) -> str:
    """Draw entries as dots, with a line through the median of each day.

    A day with a session has one median before it and one after. The line breaks at gaps of 48
    hours.
    """
    inside = [c for c in entries if window.holds(c.day)]
    axis = WallAxis(sessions)
    scale = _TimeScale(window, [*axis.sessions, *(axis.place(c.at, c.wall) for c in inside)])
    parts = [*_dates(window, scale), *_sessions(axis, scale)]
    for number, score in enumerate(Score):
        top = TOP + number * (PANEL + GAP)
        parts += [*_frame(score, top), *_score(inside, score, top, axis, scale)]
    return svg.picture(WIDTH, HEIGHT, parts, words)


class _TimeScale:
    """The horizontal scale from the first midnight to the last, widened to hold every place."""

    def __init__(self, window: DateWindow, places: Sequence[datetime]) -> None:
        self._start = datetime.combine(window.start, time())
        self._start = min([self._start, *places])
        end = datetime.combine(window.end, time()) + timedelta(days=1)
        self._whole = max([end, *places]) - self._start

    def share(self, at: datetime | date) -> float:
        moment = at if isinstance(at, datetime) else datetime.combine(at, time())
        return (moment - self._start) / self._whole

    def x(self, at: datetime | date) -> float:
        return LEFT + self.share(at) * (WIDTH - LEFT - 6)


def _y(value: float, top: float) -> float:
    return top + PANEL * (1 - value / 10)


def _frame(score: Score, top: float) -> Iterator[str]:
    for value in (0, 5, 10):
        y = _y(value, top)
        yield svg.line((LEFT, y), (WIDTH - 6, y), width=0.3, ink=svg.FAINT)
        yield svg.text((LEFT - 4, y + 2.5), str(value), anchor="end", size=7)
    yield svg.text((0, top + 26), score.capitalize(), bold=True)
    yield svg.text((0, top + 36), score.direction.words, size=7)


def _score(
    entries: Sequence[ChartEntry], score: Score, top: float, axis: WallAxis, scale: _TimeScale
) -> Iterator[str]:
    xs, ys = median_line(parts_of_days(entries, score, axis), axis)
    run: list[svg.Place] = []
    for at, value in [*zip(xs, ys, strict=True), (None, None)]:
        if at is None or value is None:
            yield svg.path(run, dash=DASHES[score])
            run = []
        else:
            run.append((scale.x(at), _y(value, top)))
    for entry in entries:
        value = entry.score(score)
        if value is not None:
            place = scale.x(axis.place(entry.at, entry.wall))
            yield MARKS[score]((place, _y(value, top)), 1.3, ink=svg.FAINT)


def _sessions(axis: WallAxis, scale: _TimeScale) -> Iterator[str]:
    """Mark the sessions with lines, and with numbers that do not touch.

    Where lines would be too close, every session gets a short stroke and only some get a line.
    """
    lines = select_spaced([scale.share(wall) for wall in axis.sessions], WIDTH - LEFT - 6)
    end = 0.0
    for index in lines:
        x, words = scale.x(axis.sessions[index]), str(axis.ordered[index].number)
        yield svg.line((x, TOP - 2), (x, TOP + 2 * PANEL + GAP), dash="1 2", width=0.7)
        half = len(words) * DIGIT / 2
        if x - half > end:
            yield svg.text((x, TOP - 5), words, anchor="middle", size=7.5)
            end = x + half + DIGIT
    if len(lines) < len(axis.sessions):
        for wall in axis.sessions:
            yield svg.line((scale.x(wall), TOP - 3), (scale.x(wall), TOP), width=0.4)


def _dates(window: DateWindow, scale: _TimeScale) -> Iterator[str]:
    for day, words in date_ticks(window.start, window.end, 9):
        x = scale.x(day)
        yield svg.line((x, HEIGHT - 15), (x, HEIGHT - 12))
        anchor = "end" if x > WIDTH - 30 else "middle"
        yield svg.text((x, HEIGHT - 3), words.replace("<br>", " "), anchor=anchor, size=7.5)
