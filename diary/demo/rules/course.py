"""The curve under the scores.

y(t) = clip(round(b + drift + AR(1) + sum over sessions of -A(1 - e^(-d/on)) e^(-d/off)), 0, 10)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp, sqrt
from random import Random

from diary.demo.rules.people import Course

HOUR = 3600.0
DAY = 24.0


@dataclass(frozen=True)
class SimulatedScores:
    """One pair of scores, as whole numbers of 0-10."""

    anxiety: int
    mood: int


def effect(course: Course, amplitude: float, hours: float) -> float:
    """Points taken off by one session, `hours` after its start."""
    if hours <= 0:
        return 0.0
    rises = 1 - exp(-hours / course.hours_on)
    return amplitude * rises * exp(-hours / (course.days_off * DAY))


def amplitudes(course: Course, starts: Sequence[datetime]) -> list[float]:
    """A for each session: it tops up what is left of those before, and does not pile up.

    Six full sessions in three weeks would otherwise take anxiety below nothing at all.
    """
    sizes: list[float] = []
    for start in starts:
        left = total(course, sizes, starts, start)
        sizes.append(max(course.fall - left, 0.0))
    return sizes


def total(
    course: Course, sizes: Sequence[float], starts: Sequence[datetime], moment: datetime
) -> float:
    """Points taken off by all the sessions together at one moment."""
    pairs = zip(sizes, starts, strict=False)
    return sum(effect(course, size, _hours(start, moment)) for size, start in pairs)


def daily_noise(course: Course, days: int, random: Random) -> list[float]:
    """An AR(1) walk with the course's daily SD and lag-one correlation."""
    step = course.daily_sd * sqrt(1 - course.lag_one**2)
    noise = [random.gauss(0, course.daily_sd)]
    while len(noise) < days:
        noise.append(course.lag_one * noise[-1] + random.gauss(0, step))
    return noise


def score(
    course: Course, weeks: float, taken_off: float, noise: float, random: Random
) -> SimulatedScores:
    """Simulate the scores of one moment. Mood mirrors anxiety, loosely, with separate noise."""
    drift = course.drift_per_week * weeks
    jitter = random.gauss(0, course.prompt_sd)
    anxiety = course.anxiety + drift - taken_off + noise + jitter
    lift = course.mood_share * (taken_off - drift)
    mood = course.mood + lift - 0.6 * (noise + jitter) + random.gauss(0, 0.8 * course.prompt_sd)
    return SimulatedScores(_tap(anxiety), _tap(mood))


def _tap(value: float) -> int:
    return min(max(round(value), 0), 10)


def _hours(start: datetime, moment: datetime) -> float:
    return (moment - start).total_seconds() / HOUR
