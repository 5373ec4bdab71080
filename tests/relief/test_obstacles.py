"""Why a session could not be compared: the true reason, and one for each."""

from datetime import UTC, datetime, timedelta

import pytest

from diary.domain.scores import Direction
from diary.relief.analysis import analyse
from diary.relief.obstacles import Cause
from diary.relief.outcome import ReliefOutcome
from diary.relief.phrases import Audience
from diary.relief.sentences import build_sentences, reasons
from diary.relief.values import NumberedTreatment, ScoredEntry

START = datetime(2026, 3, 2, 20, tzinfo=UTC)
NOW = START + timedelta(days=60)


def analysed(
    days: list[int] | range, starts: list[float], now: datetime = NOW, hours: int = 0
) -> ReliefOutcome:
    """An entry on each of these evenings, and sessions so many days after the first."""
    entries = [START + timedelta(days=day, hours=hours) for day in days]
    sessions = [START + timedelta(days=day) for day in starts]
    return analyse(
        [ScoredEntry(at, at.date(), 6) for at in entries],
        [NumberedTreatment(n, at, at.date()) for n, at in enumerate(sessions, 1)],
        Direction.LOWER,
        now,
    )


def causes(found: ReliefOutcome) -> list[Cause | None]:
    return [one.obstacle.cause if one.obstacle else None for one in found.sessions]


def why(found: ReliefOutcome) -> str:
    return reasons(found.sessions, "anxiety")


def test_a_session_that_can_be_compared_has_none() -> None:
    found = analysed(range(30), [14.5])
    assert causes(found) == [None]
    assert not any(
        "could not" in each.text for each in build_sentences(found, "anxiety", Audience.BEN)
    )


def test_a_session_of_this_morning_is_too_early() -> None:
    found = analysed(range(15), [14.5], START + timedelta(days=14.7))
    assert causes(found) == [Cause.TOO_EARLY]
    assert why(found) == "it is too early, the next day is not over yet"


def test_a_session_cut_by_the_next_says_when_that_came() -> None:
    found = analysed(range(30), [14.5, 14.75])
    assert causes(found) == [Cause.NEXT_SESSION, None]
    assert why(found) == "the next session came 6 hours later"


def test_two_records_of_one_session_are_not_called_too_few_entries() -> None:
    found = analysed(range(30), [14.5, 14.503])
    assert why(found) == "the next session came less than an hour later"


def test_many_cut_ones_share_their_words() -> None:
    found = analysed(range(40), [14.5, 14.75, 15.1])
    assert why(found) == "the next session came within 36 hours"


def test_an_empty_next_day_is_called_so() -> None:
    found = analysed([*range(14), 17], [14.5])
    assert causes(found) == [Cause.NO_ENTRY]
    assert why(found) == "there is no entry of anxiety on the next day"


@pytest.mark.parametrize(
    ("first", "words"),
    [
        (13, "1 day before the first session, and 5 days are needed"),
        (10, "4 days before the first session, and 5 days are needed"),
        (14, "on the day of the first session, and 5 days before it are needed"),
    ],
)
def test_a_diary_that_began_too_late_says_when_it_began(first: int, words: str) -> None:
    found = analysed(range(first, 30), [14.1])
    assert causes(found) == [Cause.BEGAN_LATE]
    assert why(found) == f"anxiety was first logged {words}"


def test_gaps_before_a_session_are_counted() -> None:
    found = analysed([0, 1, 5, 9, 15, 16], [14.5])
    assert causes(found) == [Cause.GAPS]
    assert why(found) == "of the 5 days with anxiety needed before the first session, there are 4"


@pytest.mark.parametrize("days", [[], [15, 16, 17]])
def test_a_score_without_an_entry_before_is_called_so(days: list[int]) -> None:
    assert why(analysed(days, [14.5])) == "there is no entry of anxiety before the first session"


def test_all_sessions_share_the_reason_of_the_first() -> None:
    """Troches at home: two years of entries, a session every third day from the second day on."""
    found = analysed(range(60), [1.1 + 3 * n for n in range(18)])
    (said,) = [s for s in build_sentences(found, "anxiety", Audience.ANA) if s.key == "missing"]
    assert said.text == (
        "18 sessions could not be compared: anxiety was first logged 1 day before the first "
        "session, and 5 days are needed."
    )


def test_several_reasons_are_told_one_by_one_the_most_frequent_first() -> None:
    found = analysed(
        [*range(14), 15, 17, 18], [12.5, 13.5, 14.0, 17.9], START + timedelta(days=18.1)
    )
    assert causes(found) == [
        Cause.NEXT_SESSION, Cause.NEXT_SESSION, None, Cause.TOO_EARLY,
    ]  # fmt: skip
    assert why(found) == (
        "for 2, the next session came within 36 hours; for 1, it is too early, the next day is "
        "not over yet"
    )


def test_a_verdict_counts_the_same_sessions_as_the_reasons() -> None:
    found = analysed(range(40), [14.5, 14.75, 20, 26, 39.9], START + timedelta(days=40))
    missing = [cause for cause in causes(found) if cause is not None]
    assert len(missing) == found.next_day.sessions - found.next_day.measured
