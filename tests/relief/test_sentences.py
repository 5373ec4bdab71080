"""Sentences: a claim only where the numbers allow it, always with its count, never a cause."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from diary.domain.scores import Direction
from diary.relief.analysis import analyse
from diary.relief.compare import compare_groups
from diary.relief.next_day import Around, Verdict
from diary.relief.outcome import ReliefOutcome
from diary.relief.phrases import ANA, BEN, CATALOGUES, WORDS, Audience
from diary.relief.sentences import (
    build_comparison_sentence,
    build_sentences,
    find_chance_sentence,
)
from diary.relief.survival import Survival
from diary.relief.values import Interval, NumberedTreatment, ScoredEntry
from diary.relief.wording import duration, points
from tests.relief.builders import CLAIMS

START = datetime(2026, 1, 5, 20, tzinfo=UTC)
NEVER = re.compile(
    r"reduc|caused|because|thanks to|prove[ns]? that|will be|should|helped", re.IGNORECASE
)


def outcome(
    usual: float = 8, next_day: float = 3, sessions: int = 6, better: Direction = Direction.LOWER
) -> ReliefOutcome:
    """A session every two weeks; an entry each evening and one the next day."""
    days = [START + timedelta(days=day) for day in range(14 * sessions + 14)]
    starts = [START + timedelta(days=14 * number + 14, hours=-9) for number in range(sessions)]
    lasting = {start.date() + timedelta(days=day) for start in starts for day in (1, 2, 3)}
    entries = [
        ScoredEntry(at, at.date(), next_day if at.date() in lasting else usual) for at in days
    ]
    given = [NumberedTreatment(n, at, at.date(), "IV") for n, at in enumerate(starts, 1)]
    return analyse(entries, given, better, days[-1] + timedelta(days=1))


def said(found: ReliefOutcome, reader: Audience = Audience.BEN, score: str = "anxiety") -> str:
    return " ".join(sentence.text for sentence in build_sentences(found, score, reader))


def test_ben_reads_both_questions_with_their_comparators() -> None:
    words = said(outcome())
    assert words.startswith(
        "Since treatment began, anxiety has been lower the day after a session. Against the two "
        "weeks before treatment: "
    )
    assert re.search(r"\(95 % interval −\S+ to −\S+\), 8 to 3 \(lower after 6 of 6 sess", words)
    assert "Against the 3 days before each session: 5 points lower (95 % int" in words
    assert "It was back near its earlier level after about 4 days" in words
    assert "seen after 6 of 6 sessions" in words
    assert "8 in 10 were better after" in words  # the evening of each session is a tie


def test_ana_reads_the_same_in_fewer_words() -> None:
    words = said(outcome(), Audience.ANA)
    assert words.startswith(
        "Since your sessions began, your anxiety has been lower on the day after a session. In "
        "the two weeks before your first session, it was usually 8. On the day after a session, "
        "it was usually 3 (lower after 6 of 6 sessions). The day after a session, your anxiety "
        "was usually 5 points lower than in the 3 days before that session (6 sessions)."
    )
    assert "compared with each" not in words
    assert "Chance check" not in words


def test_mood_is_better_when_it_is_higher() -> None:
    words = said(outcome(3, 8, better=Direction.HIGHER), score="mood")
    assert words.startswith("Since treatment began, mood has been higher the day after")
    assert "3 to 8 (higher after 6 of 6 sessions)" in words


def test_worse_is_said_to_ben_and_to_ana_only_beyond_doubt() -> None:
    found = outcome(4, 8)
    assert "anxiety has been higher the day after a session." in said(found)
    assert "back near" not in said(found)
    alarming = replace(found, next_day=replace(found.next_day, alarming=True))
    reserved = replace(found, next_day=replace(found.next_day, alarming=False))
    assert "open Help now" in said(alarming, Audience.ANA)
    assert "no clear difference" in said(reserved, Audience.ANA)
    assert "has been higher" not in said(reserved, Audience.ANA)


def test_no_difference_claims_nothing() -> None:
    sentences = build_sentences(outcome(6, 6), "anxiety", Audience.BEN)
    assert "was the same the day after" in sentences[0].text
    assert not any(sentence.key in CLAIMS for sentence in sentences)


@pytest.mark.parametrize("sessions", [1, 2])
def test_below_three_sessions_only_the_count_is_told(sessions: int) -> None:
    for reader in Audience:
        sentences = build_sentences(outcome(sessions=sessions), "anxiety", reader)
        assert [sentence.key for sentence in sentences] == ["too_few"]
        assert str(sessions) in sentences[0].text


def test_without_a_session_it_says_so() -> None:
    assert said(outcome(sessions=0)) == "No session in this time."
    assert "No session yet" in said(outcome(sessions=0), Audience.ANA)


def test_days_missing_before_a_session_are_counted() -> None:
    start = START + timedelta(days=3)
    entries = [ScoredEntry(START + timedelta(days=d), (START + timedelta(days=d)).date(), 8)
               for d in range(3)]  # fmt: skip
    found = analyse(entries, [NumberedTreatment(1, start, start.date())], Direction.LOWER, start)
    words = said(found)
    assert words.endswith(
        "1 session could not be compared: anxiety was first logged 3 days before the first "
        "session, and 5 days are needed."
    )


def test_an_end_that_was_never_seen_is_no_number_of_days() -> None:
    unseen = replace(outcome(), lasting=Survival(6, 0, None, 90.0, None))
    assert "after 6 of 6 sessions the next session or today came first" in said(unseen)
    assert "the longest followed for about 4 days" in said(unseen)


def test_ana_reads_of_how_many_sessions_the_end_was_seen() -> None:
    """Two of three seen is not "most not seen", though a median is not told below three."""
    unseen = replace(outcome(), lasting=Survival(3, 2, None, 90.0, None))
    words = said(unseen, Audience.ANA)
    assert "after 1 of 3 sessions, your next session or today came first" in words
    assert "seen after 6 of 6 sessions" in said(outcome(), Audience.ANA)


@pytest.mark.parametrize("reader", Audience)
def test_the_days_after_without_an_entry_are_told(reader: Audience) -> None:
    found = outcome()
    first = replace(found.sessions[0], days_logged=3)
    holes = replace(found, sessions=(first, *found.sessions[1:]))
    assert "had no score" not in said(found, reader)
    assert re.search(r"Of the 42 days after \w+( sessions)?, 4 had no score\.", said(holes, reader))


def test_random_dates_are_as_good_or_better_for_either_score() -> None:
    for found, score in ((outcome(), "anxiety"), (outcome(3, 8, better=Direction.HIGHER), "mood")):
        words = said(found, score=score)
        assert "to the next day that is at least this good" in words
        assert "mean fall" not in words


def test_an_interval_with_an_open_end_says_or_more() -> None:
    found = replace(outcome(), lasting=Survival(6, 4, 144.0, 300.0, (96.0, None)))
    assert "after about 6 days (4 days or more)" in said(found)


def test_no_phrase_names_a_cause_or_the_days_to_come() -> None:
    for catalogue in (*CATALOGUES.values(), WORDS):
        for phrase in catalogue.values():
            assert not NEVER.search(phrase), phrase


def test_both_readers_are_told_what_else_moves_scores() -> None:
    assert "no cause is claimed" in find_chance_sentence(Audience.BEN)
    assert "by themselves" in find_chance_sentence(Audience.ANA)


def test_every_claim_is_a_phrase_of_a_reader() -> None:
    assert set(ANA) | set(BEN) >= CLAIMS


def test_routes_too_few_to_compare_are_listed_with_their_counts() -> None:
    found = compare_groups({"IV": [-3, -2, -4], "nasal": [-1, None]}, lower_is_better=True)
    assert found is not None
    words = build_comparison_sentence(found, "anxiety", Direction.LOWER).text
    assert "IV 3 points lower (3 of 3 sessions)" in words
    assert "Nasal" in words or "nasal 1 point lower (1 of 2 sessions)" in words
    assert "too few sessions each" in words


def test_three_full_groups_are_not_called_too_few() -> None:
    groups = {"IV": [-6.0, -5, -6], "nasal": [0.0, -1, 0], "oral": [0.0, 0, 0]}
    found = compare_groups(groups, lower_is_better=True)
    assert found is not None
    words = build_comparison_sentence(found, "anxiety", Direction.LOWER).text
    assert "too few sessions" not in words
    assert "with more than two none is set above the others" in words


def test_two_groups_that_are_alike_are_called_so() -> None:
    found = compare_groups({"IV": [-2.0] * 4, "nasal": [-2.0] * 4}, lower_is_better=True)
    assert found is not None
    assert (
        "no clear difference between them"
        in build_comparison_sentence(found, "anxiety", Direction.LOWER).text
    )


def test_a_clear_difference_between_routes_is_told_with_its_share() -> None:
    found = compare_groups(
        {"IV": [-6, -5, -6, -5, -6], "nasal": [0, -1, 0, -1, 0]}, lower_is_better=True
    )
    assert found is not None
    assert found.stronger == "IV"
    words = build_comparison_sentence(found, "anxiety", Direction.LOWER).text
    assert "better after IV than after the other, typically by 6 points" in words


@pytest.mark.parametrize(
    ("hours", "words"),
    [(1, "about 1 hour"), (26, "about 26 hours"), (48, "about 2 days"), (150, "about 6 days")],
)
def test_a_time_has_no_more_digits_than_entries_carry(hours: float, words: str) -> None:
    assert duration(hours) == words


def test_one_point_is_singular() -> None:
    assert (points(1), points(2.5), points(0)) == ("1 point", "2.5 points", "0 points")


@pytest.mark.parametrize("reader", Audience)
def test_sessions_without_any_change_are_said_to_be_the_same(reader: Audience) -> None:
    words = said(outcome(10, 10), reader)
    assert "the same and the same" not in words
    assert re.match(r"(Your a|A)nxiety was the same the day after 6 sessions", words)
    assert "clear difference" not in words


def test_a_range_whose_ends_are_equal_is_no_range() -> None:
    alike = replace(outcome(), lasting=Survival(6, 6, 96.0, 97.0, (95.0, 97.0)))
    assert "after about 4 days, seen after" in said(alike)


def test_one_day_without_an_entry_is_singular() -> None:
    found = outcome()
    first = replace(found.sessions[0], days_logged=0, days_after=1)
    rest = [replace(one, days_logged=0, days_after=0) for one in found.sessions[1:]]
    assert "Of the 1 day after" in said(replace(found, sessions=(first, *rest)))


SITUATIONS: dict[str, tuple[dict[str, Any], dict[str, Any], str, str]] = {
    "small": ({"verdict": Verdict.SMALL}, {}, "That is a small change.", "a small change."),
    "none": (
        {"verdict": Verdict.NONE},
        {},
        "your anxiety has been much the same on the day after a session.",
        "no large change in anxiety the day after a session.",
    ),
    "mixed": (
        {"verdict": Verdict.UNCLEAR, "better": 3, "worse": 3},
        {},
        "There is no pattern so far.",
        "lower after some sessions, higher after others.",
    ),
    "unclear": (
        {"verdict": Verdict.UNCLEAR, "better": 6, "worse": 0},
        {},
        "no clear difference in your anxiety so far",
        "No clear difference in anxiety since treatment began.",
    ),
    "a hard start": (
        {},
        {"hard_start": True},
        "The two weeks before your first session may have been unusually hard.",
        "The two weeks before treatment may have been unusually hard.",
    ),
    "fading": (
        {},
        {"around": Around(6, -4.0, Interval(-5, -3), 0.8, Interval(0.3, 1.3))},
        "It changed less after later sessions than after earlier ones.",
        "Fading: the change is smaller by 0.8 points from session to session (95 % interval +0.3 ",
    ),
    "growing": (
        {},
        {"around": Around(6, -4.0, Interval(-5, -3), -0.8, Interval(-1.3, -0.3))},
        "It changed more after later sessions than after earlier ones.",
        "Growing: the change is larger by 0.8 points",
    ),
    "the same around": (
        {},
        {"around": Around(6, -0.3, Interval(-1.2, 0.6), None, None)},
        "From the 3 days before a session to the day after it, your anxiety showed no clear change",
        "no clear change (95 % interval −1.2 to +0.6; 6 sessions)",
    ),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_each_situation_has_its_words(situation: str) -> None:
    next_day, rest, ana, ben = SITUATIONS[situation]
    found = outcome()
    found = replace(found, next_day=replace(found.next_day, **next_day), **rest)
    assert ana in said(found, Audience.ANA)
    assert ben in said(found)
    claims = {each.key for each in build_sentences(found, "anxiety", Audience.ANA)} & CLAIMS
    assert bool(claims) == (found.next_day.verdict in (Verdict.BETTER, Verdict.SMALL))


def test_a_course_over_sessions_that_may_be_level_is_not_said() -> None:
    level = Around(6, -4.0, Interval(-5, -3), 0.2, Interval(-0.3, 0.7))
    found = replace(outcome(), around=level)
    for reader in Audience:
        assert not re.search("later sessions|Fading|Growing", said(found, reader))
