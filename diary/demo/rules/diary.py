"""One invented diary: when the person opened it, and what they tapped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from random import Random

from diary.demo.rules import course, side_effects
from diary.demo.rules.people import SimulatedPatient
from diary.demo.rules.treatments import SimulatedTreatment, simulate_treatments

ON_SESSION_DAY, AT_A_BAD_TIME = 3.0, 2.0  # how much likelier an entry goes missing
BAD = 8
SEED = 464  # of many, one whose Ana shows the published course plainly
NOTES = (
    "Slept badly.",
    "Long walk in the morning.",
    "Work was hard today.",
    "Saw a friend, felt lighter.",
    "Quiet day at home.",
    "Could not sit still.",
    "Cooked for the first time in weeks.",
    "Worried about the appointment.",
)


@dataclass(frozen=True)
class SimulatedEntry:
    """One entry: `effective_at` is when it was true, `recorded_at` when it was typed."""

    effective_at: datetime
    recorded_at: datetime
    anxiety: int
    mood: int
    side_effects: Mapping[str, str] = field(default_factory=dict)
    none_reported: bool = False
    note: str | None = None
    sleep_hours: Decimal | None = None
    medication: str | None = None
    medication_changed: bool = False


@dataclass(frozen=True)
class SimulatedDiary:
    """All of one patient: sessions and entries, each in order of time."""

    treatments: tuple[SimulatedTreatment, ...]
    entries: tuple[SimulatedEntry, ...]


@dataclass(frozen=True)
class _EntryTime:
    """One time at which the diary may be opened."""

    at: datetime
    session: SimulatedTreatment | None = None
    hours: int = 0


def simulate(
    patient: SimulatedPatient, now: datetime, zone: tzinfo, seed: int = SEED
) -> SimulatedDiary:
    """Simulate the diary of one patient up to `now`. Nothing in it lies in the future."""
    random = Random(f"{seed}:{patient.key}")  # noqa: S311 - repeatable is the point
    today = now.astimezone(zone).date()
    treatments = simulate_treatments(patient, today, zone, random)
    done = [treatment for treatment in treatments if not treatment.planned]
    times = [
        moment for moment in _entry_times(patient, today, zone, done, random) if moment.at <= now
    ]
    writer = _Writer(patient, today, zone, done, random)
    written = [writer.write(moment) for moment in times]
    entries = [entry for entry in written if entry is not None and entry.recorded_at <= now]
    return SimulatedDiary(tuple(treatments), tuple(entries))


def _entry_times(
    patient: SimulatedPatient,
    today: date,
    zone: tzinfo,
    done: list[SimulatedTreatment],
    random: Random,
) -> list[_EntryTime]:
    """One or two a day, and the check-ins that a session drives, in order of time."""
    timed = list(_timed(done, random))
    days = (today + timedelta(days=day) for day in range(patient.first_day, 1))
    moments = [*timed, *(moment for day in days for moment in _usual(day, zone, random))]
    return sorted(moments, key=lambda moment: moment.at)


def _usual(day: date, zone: tzinfo, random: Random) -> Iterable[_EntryTime]:
    if random.random() < 0.35:
        at = datetime.combine(day, time(8, 30), zone)
        yield _EntryTime(at + timedelta(minutes=random.randint(-40, 70)))
    at = datetime.combine(day, time(20, 45), zone)
    yield _EntryTime(at + timedelta(minutes=random.randint(-50, 80)))


def _timed(done: list[SimulatedTreatment], random: Random) -> Iterable[_EntryTime]:
    for session in done:
        for hours in (2, 4, 24, 72, 168):
            late = timedelta(minutes=random.randint(3, 35))
            yield _EntryTime(session.started_at + timedelta(hours=hours) + late, session, hours)


class _Writer:
    """Goes through the moments in order and remembers the day's noise and side effects."""

    def __init__(
        self,
        patient: SimulatedPatient,
        today: date,
        zone: tzinfo,
        done: list[SimulatedTreatment],
        random: Random,
    ) -> None:
        self._patient, self._zone, self._random = patient, zone, random
        self._first = today + timedelta(days=patient.first_day)
        self._starts = [session.started_at for session in done]
        self._days = {start.date() for start in self._starts}
        self._sizes = course.amplitudes(patient.course, self._starts)
        self._noise = course.daily_noise(patient.course, 1 - patient.first_day, random)
        self._away = [
            (today + timedelta(days=start), today + timedelta(days=end))
            for start, end in patient.away
        ]
        self._changes = {
            today + timedelta(days=day): name for day, name in patient.dose_changes.items()
        }
        self._felt: dict[str, str] = {}
        self._missed: dict[date, bool] = {}
        self._medication = patient.medication

    def write(self, moment: _EntryTime) -> SimulatedEntry | None:
        """The entry at this moment, or nothing where it was missed."""
        day = moment.at.astimezone(self._zone).date()
        score = self._score(moment.at, day)
        felt = self._side_effects(moment)
        if self._is_missed(moment, day, score):
            return None
        changed = self._changes.pop(day, None)
        self._medication = changed or self._medication
        return SimulatedEntry(
            effective_at=moment.at,
            recorded_at=moment.at + self._delay(moment),
            anxiety=score.anxiety,
            mood=score.mood,
            side_effects=felt,
            none_reported=moment.hours in (2, 4, 24) and not felt,
            note=self._note(moment),
            sleep_hours=self._sleep(moment, score),
            medication=self._medication if changed or self._random.random() < 0.08 else None,
            medication_changed=changed is not None,
        )

    def _score(self, at: datetime, day: date) -> course.SimulatedScores:
        number = (day - self._first).days
        taken_off = course.total(self._patient.course, self._sizes, self._starts, at)
        noise = self._noise[number]
        return course.score(self._patient.course, number / 7, taken_off, noise, self._random)

    def _side_effects(self, moment: _EntryTime) -> dict[str, str]:
        """At +2 h what the session brought, at +4 h some of it, next day hardly any."""
        if moment.session is None or moment.hours > 24:
            return {}
        if moment.hours == 2:
            factor = self._patient.side_effect_factor
            self._felt = side_effects.at_two_hours(moment.session.number, factor, self._random)
        else:
            share = 0.6 if moment.hours == 4 else 0.1
            self._felt = side_effects.later(self._felt, share, self._random)
        return self._felt

    def _is_missed(self, moment: _EntryTime, day: date, score: course.SimulatedScores) -> bool:
        """A whole day may go missing. On top of that, check-ins of a treatment may."""
        if any(start <= day <= end for start, end in self._away):
            return True
        if day not in self._missed:
            self._missed[day] = self._goes_missing(day, score)
        if moment.session is None or moment.hours > 24:
            return self._missed[day]
        return self._random.random() < (0.15 if moment.hours == 24 else 0.22)

    def _goes_missing(self, day: date, score: course.SimulatedScores) -> bool:
        weeks = (day - self._first).days / 7
        share_kept = max(self._patient.kept_at_start - self._patient.lost_per_week * weeks, 0.4)
        odds = (1 - share_kept) / share_kept
        odds *= ON_SESSION_DAY if day in self._days else 1.0
        odds *= AT_A_BAD_TIME if score.anxiety >= BAD else 1.0
        return self._random.random() < odds / (1 + odds)

    def _delay(self, moment: _EntryTime) -> timedelta:
        """Most are typed at once, a few from memory, hours later."""
        if moment.session is None and self._random.random() < 0.05:
            return timedelta(hours=self._random.randint(5, 11))
        return timedelta(seconds=self._random.randint(5, 40))

    def _note(self, moment: _EntryTime) -> str | None:
        if moment.session is not None or self._random.random() > 0.1:
            return None
        return self._random.choice(NOTES)

    def _sleep(self, moment: _EntryTime, score: course.SimulatedScores) -> Decimal | None:
        """Hours asleep, in half hours, asked in the morning."""
        if moment.at.astimezone(self._zone).hour > 10:
            return None
        hours = 7.4 - 0.25 * (score.anxiety - 5) + self._random.gauss(0, 0.8)
        return Decimal(round(2 * min(max(hours, 3.0), 10.0))) / 2
