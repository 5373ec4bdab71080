"""How long over all sessions: the Kaplan–Meier median with its interval."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt
from statistics import NormalDist

from diary.relief.response import ReliefDuration
from diary.relief.values import Missing

NEED_SESSIONS = 3
NEED_FOR_INTERVAL = 6
NEED_ENDS = 3  # a median of one or two ends would be those two
Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Survival:
    """Hours until half of the sessions were back near baseline.

    ``median`` is None where fewer than three ends were seen, or more than half was never seen to
    end. ``longest``: the longest time that any was followed. ``interval``: 95 %, from six sessions
    on. An end that the data leave open is None.
    """

    sessions: int
    ended: int
    median: float | None
    longest: float
    interval: tuple[float | None, float | None] | None


def estimate_duration(durations: Sequence[ReliefDuration]) -> Survival | Missing:
    """Over at least three sessions. An end that lies between two entries counts in their middle."""
    if len(durations) < NEED_SESSIONS:
        return Missing(len(durations), NEED_SESSIONS, "sessions with relief")
    times = [
        (duration.after if duration.by is None else (duration.after + duration.by) / 2)
        for duration in durations
    ]
    ended = [duration.ended for duration in durations]
    if sum(ended) < NEED_ENDS:
        return Survival(len(durations), sum(ended), None, max(times), None)
    steps = kaplan_meier(times, ended)
    interval = None
    if len(durations) >= NEED_FOR_INTERVAL:
        low = _first(steps, lambda step: _band(step)[0] <= 0.5)
        high = _first(steps, lambda step: _band(step)[1] <= 0.5)
        interval = (low, high)
    median = _first(steps, lambda step: step.share <= 0.5 + 1e-12)
    return Survival(len(durations), sum(ended), median, max(times), interval)


@dataclass(frozen=True, slots=True)
class SurvivalStep:
    """Share still without an end just after ``time``. ``greenwood``: sum of d / (n (n - d))."""

    time: float
    share: float
    greenwood: float


def kaplan_meier(times: Sequence[float], ended: Sequence[bool]) -> list[SurvivalStep]:
    """The steps of the estimate (Kaplan & Meier 1958), one for each time at which one ended.

    ``times`` in any unit, ``ended`` false where the end was not seen (right-censored).
    """
    steps = []
    share, greenwood = 1.0, 0.0
    for time in sorted({t for t, done in zip(times, ended, strict=True) if done}):
        at_risk = sum(t >= time for t in times)
        ends = sum(t == time and done for t, done in zip(times, ended, strict=True))
        share *= 1 - ends / at_risk
        greenwood += ends / (at_risk * (at_risk - ends)) if at_risk > ends else inf
        steps.append(SurvivalStep(time, share, greenwood))
    return steps


def _band(step: SurvivalStep) -> tuple[float, float]:
    """95 % for the share, on the log(−log) scale with Greenwood's variance (Kalbfleisch & Prentice
    1980). The times at which it crosses one half are Brookmeyer & Crowley's interval (1982).
    """
    if step.share <= 0:
        return 0.0, 1.0  # nobody is left: the variance says nothing
    if step.share >= 1:
        return 1.0, 1.0
    spread = Z95 * sqrt(step.greenwood) / abs(log(step.share))
    return step.share ** exp(spread), step.share ** exp(-spread)


def _first(steps: Sequence[SurvivalStep], holds: Callable[[SurvivalStep], bool]) -> float | None:
    return next((step.time for step in steps if holds(step)), None)
