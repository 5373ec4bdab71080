"""Strategies: any diary that may be written, with what is needed to reach every part of it."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import strategies as st

from diary.domain.scores import Direction
from diary.relief.analysis import analyse
from diary.relief.outcome import ReliefOutcome
from diary.relief.values import NumberedTreatment, ScoredEntry
from tests.relief.builders import START, day_of, scored

ZONES = (UTC, timezone(timedelta(hours=-8)), timezone(timedelta(hours=5, minutes=45)))
# Hours since a session at which something opens, closes or changes
EDGES = (0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 8.0, 18.0, 24.0, 36.0, 60.0, 72.0, 84.0, 144.0, 168.0, 192.0)
DAYS = 45


@dataclass(frozen=True)
class Diary:
    """What one analysis is given."""

    entries: tuple[ScoredEntry, ...]
    sessions: tuple[NumberedTreatment, ...]
    better: Direction
    now: datetime
    until: date

    def analysed(self) -> ReliefOutcome:
        return analyse(self.entries, self.sessions, self.better, self.now, until=self.until)

    def given(self, **changes: object) -> "Diary":
        return replace(self, **changes)  # type: ignore[arg-type]

    def starts(self) -> list[datetime]:
        """Of the sessions that have taken place."""
        return sorted(session.at for session in self.sessions if session.at <= self.now)


scores = st.integers(0, 20).map(lambda half: half / 2)
minutes = st.integers(0, DAYS * 24 * 60)


@st.composite
def diaries(draw: st.DrawFn) -> Diary:
    """Up to 60 entries, several a day or none for weeks, and up to 8 sessions."""
    sessions = draw(_sessions())
    times = [*draw(_regular()), *draw(st.lists(_irregular(sessions), max_size=15))]
    values = draw(st.lists(scores, min_size=len(times), max_size=len(times)))
    moved = _after_sessions(times, values, sessions, draw(st.sampled_from((0, 2, 4, 6))))
    zone = draw(st.sampled_from(ZONES))
    entries = [
        replace(scored(time, value), at=time.astimezone(zone))
        for time, value in zip(times, moved, strict=True)
    ]
    now = START + timedelta(days=draw(st.integers(DAYS - 15, DAYS + 10)))
    return Diary(tuple(entries), sessions, draw(st.sampled_from(Direction)), now, day_of(now))


@st.composite
def _sessions(draw: st.DrawFn) -> tuple[NumberedTreatment, ...]:
    """Every few days, as a course is planned, or at any time."""
    count = draw(st.integers(0, 8))
    rhythm = draw(st.sampled_from((48, 72, 120, 168, 264, None)))
    hours = st.integers(1, 300) if rhythm is None else st.integers(rhythm - 3, rhythm + 3)
    start = START + timedelta(days=draw(st.integers(0, 14)))
    found = []
    for number, gap in enumerate(draw(st.lists(hours, min_size=count, max_size=count)), start=1):
        start += timedelta(hours=gap)
        route, dose = draw(st.sampled_from((("IV", "IV 40 mg"), ("nasal", "56 mg"), ("", ""))))
        found.append(NumberedTreatment(number, start, day_of(start), route, dose))
    return tuple(found)


@st.composite
def _regular(draw: st.DrawFn) -> list[datetime]:
    """One entry a day, at nearly the same time, with holes: without these nothing is ever told."""
    if draw(st.booleans()):
        left_out = draw(st.sets(st.integers(0, DAYS), max_size=12))
        held = set(range(DAYS)) - left_out
    else:
        held = draw(st.sets(st.integers(0, DAYS), max_size=DAYS))
    late = draw(st.integers(0, 300))
    return [START + timedelta(days=day, minutes=(day * late) % 301) for day in sorted(held)]


def _irregular(sessions: tuple[NumberedTreatment, ...]) -> st.SearchStrategy[datetime]:
    anywhere = minutes.map(lambda after: START + timedelta(minutes=after))
    if not sessions:
        return anywhere
    near = st.builds(
        lambda one, hours: one.at + timedelta(hours=hours),
        st.sampled_from(sessions),
        st.sampled_from(EDGES),
    )
    return st.one_of(near, anywhere)


def _after_sessions(
    times: list[datetime], values: list[float], sessions: tuple[NumberedTreatment, ...], fall: int
) -> list[float]:
    """Lower by as much in the days after sessions, so that relief is among what is tried."""
    if not fall:
        return values
    return [
        max(0.0, round(value / 2) / 2 + 6.5 - (fall if _soon(time, sessions) else 0))
        for time, value in zip(times, values, strict=True)
    ]


def _soon(time: datetime, sessions: tuple[NumberedTreatment, ...]) -> bool:
    return any(timedelta(0) <= time - one.at <= timedelta(days=4) for one in sessions)
