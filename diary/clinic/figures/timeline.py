"""Anxiety and mood over time, with the sessions, for paper."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from diary.charts.rules import Checkin, Score, Session, Window
from diary.charts.rules.days import daily, median_line
from diary.charts.rules.labels import date_ticks
from diary.clinic.figures import svg

WIDTH, PANEL, GAP, LEFT, TOP = 720.0, 62.0, 14.0, 60.0, 14.0
HEIGHT = TOP + 2 * PANEL + GAP + 16
MARKS = {Score.ANXIETY: svg.circle, Score.MOOD: svg.diamond}
DASHES = {Score.ANXIETY: "", Score.MOOD: "4 2"}


def timeline(
    checkins: Sequence[Checkin], sessions: Sequence[Session], window: Window, words: str
) -> str:
    """Dots as entered, the line through the middle of each day, open over gaps of 48 hours."""
    inside = [c for c in checkins if window.holds(c.day)]
    parts = [*_dates(window), *_sessions(sessions, window)]
    for number, score in enumerate(Score):
        top = TOP + number * (PANEL + GAP)
        parts += [*_frame(score, top), *_score(inside, score, top, window)]
    return svg.picture(WIDTH, HEIGHT, parts, words)


def _x(at: datetime | date, window: Window) -> float:
    day = at.toordinal() - window.start.toordinal()
    share = (at.hour + at.minute / 60) / 24 if isinstance(at, datetime) else 0.0
    return LEFT + (day + share) / window.days * (WIDTH - LEFT - 6)


def _y(value: float, top: float) -> float:
    return top + PANEL * (1 - value / 10)


def _frame(score: Score, top: float) -> Iterator[str]:
    for value in (0, 5, 10):
        y = _y(value, top)
        yield svg.line((LEFT, y), (WIDTH - 6, y), width=0.3, ink=svg.FAINT)
        yield svg.text((LEFT - 4, y + 2.5), str(value), anchor="end", size=7)
    yield svg.text((0, top + 26), score.capitalize(), bold=True)
    yield svg.text((0, top + 36), score.direction, size=7)


def _score(checkins: Sequence[Checkin], score: Score, top: float, window: Window) -> Iterator[str]:
    xs, ys = median_line(daily(checkins, score))
    run: list[svg.Place] = []
    for at, value in [*zip(xs, ys, strict=True), (None, None)]:
        if at is None or value is None:
            yield svg.path(run, dash=DASHES[score])
            run = []
        else:
            run.append((_x(at, window), _y(value, top)))
    for checkin in checkins:
        value = checkin.score(score)
        if value is not None:
            yield MARKS[score]((_x(checkin.wall, window), _y(value, top)), 1.3, ink=svg.FAINT)


def _sessions(sessions: Sequence[Session], window: Window) -> Iterator[str]:
    """A number above each mark, as far as they do not collide."""
    end = 0.0
    for session in sessions:
        x = _x(session.wall, window)
        yield svg.line((x, TOP - 2), (x, TOP + 2 * PANEL + GAP), dash="1 2", width=0.7)
        if x - end > 10:
            yield svg.text((x, TOP - 5), str(session.number), anchor="middle", size=7.5)
            end = x


def _dates(window: Window) -> Iterator[str]:
    for day, words in date_ticks(window.start, window.end, 9):
        x = _x(day, window)
        yield svg.line((x, HEIGHT - 15), (x, HEIGHT - 12))
        anchor = "end" if x > WIDTH - 30 else "middle"
        yield svg.text((x, HEIGHT - 3), words.replace("<br>", " "), anchor=anchor, size=7.5)
