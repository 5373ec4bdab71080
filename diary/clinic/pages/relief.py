"""Relief on the follow-up page: sentences, numbers, and comparisons of routes and doses."""

from collections.abc import Iterator
from dataclasses import dataclass

from diary.charts.rules.relief import ReliefAnalysis
from diary.charts.rules.words import format_signed_span
from diary.domain.scores import Score
from diary.relief.compare import Comparison
from diary.relief.next_day import NEED_SESSIONS, NextDay, Verdict
from diary.relief.outcome import ReliefOutcome
from diary.relief.phrases import Audience
from diary.relief.sentences import (
    build_comparison_sentence,
    build_sentences,
    find_chance_sentence,
)
from diary.relief.survival import Survival
from diary.relief.wording import duration, format_signed, number, sessions

HOW_SURE = frozenset({"overlap", "unlogged", "unusual", "not_unusual"})
UNTIL_BACK = "until anxiety was back near its earlier level"
HEADINGS = {"routes": "Routes compared", "doses": "Routes and doses compared"}


@dataclass(frozen=True)
class ScoreSentences:
    """The sentences about one score. `sure` says how far they can be trusted."""

    score: Score
    sentences: tuple[str, ...]
    sure: tuple[str, ...]


@dataclass(frozen=True)
class Stat:
    """One large number with its words."""

    value: str
    label: str
    kind: str | None = None


@dataclass(frozen=True)
class GroupRow:
    """One route or dose in a comparison, in words."""

    name: str
    sessions: int
    measured: int
    median: str
    spread: str


@dataclass(frozen=True)
class GroupComparison:
    """Routes, or routes and doses, for one score."""

    heading: str
    score: Score
    rows: tuple[GroupRow, ...]
    sentence: str


@dataclass(frozen=True)
class ReliefPart:
    """Everything about relief on the page.

    `over_all` is true if these dates have too few sessions. Then the words are about all sessions
    up to the end of the dates.
    """

    over_all: int | None
    spoken: tuple[ScoreSentences, ...]
    chance: str
    stats: tuple[Stat, ...]
    compared: tuple[GroupComparison, ...]


def build_relief_part(relief: ReliefAnalysis, over_all: bool) -> ReliefPart:
    """Build the part from the analysis of the sessions of these dates, or of all up to them."""
    return ReliefPart(
        len(relief.session_numbers) if over_all else None,
        tuple(_spoken(relief.of(score), score) for score in Score),
        find_chance_sentence(Audience.BEN),
        tuple(_stats(relief)),
        tuple(_compared(relief)),
    )


def _spoken(outcome: ReliefOutcome, score: Score) -> ScoreSentences:
    sentences = build_sentences(outcome, score.value, Audience.BEN)
    return ScoreSentences(
        score,
        tuple(sentence.text for sentence in sentences if sentence.key not in HOW_SURE),
        tuple(sentence.text for sentence in sentences if sentence.key in HOW_SURE),
    )


def _stats(relief: ReliefAnalysis) -> Iterator[Stat]:
    for score in Score:
        yield _since_the_first(relief.of(score), score)
    if relief.session_numbers:
        yield _next_day(relief.anxiety.next_day)
        yield _lasting(relief.anxiety)


def _since_the_first(outcome: ReliefOutcome, score: Score) -> Stat:
    lately, first = outcome.lately, outcome.before_first
    entries = f"{lately.entries} {'entry' if lately.entries == 1 else 'entries'}"
    if first is not None and first.value is not None and lately.value is not None:
        return Stat(
            f"{number(first.value)} → {number(lately.value)}",
            f"{score}, {first.reach} days before treatment → last 7 days ({entries}); "
            f"{score.direction.words}",
            score.value,
        )
    if lately.value is not None:
        words = f"{score}, median of the last 7 of these days, {entries}; {score.direction.words}"
        return Stat(number(lately.value), words, score.value)
    return Stat("–", f"{score}: no score in the last 7 of these days; {score.direction.words}")


def _next_day(next_day: NextDay) -> Stat:
    if next_day.change is None or next_day.interval is None:
        words = (
            f"anxiety the next day: {next_day.measured} of {sessions(next_day.sessions)} compared"
        )
        return Stat("–", f"{words}, {NEED_SESSIONS} needed")
    unclear = "; no clear difference" if next_day.verdict is Verdict.UNCLEAR else ""
    span = format_signed_span(next_day.interval.low, next_day.interval.high)
    return Stat(
        f"{format_signed(next_day.change)} ({span})",
        f"change in anxiety from before treatment to the day after {sessions(next_day.measured)} "
        f"(95\u00a0% interval){unclear}",
        "anxiety",
    )


def _lasting(outcome: ReliefOutcome) -> Stat:
    survival = outcome.lasting
    if outcome.next_day.verdict is not Verdict.BETTER:
        return Stat("–", f"{UNTIL_BACK}: given only if it was clearly lower the next day")
    if not isinstance(survival, Survival):
        few = f"too few sessions with relief ({survival.have} of {survival.need})"
        return Stat("–", f"{UNTIL_BACK}: {few}")
    ended = f"seen after {survival.ended} of {sessions(survival.sessions)}"
    if survival.median is None:
        return Stat("–", f"{UNTIL_BACK}: {ended}")
    return Stat(duration(survival.median), f"{UNTIL_BACK}; {ended}")


def _compared(relief: ReliefAnalysis) -> Iterator[GroupComparison]:
    """Compare routes, and also doses if they say more than the routes."""
    for score in Score:
        outcome = relief.of(score)
        routes, doses = outcome.routes, outcome.doses
        if routes is not None:
            yield _comparison("routes", score, routes, outcome)
        if doses is not None and (routes is None or len(doses.groups) > len(routes.groups)):
            yield _comparison("doses", score, doses, outcome)


def _comparison(
    kind: str, score: Score, groups: Comparison, outcome: ReliefOutcome
) -> GroupComparison:
    rows = tuple(
        GroupRow(
            group.name,
            group.sessions,
            group.measured,
            "–" if group.median is None else format_signed(group.median),
            "–"
            if group.lowest is None or group.highest is None
            else format_signed_span(group.lowest, group.highest),
        )
        for group in groups.groups
    )
    words = build_comparison_sentence(groups, score.value, outcome.better).text
    return GroupComparison(HEADINGS[kind], score, rows, words)
