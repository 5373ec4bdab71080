"""What the analysis says of one score: each session, and all of them together."""

from dataclasses import dataclass

from diary.domain.scores import Direction
from diary.relief.band import CoursePoint
from diary.relief.baseline import Baseline
from diary.relief.compare import Comparison
from diary.relief.next_day import Around, NextDay
from diary.relief.obstacles import Obstacle
from diary.relief.overlap import Nap
from diary.relief.response import Onset, ReliefDuration
from diary.relief.survival import Survival
from diary.relief.trend import Trend
from diary.relief.unusual import Randomization
from diary.relief.values import Missing, NumberedTreatment
from diary.relief.windows import WindowChange


@dataclass(frozen=True, slots=True)
class TreatmentOutcome:
    """One session. ``baseline``: the level before treatment, with which everything is compared.
    ``week_before``: the level just before this session. ``around``: the next day minus the three
    days before it, in points.

    ``already``: the last entry in the two days before the start showed relief already.
    ``overlap``: of the entries from 2 to 72 hours after with those of the baseline.
    ``obstacle``: why there is no change on the next day, None where there is one.
    ``days_logged`` of ``days_after``: days of 24 hours with an entry among the 7 after it, as far
    as these have passed and no next session has started.
    """

    session: NumberedTreatment
    baseline: Baseline
    week_before: Baseline
    changes: tuple[WindowChange, ...]
    overlap: Nap | None
    already: bool
    onset: Onset | None
    lasting: ReliefDuration | None
    days_logged: int
    days_after: int
    obstacle: Obstacle | None = None
    around: float | None = None

    def change(self, name: str) -> WindowChange:
        """One window by its name: "2h", "4h", "24h", "72h" or "7d"."""
        return next(change for change in self.changes if change.window.name == name)


@dataclass(frozen=True, slots=True)
class RecentLevel:
    """Median of the entries of the last 7 days up to the end of the time looked at, none of them
    before the first session.
    """

    value: float | None
    days: int
    entries: int


@dataclass(frozen=True, slots=True)
class ReliefOutcome:
    """One score. Everything over sessions is over the sessions that were asked for.

    ``before_first``: before the first session of all. ``hard_start``: the two weeks before it were
    getting worse. ``usual_change``: points within which two single days of this diary differ by
    themselves (95 %), None where that is not known. ``unusual``: how often dates by lot show as
    large a mean fall from the week before (Missing with fewer than 20 other dates, or
    where sessions lie less than 7 days apart). ``carry_over``:
    the trend of the week before over session numbers. ``course``: the typical course.
    ``overlap``: share of pairs over all these sessions in which the entry after is better.
    """

    better: Direction
    sessions: tuple[TreatmentOutcome, ...]
    before_first: Baseline | None
    lately: RecentLevel
    next_day: NextDay
    around: Around
    hard_start: bool
    usual_change: float | None
    unusual: Randomization | Missing
    lasting: Survival | Missing
    carry_over: Trend | Missing
    overlap: float | None
    routes: Comparison | None
    doses: Comparison | None
    course: tuple[CoursePoint, ...]
