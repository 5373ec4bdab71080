"""An outcome in sentences, for Ana and for Ben. Every word from the table of phrases."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from diary.domain.scores import Direction
from diary.relief.compare import NEED_SESSIONS as NEED_EACH
from diary.relief.compare import Comparison, ComparisonGroup
from diary.relief.next_day import NEED_SESSIONS, Around, NextDay, Verdict
from diary.relief.obstacles import Cause, ObstacleGroup, group_obstacles
from diary.relief.outcome import ReliefOutcome, TreatmentOutcome
from diary.relief.phrases import CATALOGUES, WORDS, Audience
from diary.relief.survival import Survival
from diary.relief.unusual import Randomization
from diary.relief.values import Missing
from diary.relief.wording import (
    bare_duration,
    days,
    duration,
    interval_words,
    number,
    points,
    sessions,
    signed,
    weeks,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, by the key of its phrase."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class _Voice:
    """Fills the phrases for one reader, one score and its good direction."""

    phrases: Mapping[str, str]
    score: str
    better: Direction

    def say(self, key: str, **values: object) -> Sentence:
        lower = self.better is Direction.LOWER
        good, bad = ("lower", "higher") if lower else ("higher", "lower")
        text = self.phrases[key].format(
            score=self.score, good=WORDS[good], bad=WORDS[bad], **values
        )
        return Sentence(key, text[:1].upper() + text[1:])


def build_sentences(outcome: ReliefOutcome, score: str, reader: Audience) -> tuple[Sentence, ...]:
    """What the next days say, then for how long, then how sure. ``score``: its word in a sentence.

    Anything better is said only where ``outcome.next_day`` allows the claim.
    """
    voice = _Voice(CATALOGUES[reader], score, outcome.better)
    if not outcome.sessions:
        return (voice.say("none"),)
    verdict = outcome.next_day.verdict
    sentences = [*_since_treatment(outcome, voice), *_missing(outcome, voice)]
    if verdict is not Verdict.TOO_FEW:
        sentences += _around(outcome, voice)
    if verdict is Verdict.BETTER:
        sentences += _lasting(outcome.lasting, voice)
        sentences += _overlap(outcome, voice)
    if verdict is not Verdict.TOO_FEW:
        sentences += _unlogged(outcome, voice)
        sentences += _unusual(outcome.unusual, voice)
    return tuple(sentences)


def find_chance_sentence(reader: Audience) -> str:
    """The one plain sentence on what else moves scores. Said once, beside the readings."""
    return CATALOGUES[reader]["chance"]


def build_comparison_sentence(compared: Comparison, score: str, better: Direction) -> Sentence:
    """Routes or doses beside each other, for Ben."""
    voice = _Voice(CATALOGUES[Audience.BEN], score, better)
    if compared.stronger is not None and compared.share is not None:
        medians = [
            group.median
            for group in compared.groups
            if group.median is not None and group.measured >= NEED_EACH
        ]
        apart = points(abs(medians[0] - medians[1]))
        return voice.say(
            "stronger", name=compared.stronger, apart=apart, share=_of_hundred(compared.share)
        )
    groups = "; ".join(_group(group) for group in compared.groups)
    return voice.say("no_stronger", groups=groups, why=WORDS[_why_none(compared)])


def _why_none(compared: Comparison) -> str:
    """Why no route or dose is set above the others."""
    if compared.share is not None:
        return "not_apart"
    full = sum(group.measured >= NEED_EACH for group in compared.groups)
    return "more_than_two" if full > 2 else "too_few_each"


def _group(group: ComparisonGroup) -> str:
    change = WORDS["not_measured"] if group.median is None else signed(group.median)
    return WORDS["group"].format(
        name=group.name, change=change, measured=group.measured, sessions=sessions(group.sessions)
    )


def _since_treatment(outcome: ReliefOutcome, voice: _Voice) -> Iterator[Sentence]:
    """The level since treatment began, against the days before."""
    next_day = outcome.next_day
    if next_day.verdict is Verdict.TOO_FEW:
        counts = {"measured": next_day.measured, "sessions": sessions(next_day.sessions)}
        yield voice.say("too_few", **counts, need=NEED_SESSIONS)
        return
    if next_day.lowest == next_day.highest == 0:
        yield voice.say("same", measured=sessions(next_day.measured))
        return
    yield voice.say(_key_of(next_day, voice))
    yield _levels(outcome, voice)
    if outcome.hard_start and next_day.verdict in (Verdict.BETTER, Verdict.SMALL):
        yield voice.say("hard_start")


def _key_of(next_day: NextDay, voice: _Voice) -> str:
    """A patient is told that it got worse only where that is beyond doubt."""
    verdict, reserved = next_day.verdict, voice.phrases is CATALOGUES[Audience.ANA]
    if verdict is Verdict.WORSE and reserved and not next_day.alarming:
        verdict = Verdict.UNCLEAR
    if verdict is Verdict.UNCLEAR:
        return "mixed" if next_day.better and next_day.worse else "unclear"
    return {
        Verdict.BETTER: "better",
        Verdict.SMALL: "small",
        Verdict.WORSE: "worse",
        Verdict.NONE: "no_change",
    }[verdict]


def _levels(outcome: ReliefOutcome, voice: _Voice) -> Sentence:
    next_day = outcome.next_day
    change = next_day.change or 0.0
    improved = (change < 0) == (outcome.better is Direction.LOWER)
    side = WORDS["side"].format(
        side=WORDS["lower" if change < 0 else "higher"],
        n=next_day.better if improved else next_day.worse,
        all=sessions(next_day.measured),
    )
    return voice.say(
        "levels",
        time=weeks(outcome.sessions[0].baseline.reach),
        before=number(next_day.before or 0.0),
        after=number(next_day.after or 0.0),
        change=signed(change),
        interval=interval_words(next_day.interval),
        measured=side,
    )


def _around(outcome: ReliefOutcome, voice: _Voice) -> Iterator[Sentence]:
    """The change around each session, and whether it fades over the sessions."""
    around = outcome.around
    if around.change is None or around.interval is None:
        return
    clear = around.interval.low > 0 or around.interval.high < 0
    yield voice.say(
        "around" if clear else "around_unclear",
        by=signed(around.change),
        interval=interval_words(around.interval),
        measured=sessions(around.sessions),
    )
    if clear:
        yield from _trend(around, voice)


def _trend(around: Around, voice: _Voice) -> Iterator[Sentence]:
    if around.trend is None or around.trend_interval is None or around.change is None:
        return
    if around.trend_interval.low <= 0 <= around.trend_interval.high:
        return
    shrinks = (around.trend > 0) != (around.change > 0)
    yield voice.say(
        "fading" if shrinks else "growing",
        trend=points(abs(around.trend)),
        interval=interval_words(around.trend_interval),
    )


def _missing(outcome: ReliefOutcome, voice: _Voice) -> Iterator[Sentence]:
    """The sessions without a change on the next day, and why."""
    missing = [
        outcome_of_session
        for outcome_of_session in outcome.sessions
        if outcome_of_session.obstacle is not None
    ]
    if missing:
        why = reasons(missing, voice.score)
        yield voice.say("missing", missing=sessions(len(missing)), why=why)


def reasons(missing: Iterable[TreatmentOutcome], score: str) -> str:
    """Why these sessions have no change on the next day, in words that finish "…: ". Those without
    an obstacle are passed over.
    """
    groups = group_obstacles(
        (outcome.session.number, outcome.obstacle)
        for outcome in missing
        if outcome.obstacle is not None
    )
    if len(groups) == 1:
        return _reason(groups[0], score)
    return "; ".join(
        WORDS["for"].format(n=len(group.sessions), why=_reason(group, score)) for group in groups
    )


def _reason(group: ObstacleGroup, score: str) -> str:
    single = group.single
    if group.cause is Cause.NEXT_SESSION and (single is None or len(group.sessions) > 1):
        return WORDS["next_sessions"]
    key, time, have, need = group.cause.name.lower(), "", 0, 0
    if single is not None:
        have, need = single.days, single.need
        time = WORDS["under_an_hour"] if single.hours < 1 else bare_duration(single.hours)
    if group.cause is Cause.BEGAN_LATE:
        key, time = ("began_late", days(have)) if have else ("began_that_day", "")
    return WORDS[key].format(score=score, time=time, days=have, need=need, first=WORDS["first"])


def _lasting(survival: Survival | Missing, voice: _Voice) -> Iterator[Sentence]:
    if isinstance(survival, Missing):
        return
    n, every = survival.ended, sessions(survival.sessions)
    if survival.median is None:
        left = survival.sessions - n
        yield voice.say("longer", time=duration(survival.longest), open=left, all=every)
    else:
        spread, ends_seen = _between_times(survival.interval), WORDS["seen"].format(n=n, all=every)
        yield voice.say("lasted", time=duration(survival.median), spread=spread, seen=ends_seen)


def _between_times(interval: tuple[float | None, float | None] | None) -> str:
    low, high = interval or (None, None)
    if low is None:
        return ""
    if high is None:
        return WORDS["or_more"].format(low=bare_duration(low))
    if bare_duration(low) == bare_duration(high):
        return ""
    return WORDS["in_brackets"].format(low=bare_duration(low), high=bare_duration(high))


def _overlap(outcome: ReliefOutcome, voice: _Voice) -> Iterator[Sentence]:
    if "overlap" in voice.phrases and outcome.overlap is not None:
        yield voice.say("overlap", tenths=round(outcome.overlap * 10))


def _unlogged(outcome: ReliefOutcome, voice: _Voice) -> Iterator[Sentence]:
    """The days without an entry of this score, of the week after each session or the time up to
    the next.
    """
    after = sum(session.days_after for session in outcome.sessions)
    missing = after - sum(session.days_logged for session in outcome.sessions)
    if missing:
        yield voice.say("unlogged", days=days(after), missing=missing)


def _unusual(randomization: Randomization | Missing, voice: _Voice) -> Iterator[Sentence]:
    if "unusual" not in voice.phrases:
        return
    if isinstance(randomization, Missing):
        yield voice.say("not_unusual", have=randomization.have, need=randomization.need)
    else:
        yield voice.say("unusual", share=_of_hundred(randomization.share))


def _of_hundred(share: float) -> str:
    return WORDS["less_than_one"] if share < 0.01 else str(round(share * 100))
