"""The change after the sessions, compared with before, for paper. One panel for each score."""

from collections.abc import Iterator, Sequence

from diary.charts.rules.session_curves import AXIS, SHORT_TICKS, Trail, place, with_gaps
from diary.clinic.figures import svg
from diary.domain.scores import Score
from diary.relief import band

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 350.0, 150.0, 26.0, 22.0, 16.0
ROOM = {Score.ANXIETY: (-6.0, 3.0), Score.MOOD: (-3.0, 6.0)}
MARKS = {Score.ANXIETY: svg.circle, Score.MOOD: svg.diamond}


def draw_changes(
    trails: Sequence[Trail], course: Sequence[band.CoursePoint], score: Score, words: str
) -> str:
    """Draw each session as a thin line and the median as a thick line on its band."""
    values = [p.value for trail in trails for p in trail.points]
    values += [end for p in course for end in (p.band.low, p.band.high)]
    low = max(min([ROOM[score][0], *values]), -10.0)
    high = min(max([ROOM[score][1], *values]), 10.0)
    panel = _Panel(low, high)
    return svg.picture(
        WIDTH,
        HEIGHT,
        [*panel.bands(course), *panel.frame(score), *panel.thin(trails, score),
         *panel.thick(course, score)],
        words,
    )  # fmt: skip


class _Panel:
    """The scale of one panel, for changes from `low` to `high` points."""

    def __init__(self, low: float, high: float) -> None:
        self._low, self._high = low, high

    def _at(self, there: float, value: float) -> svg.Place:
        first, last = AXIS[0][1], AXIS[-1][1]
        share = (value - self._low) / (self._high - self._low)
        inner = HEIGHT - TOP - BOTTOM
        return (
            LEFT + (there - first) / (last - first) * (WIDTH - LEFT - 6),
            TOP + inner * (1 - min(max(share, 0.0), 1.0)),
        )

    def frame(self, score: Score) -> Iterator[str]:
        side = "below" if score is Score.ANXIETY else "above"
        title = f"{score.capitalize()} ({side} 0 is better)"
        yield svg.text((0, 9), title, bold=True)
        for value in range(-10, 11, 2):
            if self._low <= value <= self._high:
                start, end = self._at(AXIS[0][1], value), self._at(AXIS[-1][1], value)
                strong = value == 0
                ink = svg.INK if strong else svg.FAINT
                yield svg.line(start, end, width=0.9 if strong else 0.3, ink=ink)
                sign = "" if strong else "−" if value < 0 else "+"
                words = f"{sign}{abs(value)}"
                yield svg.text((LEFT - 4, start[1] + 2.5), words, anchor="end", size=7)
        for (_, there), words in zip(AXIS, SHORT_TICKS, strict=True):
            x = self._at(there, 0)[0]
            anchor = "end" if there == AXIS[-1][1] else "middle"
            yield svg.text((x, HEIGHT - 4), words, anchor=anchor, size=7)
        top = self._at(0, self._high)
        yield svg.line(top, self._at(0, self._low), dash="1 2", width=0.7)

    def thin(self, trails: Sequence[Trail], score: Score) -> Iterator[str]:
        for trail in trails:
            run: list[svg.Place] = []
            for point in [*with_gaps(trail.points), None]:
                if point is None:
                    yield svg.path(run, width=0.4, ink=svg.FAINT)
                    run = []
                    continue
                run.append(self._at(place(point.hours), point.value))
                yield MARKS[score](run[-1], 1.1, hollow=point.early, ink=svg.FAINT)

    def bands(self, course: Sequence[band.CoursePoint]) -> Iterator[str]:
        for run in runs(course):
            if len(run) > 1:
                upper = [self._at(middle_of(p), p.band.high) for p in run]
                lower = [self._at(middle_of(p), p.band.low) for p in run]
                yield svg.area(upper + lower[::-1])

    def thick(self, course: Sequence[band.CoursePoint], score: Score) -> Iterator[str]:
        for run in runs(course):
            line = [self._at(middle_of(p), p.median) for p in run]
            yield svg.path(line, width=2.2, dash="" if score is Score.ANXIETY else "6 2")
            yield from (MARKS[score](at, 2.4) for at in line)


def runs(course: Sequence[band.CoursePoint]) -> Iterator[list[band.CoursePoint]]:
    """Split a course into runs of steps that follow one another."""
    firsts = [opens for opens, _ in band.STEPS]
    run: list[band.CoursePoint] = []
    for point in course:
        if run and firsts.index(point.opens) != firsts.index(run[-1].opens) + 1:
            yield run
            run = []
        run.append(point)
    if run:
        yield run


def middle_of(point: band.CoursePoint) -> float:
    """The middle of a step on the stretched axis."""
    return (place(point.opens) + place(min(point.closes, AXIS[-1][0]))) / 2
