"""How often relief is claimed where there is some and where there is none, and how far the numbers
lie from the truth. Printed, and decides nothing.
"""

import csv
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import inf
from pathlib import Path
from statistics import fmean, median

import pytest

from diary.domain.scores import Direction
from diary.relief.analysis import analyse
from diary.relief.next_day import Verdict
from diary.relief.outcome import ReliefOutcome
from diary.relief.phrases import Audience
from diary.relief.sentences import build_sentences
from diary.relief.survival import Survival
from diary.relief.values import Interval, NumberedTreatment, ScoredEntry
from tests.benchmarks.courses import (
    COURSES,
    SCHEDULES,
    Course,
    Invented,
    Schedule,
    end_of_relief,
    invent,
    level_before,
)
from tests.benchmarks.timing import table
from tests.benchmarks.untreated import (
    GAPS,
    PEOPLE,
    injected,
    injected_row,
    pseudo,
    told_of,
    untreated_row,
)
from tests.relief.builders import CLAIMS

PATIENTS = 500
REAL = Path(__file__).parents[3] / "shared" / "data" / "kossakowski2017" / "diary.csv"


@dataclass(frozen=True)
class Told:
    """What one patient was told, and how far it was from the truth."""

    anxiety: bool
    mood: bool
    worse: bool
    sessions: int
    with_onset: int
    error: float | None
    covered: bool | None
    band_covered: bool | None
    lasting_error: float | None


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda schedule: schedule.name)
def test_print_how_often_relief_is_claimed(schedule: Schedule) -> None:
    rows = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for course in COURSES:
            found = list(pool.map(_told, *_each(course, schedule), chunksize=25))
            rows.append([course.name, *_row(found)])
    title = f"{PATIENTS} patients for each course, six sessions {schedule.name}"
    columns = ["course", "told better %", "anxiety %", "mood %", "told worse %", "error of +24 h",
               "(middle of |error|)", "95 % covers %", "(of)", "band %", "sessions with onset %",
               "error of lasting, h"]  # fmt: skip
    print(table(title, columns, rows))


def _each(course: Course, schedule: Schedule) -> tuple[list[Course], list[Schedule], range]:
    return [course] * PATIENTS, [schedule] * PATIENTS, range(PATIENTS)


def _told(course: Course, schedule: Schedule, seed: int) -> Told:
    patient = invent(course, schedule, seed)
    anxiety = analyse(patient.anxiety, patient.sessions, Direction.LOWER, patient.now)
    mood = analyse(patient.mood, patient.sessions, Direction.HIGHER, patient.now)
    truth = _true_change(patient, anxiety)
    found = anxiety.next_day
    next_day = next((p for p in anxiety.course if p.opens <= 24 < p.closes), None)
    return Told(
        _claimed(anxiety, "anxiety"),
        _claimed(mood, "mood"),
        Verdict.WORSE in (anxiety.next_day.verdict, mood.next_day.verdict),
        len(anxiety.sessions),
        sum(one.onset is not None for one in anxiety.sessions),
        None if found.change is None or truth is None else found.change - truth,
        None if truth is None else _covers(found.interval, truth),
        None if next_day is None or truth is None else _covers(next_day.band, truth),
        _lasting_error(patient, anxiety),
    )


def _claimed(outcome: ReliefOutcome, score: str) -> bool:
    """Whether any sentence, to either reader, says that something was better."""
    return any(
        sentence.key in CLAIMS
        for reader in Audience
        for sentence in build_sentences(outcome, score, reader)
    )


def _true_change(patient: Invented, outcome: ReliefOutcome) -> float | None:
    """Expected next-day score minus the expected score before treatment, over the sessions that
    were measured.
    """
    changes = [
        patient.expected(one.session.at + timedelta(hours=25))
        - level_before(patient, 1, one.baseline.reach)
        for one in outcome.sessions
        if one.change("24h").change is not None
    ]
    return fmean(changes) if changes else None


def _covers(interval: Interval | None, truth: float) -> bool | None:
    return None if interval is None else interval.low <= truth <= interval.high


def _lasting_error(patient: Invented, outcome: ReliefOutcome) -> float | None:
    """Of the Kaplan–Meier median, where the truth ends before the next session on most of them."""
    if not isinstance(outcome.lasting, Survival) or outcome.lasting.median is None:
        return None
    ends = [end_of_relief(patient, at, patient.usual) for at in range(len(patient.sessions))]
    true = median(inf if end is None else end for end in ends)
    return None if true == inf else outcome.lasting.median - true


def _row(found: Sequence[Told]) -> list[str]:
    errors = [one.error for one in found if one.error is not None]
    covered = [one.covered for one in found if one.covered is not None]
    banded = [one.band_covered for one in found if one.band_covered is not None]
    lasting = [one.lasting_error for one in found if one.lasting_error is not None]
    onsets = sum(one.with_onset for one in found) / sum(one.sessions for one in found)
    return [
        _percent(one.anxiety or one.mood for one in found),
        _percent(one.anxiety for one in found),
        _percent(one.mood for one in found),
        _percent(one.worse for one in found),
        f"{fmean(errors):+.2f}",
        f"{median(abs(error) for error in errors):.2f}",
        _percent(covered),
        str(len(covered)),
        _percent(banded),
        f"{100 * onsets:.0f}",
        f"{median(lasting):+.0f} ({len(lasting)})" if lasting else "–",
    ]


def _percent(yes: Iterable[bool]) -> str:
    every = list(yes)
    return f"{100 * sum(every) / len(every):.1f}" if every else "–"


@pytest.mark.parametrize("start", ["random", "fortnight", "week", "day"])
def test_print_what_258_untreated_people_are_told(start: str) -> None:
    """Pseudo-sessions of real people without ketamine, from dates by lot or after their worst."""
    if not PEOPLE.is_file():
        pytest.skip("the real diaries are not beside the project")
    rows = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for name, gaps in GAPS.items():
            found = [told for told in pool.map(told_of, pseudo(start, gaps), chunksize=20) if told]
            rows.append([name, *untreated_row(found)])
    columns = ["sessions", "draws", "better %", "at 95 %", "at 99 %", "baseline < 3", "3-5.5",
               ">= 5.5 (n)", "worse to Ben %", "to Ana %", "people > 20 %", "A holds 0 %",
               "B holds 0 %"]  # fmt: skip
    print(table(f"Untreated people, six pseudo-sessions, start: {start}", columns, rows))


@pytest.mark.parametrize(("share", "days_off"), [(0.6, 2), (0.6, 4), (0.6, 20), (0.5, 4), (0.3, 4)])
def test_print_how_often_an_effect_in_real_noise_is_found(share: float, days_off: float) -> None:
    """The same people at a baseline of 5.5 or more, with relief added to their own days."""
    if not PEOPLE.is_file():
        pytest.skip("the real diaries are not beside the project")
    rows = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for name, gaps in GAPS.items():
            cases = injected(gaps, share, days_off)
            found = [told for told in pool.map(told_of, cases, chunksize=10) if told]
            rows.append([name, *injected_row(found)])
    columns = ["sessions", "draws", "better %", "at 95 %", "at 99 %", "small %", "worse %",
               "A holds the truth %", "middle error"]  # fmt: skip
    title = f"Untreated people with {share:.0%} off the day after, fading over {days_off} days"
    print(table(title, columns, rows))


def test_print_how_often_relief_is_claimed_of_a_real_untreated_year() -> None:
    """One real person in 239 days: six pseudo-sessions from every date at which they would fit."""
    if not REAL.is_file():
        pytest.skip("the real diary is not beside the project")
    entries = _real()
    first, last = entries["anxiety"][0].day, entries["anxiety"][-1].day
    zone = entries["anxiety"][0].at.tzinfo
    rows = []
    for schedule in SCHEDULES:
        offsets = [day - schedule.days[0] for day in schedule.days]
        found = []
        for day in range((last - first).days - offsets[-1] - 14):
            starts = [first + timedelta(days=day + 14 + offset) for offset in offsets]
            at = [datetime.combine(start, time(11), zone) for start in starts]
            sessions = [NumberedTreatment(n, when, when.date()) for n, when in enumerate(at, 1)]
            now = at[-1] + timedelta(days=14)
            found.append(_real_told(entries, sessions, now))
        told = [told for told, _ in found]
        onsets = fmean(share for _, share in found)
        shares = [_percent(one[0] for one in told), _percent(one[1] for one in told)]
        either = _percent(any(one) for one in told)
        rows.append([schedule.name, len(found), *shares, either, f"{100 * onsets:.0f}"])
    columns = ["six pseudo-sessions", "dates", "anxiety %", "mood %", "either %", "with onset %"]
    print(table("A real person without ketamine: told better", columns, rows))


def _real() -> dict[str, list[ScoredEntry]]:
    with REAL.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found: dict[str, list[ScoredEntry]] = {"anxiety": [], "mood": []}
    for row in rows:
        at = datetime.fromisoformat(row["recorded_at"])
        for score, entries in found.items():
            if row[score]:
                day = (at - timedelta(hours=4)).date()
                entries.append(ScoredEntry(at, day, float(row[score])))
    return found


def _real_told(
    entries: dict[str, list[ScoredEntry]], sessions: Sequence[NumberedTreatment], now: datetime
) -> tuple[tuple[bool, bool], float]:
    outcomes = {
        "anxiety": analyse(entries["anxiety"], sessions, Direction.LOWER, now),
        "mood": analyse(entries["mood"], sessions, Direction.HIGHER, now),
    }
    onsets = [one.onset is not None for o in outcomes.values() for one in o.sessions]
    return (
        (_claimed(outcomes["anxiety"], "anxiety"), _claimed(outcomes["mood"], "mood")),
        fmean(onsets),
    )
