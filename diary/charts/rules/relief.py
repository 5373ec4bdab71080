"""Both scores of a diary through the relief analysis."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime

from diary.charts.rules.values import ChartTreatment
from diary.domain.entries import EntryScores
from diary.domain.scores import Score
from diary.domain.treatments import SHORT_ROUTES
from diary.relief import values
from diary.relief.analysis import analyse
from diary.relief.next_day import Verdict
from diary.relief.outcome import ReliefOutcome


@dataclass(frozen=True, slots=True)
class ReliefAnalysis:
    """What followed the sessions: of anxiety, where lower is better, and of mood, where higher is.

    `session_numbers`: the numbers of the sessions that it speaks of, in order of time.
    """

    anxiety: ReliefOutcome
    mood: ReliefOutcome

    @property
    def session_numbers(self) -> tuple[int, ...]:
        return tuple(outcome.session.number for outcome in self.anxiety.sessions)

    @property
    def too_few(self) -> bool:
        """Whether neither score has enough sessions for a pattern."""
        return all(self.of(score).next_day.verdict is Verdict.TOO_FEW for score in Score)

    def of(self, score: Score) -> ReliefOutcome:
        return self.anxiety if score is Score.ANXIETY else self.mood


def analyse_scores(
    logged: Sequence[EntryScores],
    sessions: Sequence[ChartTreatment],
    now: datetime,
    *,
    session_numbers: Set[int] | None = None,
    until: date | None = None,
) -> ReliefAnalysis:
    """Both scores at a moment. Entries and sessions after the day `until` are left out."""
    analysed_sessions = [
        values.NumberedTreatment(
            session.number,
            session.at,
            session.day,
            SHORT_ROUTES[session.treatment.route],
            session.label,
        )
        for session in sessions
        if until is None or session.day <= until
    ]
    return ReliefAnalysis(
        *(
            analyse(
                _scored(logged, score, until),
                analysed_sessions,
                score.direction,
                now,
                session_numbers=session_numbers,
                until=until,
            )
            for score in Score
        )
    )


def _scored(
    logged: Sequence[EntryScores], score: Score, until: date | None
) -> list[values.ScoredEntry]:
    of_anxiety = score is Score.ANXIETY
    return [
        values.ScoredEntry(entry.at, entry.day, value)
        for entry in logged
        if (value := entry.anxiety if of_anxiety else entry.mood) is not None
        and (until is None or entry.day <= until)
    ]
