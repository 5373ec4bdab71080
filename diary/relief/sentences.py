"""An outcome in sentences, for Ana and for Ben. Every word from the table of phrases."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from diary.domain.scores import Direction
from diary.relief.compare import NEED_SESSIONS as NEED_EACH
from diary.relief.compare import Comparison, ComparisonGroup
from diary.relief.obstacles import Cause, ObstacleGroup, group_obstacles
from diary.relief.outcome import ReliefOutcome, TreatmentOutcome
from diary.relief.pattern import NEED_SESSIONS, NextDay, Verdict
from diary.relief.phrases import CATALOGUES, WORDS, Audience
from diary.relief.survival import Survival
from diary.relief.unusual import Randomization
from diary.relief.values import Missing

BEFORE = (Cause.GAPS, Cause.BEGAN_LATE, Cause.NOTHING_BEFORE)


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
    sentences = [*_next_day(outcome, voice)]
    if outcome.next_day.verdict is Verdict.BETTER:
        sentences += _lasting(outcome.lasting, voice)
        sentences += _overlap(outcome, voice)
    if outcome.next_day.verdict is not Verdict.TOO_FEW:
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
    change = WORDS["not_measured"] if group.median is None else _signed(group.median)
    return WORDS["group"].format(
        name=group.name, change=change, measured=group.measured, sessions=sessions(group.sessions)
    )


def _next_day(outcome: ReliefOutcome, voice: _Voice) -> Iterator[Sentence]:
    next_day = outcome.next_day
    if next_day.verdict is Verdict.TOO_FEW:
        counts = {"measured": next_day.measured, "sessions": sessions(next_day.sessions)}
        yield voice.say("too_few", **counts, need=NEED_SESSIONS)
        yield from _missing(outcome, voice)
        return
    if next_day.verdict is Verdict.UNCLEAR:
        yield _unclear(next_day, voice)
    else:
        yield voice.say(
            next_day.verdict.value,
            better=next_day.better,
            worse=next_day.worse,
            measured=sessions(next_day.measured),
            median=points(abs(next_day.median or 0.0)),
            spread=_spread(next_day),
        )
    yield from _missing(outcome, voice)


def _unclear(next_day: NextDay, voice: _Voice) -> Sentence:
    """From the lowest to the highest, or what each of them was."""
    low, high = _signed(next_day.lowest or 0.0), _signed(next_day.highest or 0.0)
    measured = sessions(next_day.measured)
    if low != high:
        return voice.say("unclear", measured=measured, low=low, high=high)
    if low == WORDS["same"]:
        return voice.say("same", measured=measured)
    return voice.say("each_alike", measured=measured, change=low)


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
    if group.cause in BEFORE:
        return _reason_before(group, score)
    if group.cause is Cause.NEXT_SESSION and (single is None or len(group.sessions) > 1):
        return WORDS["next_sessions"]
    time = ""
    if single is not None:
        time = WORDS["under_an_hour"] if single.hours < 1 else _bare(single.hours)
    return WORDS[group.cause.name.lower()].format(score=score, time=time)


def _reason_before(group: ObstacleGroup, score: str) -> str:
    """What is missing before the session that began the series."""
    single, key = group.single, group.cause.name.lower()
    if single is None:
        return WORDS[f"{key}_each"].format(score=score)
    if group.cause is Cause.BEGAN_LATE and single.days == 0:
        key = "began_that_day"
    alone = group.sessions == (single.series,)
    start = WORDS["its_start" if alone else "series_start"].format(number=single.series)
    return WORDS[key].format(
        score=score, start=start, need=single.need, days=single.days, time=days(single.days)
    )


def _spread(next_day: NextDay) -> str:
    """The interval, from six sessions on, else the lowest and the highest, with their signs."""
    if next_day.interval is not None:
        ends = sorted(abs(end) for end in (next_day.interval.low, next_day.interval.high))
        return _range(*map(number, ends))
    low, high = next_day.lowest or 0.0, next_day.highest or 0.0
    if low * high > 0:
        ends = sorted((abs(low), abs(high)))
        return _range(*map(number, ends))
    return WORDS["between"].format(low=_signed(low), high=_signed(high))


def _range(low: str, high: str) -> str:
    return WORDS["each_time"] if low == high else WORDS["to"].format(low=low, high=high)


def _lasting(survival: Survival | Missing, voice: _Voice) -> Iterator[Sentence]:
    if isinstance(survival, Missing):
        return
    n, every = survival.ended, sessions(survival.sessions)
    if survival.median is None:
        yield voice.say("longer", time=duration(survival.longest), n=n, all=every)
    else:
        spread, ends_seen = _between_times(survival.interval), WORDS["seen"].format(n=n, all=every)
        yield voice.say("lasted", time=duration(survival.median), spread=spread, seen=ends_seen)


def _between_times(interval: tuple[float | None, float | None] | None) -> str:
    low, high = interval or (None, None)
    if low is None:
        return ""
    if high is None:
        return WORDS["or_more"].format(low=_bare(low))
    if _bare(low) == _bare(high):
        return ""
    return WORDS["in_brackets"].format(low=_bare(low), high=_bare(high))


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


def number(value: float) -> str:
    """At most one digit after the point, none where it is whole."""
    return f"{round(value, 1):g}"


def points(value: float) -> str:
    """As in "2.5 points"."""
    return WORDS["point"] if number(value) == "1" else WORDS["points"].format(n=number(value))


def days(count: int) -> str:
    """As in "6 days"."""
    return WORDS["day"] if count == 1 else WORDS["days"].format(n=count)


def sessions(count: int) -> str:
    """As in "6 sessions"."""
    return WORDS["session"] if count == 1 else WORDS["sessions"].format(n=count)


def _signed(change: float) -> str:
    if number(abs(change)) == "0":
        return WORDS["same"]
    return WORDS["below" if change < 0 else "above"].format(by=points(abs(change)))


def duration(hours: float) -> str:
    """In hours below two days, else in whole days: no more digits than entries can carry."""
    return WORDS["about"].format(time=_bare(hours))


def _bare(hours: float) -> str:
    """As ``duration``, without "about": "6 days"."""
    kind, count = ("hour", round(hours)) if hours < 48 else ("day", round(hours / 24))
    return WORDS[kind] if count == 1 else WORDS[kind + "s"].format(n=count)
