"""Session by session: the level before treatment, the next day, and a week later."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diary.charts.rules.relief import ReliefAnalysis
from diary.charts.rules.values import ChartTreatment
from diary.domain.scores import Score
from diary.relief.obstacles import Cause
from diary.relief.outcome import TreatmentOutcome
from diary.relief.sentences import reasons

MOMENTS = ("before", "the next day", "a week later")


# of two scores the one that came further, which tells more
_ORDER = tuple(Cause)


@dataclass(frozen=True, slots=True)
class Levels:
    """One session. For each score the levels at the three moments, None where not measured."""

    session: ChartTreatment
    values: Mapping[Score, tuple[float | None, ...]]
    outcomes: Mapping[Score, TreatmentOutcome]

    @property
    def has_base(self) -> bool:
        """Whether any score has a level before."""
        return any(v[0] is not None for v in self.values.values())

    @property
    def measured(self) -> bool:
        """Whether any score has a level both before and after."""
        return any(v[0] is not None and v[1:] != (None, None) for v in self.values.values())


def reasons_of(rows: Iterable[Levels]) -> str:
    """Why these sessions cannot be compared, in words that finish "…: "."""
    by_score: dict[Score, list[TreatmentOutcome]] = {score: [] for score in Score}
    for row in rows:
        score = min(Score, key=lambda each: _rank(row.outcomes[each]))
        by_score[score].append(row.outcomes[score])
    return "; ".join(reasons(some, score.value) for score, some in by_score.items() if some)


def _rank(outcome: TreatmentOutcome) -> int:
    return _ORDER.index(outcome.obstacle.cause) if outcome.obstacle else -1


def levels_of(sessions: Sequence[ChartTreatment], relief: ReliefAnalysis) -> tuple[Levels, ...]:
    """The sessions that the analysis speaks of, in order."""
    outcomes = {
        score: {outcome.session.number: outcome for outcome in relief.of(score).sessions}
        for score in Score
    }
    return tuple(
        _levels(session, {score: outcomes[score][session.number] for score in Score})
        for session in sessions
        if session.number in outcomes[Score.ANXIETY]
    )


def _levels(session: ChartTreatment, outcomes: Mapping[Score, TreatmentOutcome]) -> Levels:
    values = {
        score: (outcome.baseline.value, outcome.change("24h").level, outcome.change("7d").level)
        for score, outcome in outcomes.items()
    }
    return Levels(session, values, outcomes)
