"""The relief columns of the session table: one score of one session in short words."""

from dataclasses import dataclass

from diary.charts.rules.relief import ReliefAnalysis
from diary.domain.scores import Score
from diary.relief.last import USUAL_POINTS
from diary.relief.next_day import Verdict
from diary.relief.outcome import TreatmentOutcome
from diary.relief.response import Onset, ReliefDuration
from diary.relief.windows import WindowChange, WindowStatus
from diary.relief.wording import format_signed, number

SHOWN = ("2h", "24h", "72h", "7d")
SYMBOLS = {Score.ANXIETY: "●", Score.MOOD: "◆"}
NOTHING = "–"
DAY_FROM = 48  # hours: a shorter time is written in hours, a longer one in days


@dataclass(frozen=True)
class Cell:
    """Words, with the number of entries behind a change.

    Quiet if nothing was measured, or if the change is within the usual ups and downs.
    """

    words: str
    entries: int | None = None
    usual: bool = False

    @property
    def quiet(self) -> bool:
        return self.entries is None or self.usual


@dataclass(frozen=True)
class ReliefColumns:
    """The relief columns of one score of one session."""

    score: Score
    symbol: str
    before: Cell
    changes: tuple[Cell, ...]  # in the order of SHOWN
    began: Cell
    lasted: Cell


def build_columns(
    relief: ReliefAnalysis, claims: ReliefAnalysis, number_of: int
) -> tuple[ReliefColumns, ...]:
    """Build the columns of both scores. `claims` says for which of them relief may be claimed."""
    return tuple(
        _columns(
            score,
            outcome,
            claims.of(score).next_day.verdict is Verdict.BETTER,
            relief.of(score).usual_change,
        )
        for score in Score
        for outcome in relief.of(score).sessions
        if outcome.session.number == number_of
    )


def _columns(
    score: Score, outcome: TreatmentOutcome, is_claimed: bool, usual: float | None
) -> ReliefColumns:
    base = outcome.baseline
    days = f"{base.days} of {base.need} days"
    return ReliefColumns(
        score,
        SYMBOLS[score],
        Cell(days) if base.value is None else Cell(number(base.value), base.entries),
        tuple(change_cell(outcome.change(name), usual) for name in SHOWN),
        _began(outcome) if is_claimed else Cell(NOTHING),
        _lasted(outcome.lasting) if is_claimed else Cell(NOTHING),
    )


def change_cell(change: WindowChange, usual: float | None) -> Cell:
    """Format the change in one window, or the reason why there is none.

    `usual`: points by which two days of this diary differ by themselves, if that is known.
    """
    if change.change is not None:
        within = abs(change.change) < (USUAL_POINTS if usual is None else usual)
        return Cell(format_signed(change.change), change.entries, within)
    if change.status is WindowStatus.NO_BASELINE and change.level is not None:
        return Cell(f"at {number(change.level)}", change.entries)
    return Cell(change.status.value if change.status is not WindowStatus.NO_SCORE else NOTHING)


def _began(outcome: TreatmentOutcome) -> Cell:
    if outcome.onset is None:
        return Cell(NOTHING)
    return Cell("before the session" if outcome.already else _between(outcome.onset), 0)


def _between(onset: Onset) -> str:
    if onset.after == 0:
        return f"by {number(round(onset.by))} h"
    return f"{_hours(onset.after, onset.by)} h"


def _lasted(lasting: ReliefDuration | None) -> Cell:
    if lasting is None:
        return Cell(NOTHING)
    if lasting.by is None:
        return Cell(f"over {_time(lasting.after)}, to {_until(lasting)}", 0)
    low, high = lasting.after, lasting.by
    if high >= DAY_FROM:
        days = sorted({max(round(low / 24), 1), round(high / 24)})
        return Cell(f"{'–'.join(map(str, days))} {'day' if days[-1] == 1 else 'days'}", 0)
    return Cell(f"{_hours(low, high)} h", 0)


def _hours(low: float, high: float) -> str:
    return "–".join(map(str, sorted({round(low), round(high)})))


def _until(lasting: ReliefDuration) -> str:
    return "the next session" if lasting.until == "next session" else "today"


def _time(hours: float) -> str:
    return f"{round(hours)} h" if hours < DAY_FROM else f"{round(hours / 24)} days"
