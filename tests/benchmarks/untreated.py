"""Real people without ketamine, with sessions that never took place.

One rating a day of 258 adults (Kuczynski et al. 2022), 10 the worst. Each has up to six pseudo-
sessions at ten in the morning; each rating is put at eight in the evening, so that the next day is
that of the rating 34 hours later.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import exp
from pathlib import Path
from random import Random
from statistics import fmean, median

from diary.domain.scores import Direction
from diary.relief.analysis import analyse
from diary.relief.next_day import Verdict
from diary.relief.response import POINTS, SHARE
from diary.relief.values import Interval, NumberedTreatment, ScoredEntry
from tests.benchmarks.courses import Dose

PEOPLE = Path(__file__).parents[3] / "shared" / "data" / "untreated_daily.csv"
GAPS = {"twice weekly": (3, 4), "weekly": (7, 7), "two-weekly": (14, 14)}
START = datetime(2026, 1, 1, tzinfo=UTC)
SESSION, RATING, DRAWS, MOST = 10, 20, 20, 6  # two hours of the day; draws a person; sessions
HIGH, BEFORE = 5.5, 14
LENGTHS = {"day": 1, "week": 7, "fortnight": 14}
Ratings = dict[int, float]  # by day


@dataclass(frozen=True)
class Case:
    """One person, the days of the sessions, and what each takes off: a share, fading over days."""

    person: str
    ratings: Ratings
    days: tuple[int, ...]
    share: float = 0.0
    days_off: float = 1.0

    @property
    def base(self) -> float:
        return median(v for day, v in self.ratings.items() if _before(day, self.days[0], BEFORE))

    def rating(self, day: int) -> float:
        """With the relief of the sessions in it, as it could be tapped."""
        at = START + timedelta(days=day, hours=RATING)
        doses = [
            Dose(START + timedelta(days=start, hours=SESSION), 1.0, self.days_off, None)
            for start in self.days
        ]
        off = self.share * self.base * max(dose.effect(at) for dose in doses) if self.share else 0.0
        return min(max(round(self.ratings[day] - off), 0), 10)


@dataclass(frozen=True)
class Told:
    """What was said of one case. ``around``: the interval around each session."""

    person: str
    verdict: Verdict
    alarming: bool
    base: float
    truth: float
    change: float
    interval: Interval
    around: Interval | None
    probability: float

    def better(self, sure: float) -> bool:
        return self.probability >= sure and -self.change >= max(POINTS, SHARE * self.base)


def people() -> dict[str, Ratings]:
    """The ratings of anxiety by person and day."""
    found: dict[str, Ratings] = defaultdict(dict)
    with PEOPLE.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["anxiety"]:
                found[row["person"]][int(row["day"])] = float(row["anxiety"])
    return found


def pseudo(start: str, gaps: tuple[int, int], draws: int = DRAWS) -> Iterator[Case]:
    """Sessions from dates by lot, or once from the day after the worst day, week or fortnight."""
    for person, ratings in people().items():
        chance, first, last = Random(f"{person}:{start}:{gaps}"), min(ratings), max(ratings)
        possible = list(range(first + BEFORE, last - sum(gaps)))
        if not possible:
            continue
        if start == "random":
            chosen = [chance.choice(possible) for _ in range(draws)]
        else:
            chosen = _after_the_worst(ratings, possible, LENGTHS[start])
        for day in chosen:
            yield Case(person, ratings, _days(day, gaps, last))


def injected(gaps: tuple[int, int], share: float, days_off: float) -> Iterator[Case]:
    """Of those at a patient's level, from dates by lot."""
    for case in pseudo("random", gaps, draws=4):
        known = [v for day, v in case.ratings.items() if _before(day, case.days[0], BEFORE)]
        if len(known) >= 5 and median(known) >= HIGH:
            yield Case(case.person, case.ratings, case.days, share, days_off)


def _after_the_worst(ratings: Ratings, possible: Sequence[int], length: int) -> list[int]:
    means = {}
    for day in possible:
        known = [v for at, v in ratings.items() if _before(at, day, length)]
        if len(known) >= max(1, length // 2):
            means[day] = fmean(known)
    return [max(means, key=lambda day: means[day])] if means else []


def _before(day: int, start: int, length: int) -> bool:
    return start - length <= day < start


def _days(first: int, gaps: tuple[int, int], last: int) -> tuple[int, ...]:
    days = [first]
    while len(days) < MOST and days[-1] + gaps[len(days) % 2] < last:
        days.append(days[-1] + gaps[len(days) % 2])
    return tuple(days)


def told_of(case: Case) -> Told | None:
    """None where there is too little to say anything."""
    entries = [
        ScoredEntry(at, at.date(), case.rating(day))
        for day in case.ratings
        for at in [START + timedelta(days=day, hours=RATING)]
    ]
    starts = [START + timedelta(days=day, hours=SESSION) for day in case.days]
    sessions = [NumberedTreatment(n, at, at.date()) for n, at in enumerate(starts, 1)]
    now = START + timedelta(days=max(case.ratings) + 1)
    found = analyse(entries, sessions, Direction.LOWER, now)
    said = found.next_day
    if said.change is None or said.interval is None or said.probability is None:
        return None
    truth = -case.share * case.base * exp(-25 / (24 * case.days_off)) if case.share else 0.0
    return Told(
        case.person, said.verdict, said.alarming, said.before or 0.0, truth, said.change,
        said.interval, found.around.interval, said.probability,
    )  # fmt: skip


def untreated_row(found: Sequence[Told]) -> list[str]:
    by_person: dict[str, list[bool]] = defaultdict(list)
    for told in found:
        by_person[told.person].append(told.verdict is Verdict.BETTER)
    often = [fmean(each) > 0.2 for each in by_person.values()]
    high = [told for told in found if told.base >= HIGH]
    return [
        str(len(found)),
        _better(found),
        *(percent([told.better(sure) for told in found]) for sure in (0.95, 0.99)),
        _better([told for told in found if told.base < 3]),
        _better([told for told in found if 3 <= told.base < HIGH]),
        f"{_better(high)} ({len(high)})",
        percent([told.verdict is Verdict.WORSE for told in found]),
        percent([told.alarming for told in found]),
        percent(often),
        percent([told.interval.low <= 0 <= told.interval.high for told in found]),
        percent([t.around.low <= 0 <= t.around.high for t in found if t.around]),
    ]


def injected_row(found: Sequence[Told]) -> list[str]:
    return [
        str(len(found)),
        _better(found),
        *(percent([told.better(sure) for told in found]) for sure in (0.95, 0.99)),
        percent([told.verdict is Verdict.SMALL for told in found]),
        percent([told.verdict is Verdict.WORSE for told in found]),
        percent([told.interval.low <= told.truth <= told.interval.high for told in found]),
        f"{median(told.change - told.truth for told in found):+.2f}" if found else "–",
    ]


def _better(found: Sequence[Told]) -> str:
    return percent([told.verdict is Verdict.BETTER for told in found])


def percent(yes: Sequence[bool]) -> str:
    return f"{100 * sum(yes) / len(yes):.1f}" if yes else "–"
