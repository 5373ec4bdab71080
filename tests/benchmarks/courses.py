"""Invented patients whose true course is known, by the recipe of the published noise and gaps.

y(t) = clip(round(b + AR(1) over days + noise of one entry - what the sessions take off), 0, 10)

Noise and missing days as in real untreated outpatients (daily SD 1.5, between people 1.0 to 2.0;
lag one 0.37, 0.20 to 0.55; SD of a single entry 2.0); courses after the published time points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import exp, sqrt
from random import Random
from statistics import NormalDist, fmean

from diary.relief.values import NumberedTreatment, ScoredEntry

START = datetime(2026, 1, 5, tzinfo=UTC)
RISE, DAY = 1.5, 24.0  # hours
CHECKS = (2, 4, 24, 72, 168)
QUARTILE = 0.6745
DAILY, SINGLE = 1.5, 2.0  # SD of a day, and of one entry
SHARED = 0.6  # correlation of the noise of anxiety with that of mood


@dataclass(frozen=True)
class Course:
    """``share`` of the usual score taken off 24 h later; ``flat_days``: for so long in full."""

    name: str
    share: tuple[float, float]
    flat_days: float | None = None


COURSES = (
    Course("responder", (0.5, 0.7)),
    Course("partial", (0.25, 0.49)),
    Course("placebo, 3 days", (0.2, 0.4), flat_days=3.0),
    Course("none", (0.0, 0.0)),
    Course("worse", (-0.4, -0.2)),
)


@dataclass(frozen=True)
class Schedule:
    """Days of the sessions, from the first day of the diary, and how many days it has."""

    name: str
    days: tuple[int, ...]
    length: int


SCHEDULES = (
    Schedule("twice a week", (14, 17, 21, 24, 28, 31), 60),
    Schedule("every two weeks", (14, 28, 42, 56, 70, 84), 113),
)


@dataclass(frozen=True)
class Dose:
    """What one session takes off: points at its height, fading over ``days_off``, from ``at``."""

    at: datetime
    size: float
    days_off: float
    flat_days: float | None

    def effect(self, at: datetime) -> float:
        """Points taken off at a moment."""
        hours = (at - self.at).total_seconds() / 3600
        if hours <= 0:
            return 0.0
        risen = self.size * (1 - exp(-hours / RISE))
        if self.flat_days is not None:
            return risen if hours <= self.flat_days * DAY else 0.0
        return risen * exp(-hours / (self.days_off * DAY))


@dataclass(frozen=True)
class Invented:
    """Anxiety and mood of each entry, the sessions, and what is true of them without noise.

    Mood is as far from 10 as anxiety is from 0; `spread` is the SD of a single entry.
    """

    anxiety: tuple[ScoredEntry, ...]
    mood: tuple[ScoredEntry, ...]
    sessions: tuple[NumberedTreatment, ...]
    usual: float
    doses: tuple[Dose, ...]
    now: datetime
    spread: float

    def truth(self, at: datetime) -> float:
        """Anxiety without noise, as far as the scale reaches."""
        return min(max(self.usual - sum(d.effect(at) for d in self.doses), 0.0), 10.0)

    def expected(self, at: datetime) -> float:
        """The mean of all scores that could be tapped at a moment: rounded, never beyond 0–10."""
        wave = NormalDist(self.usual - sum(d.effect(at) for d in self.doses), self.spread)
        return sum(1 - wave.cdf(edge + 0.5) for edge in range(10))


def invent(course: Course, schedule: Schedule, seed: object) -> Invented:
    """One patient; the same seed gives the same one."""
    random = Random(f"{course.name}:{schedule.name}:{seed}")
    usual = random.uniform(6, 8)
    starts = [
        START + timedelta(days=day, hours=random.choice((10, 11, 14)), minutes=random.randrange(60))
        for day in schedule.days
    ]
    doses = tuple(_doses(course, random.uniform(*course.share) * usual, starts, random))
    sessions = tuple(
        NumberedTreatment(number, at, at.date(), "IV", "0.5 mg/kg")
        for number, at in enumerate(starts, 1)
    )
    now = START + timedelta(days=schedule.length)
    daily = min(max(random.gauss(1.5, 0.5 / QUARTILE), 0.6), 3.0)
    bare = Invented((), (), sessions, usual, doses, now, daily * SINGLE / DAILY)
    pairs = list(_entries(bare, schedule, daily, random))
    return replace(bare, anxiety=tuple(a for a, _ in pairs), mood=tuple(m for _, m in pairs))


def _doses(
    course: Course, at_24h: float, starts: Sequence[datetime], random: Random
) -> Iterator[Dose]:
    """Each session tops up what is left of those before: six do not pile up. One dose fades over
    4 days, the last of six over 20 to 40.
    """
    given: list[Dose] = []
    for number, start in enumerate(starts, 1):
        days_off = random.uniform(20, 40) if number == 6 else 4.0
        full = at_24h if course.flat_days else at_24h * exp(1 / days_off)
        left = sum(dose.effect(start) for dose in given)
        size = full - left if abs(left) < abs(full) else 0.0
        given.append(Dose(start, size, days_off, course.flat_days))
        yield given[-1]


def _entries(
    patient: Invented, schedule: Schedule, daily: float, random: Random
) -> Iterator[tuple[ScoredEntry, ScoredEntry]]:
    lag = min(max(random.gauss(0.37, 0.175 / QUARTILE), 0.0), 0.85)
    own = daily * sqrt(SINGLE**2 - DAILY**2) / DAILY
    shared, apart = (_ar1(schedule.length, daily, lag, random) for _ in range(2))
    days = set(schedule.days)
    for at in _moments(patient, schedule, random):
        day = (at - START).days
        first = shared[day] + random.gauss(0, own)
        second = apart[day] + random.gauss(0, own)
        level = patient.usual - sum(d.effect(at) for d in patient.doses)
        anxiety = _tapped(level + first)
        mood = 10 - _tapped(level + SHARED * first + sqrt(1 - SHARED**2) * second)
        if not _missed(anxiety, day, day in days, random):
            yield ScoredEntry(at, at.date(), anxiety), ScoredEntry(at, at.date(), mood)


def _tapped(value: float) -> int:
    return min(max(round(value), 0), 10)


def _ar1(days: int, spread: float, lag: float, random: Random) -> list[float]:
    noise = [random.gauss(0, spread)]
    while len(noise) < days:
        noise.append(lag * noise[-1] + random.gauss(0, spread * sqrt(1 - lag**2)))
    return noise


def _moments(patient: Invented, schedule: Schedule, random: Random) -> list[datetime]:
    """Every evening, one morning in three, and the check-ins around each session."""
    found = []
    for day in range(schedule.length):
        found.append(START + timedelta(days=day, hours=20, minutes=random.randrange(120)))
        if random.random() < 0.35:
            found.append(START + timedelta(days=day, hours=8, minutes=random.randrange(120)))
    for session in patient.sessions:
        late = (timedelta(hours=h, minutes=random.randrange(3, 35)) for h in CHECKS)
        found += [session.at + wait for wait in late]
    return sorted(at for at in found if at < patient.now)


def _missed(value: int, day: int, on_session_day: bool, random: Random) -> bool:
    """85 % kept at first and 1.5 points fewer each week; bad hours and session days go missing
    more often, so what is missing is not missing by chance.
    """
    kept = max(0.85 - 0.015 * day / 7, 0.5)
    odds = (1 - kept) / kept
    odds *= 2.0 if value >= 8 else 1.0
    odds *= 3.0 if on_session_day else 1.0
    return random.random() < odds / (1 + odds)


def end_of_relief(patient: Invented, index: int, baseline: float) -> float | None:
    """Hours after session ``index`` at which the true score is back within 1 point of a baseline;
    None where the next session or the end of the diary comes first.
    """
    starts = [s.at for s in patient.sessions] + [patient.now]
    start, stop = list(pairwise(starts))[index]
    hour = 24
    while start + timedelta(hours=hour) < stop:
        if patient.truth(start + timedelta(hours=hour)) >= baseline - 1:
            return float(hour)
        hour += 1
    return None


def level_before(patient: Invented, number: int, reach: int) -> float:
    """The mean expected score on the evenings of the ``reach`` days before session ``number``."""
    start = patient.sessions[number - 1].at.replace(hour=21, minute=0)
    evenings = [start - timedelta(days=back) for back in range(1, reach + 1)]
    return fmean(patient.expected(at) for at in evenings)
