"""One patient's follow-up: numbers and sessions of the dates, and values beyond a limit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest

from diary.access.rules import OpenDiary
from diary.charts.rules.relief import ReliefAnalysis
from diary.clinic.pages.medication import MedicationSummary, summarize_medication
from diary.clinic.pages.relief import ReliefPart, build_relief_part
from diary.clinic.pages.relief_cells import ReliefColumns, build_columns
from diary.clinic.rules import (
    DateRange,
    EntrySummary,
    FlaggedValue,
    find_flagged_values,
    format_dose,
)
from diary.domain.side_effects import Severity
from diary.domain.treatments import SHORT_ROUTES, Treatment, TreatmentStatus
from diary.domain.vital_signs import MeasurementPhase, VitalSigns

AFTER = timedelta(hours=24)
NEWEST_ENTRIES = 60
PHASES = {
    MeasurementPhase.BEFORE: "before",
    MeasurementPhase.DURING: "during",
    MeasurementPhase.LEAVING: "when leaving",
}


@dataclass(frozen=True)
class Pressure:
    """The highest blood pressure, with when it was taken."""

    systolic: int
    diastolic: int
    day: date
    phase: str


@dataclass(frozen=True)
class SessionRow:
    """One session of the table. `worst` is None if no entry followed it within a day."""

    number: int
    treatment: Treatment
    day: date  # the diary's day
    worst: tuple[tuple[str, str], ...] | None  # (severity, labels)
    highest: Pressure | None
    relief: tuple[ReliefColumns, ...] = ()

    @property
    def route(self) -> str:
        """The route, in short."""
        return SHORT_ROUTES[self.treatment.route]

    @property
    def dose(self) -> str:
        """The dose as entered. Empty where it was not noted."""
        return format_dose(self.treatment)


@dataclass(frozen=True)
class Note:
    """The patient's own words."""

    at: datetime
    wall: datetime
    zone: str | None
    about: str
    words: str


@dataclass(frozen=True)
class FollowUp:
    """Everything on the page but the charts and the visits."""

    span: DateRange
    days_logged: int
    entries: int
    last_wall: datetime | None
    relief: ReliefPart
    sessions: tuple[SessionRow, ...]
    next_session: Treatment | None
    highest: Pressure | None
    beyond: tuple[FlaggedValue, ...]
    medication: MedicationSummary
    notes: tuple[Note, ...]
    newest: tuple[EntrySummary, ...]
    edited: int
    from_memory: int
    converted: int


@dataclass(frozen=True)
class AnalysedSessions:
    """The sessions of the dates, and those the sentences are about: the same, or all so far."""

    inside: ReliefAnalysis
    spoken: ReliefAnalysis


def build_follow_up(
    diary: OpenDiary,
    span: DateRange,
    entries: Sequence[EntrySummary],
    treatments: Sequence[Treatment],
    analysed: AnalysedSessions,
) -> FollowUp:
    """Build the page for some dates.

    `entries` are those of the dates and of the day after the last session. `treatments` is every
    session ever, so that each keeps its number.
    """
    inside = [entry for entry in entries if span.holds(diary.day_of(entry.wall))]
    rows = _session_rows(diary, span, entries, treatments, analysed)
    treatments_of_span = [row.treatment for row in rows]
    return FollowUp(
        span=span,
        days_logged=len({diary.day_of(entry.wall) for entry in inside}),
        entries=len(inside),
        last_wall=inside[-1].wall if inside else None,
        relief=build_relief_part(analysed.spoken, analysed.spoken is not analysed.inside),
        sessions=tuple(reversed(rows)),
        next_session=next(
            (each for each in treatments if each.status is TreatmentStatus.PLANNED), None
        ),
        highest=_highest(
            [row.highest for row in rows] + [_of_entry(entry, diary) for entry in inside]
        ),
        beyond=tuple(_beyond(inside, treatments, treatments_of_span)),
        medication=summarize_medication(inside),
        notes=tuple(_notes(inside, treatments_of_span)),
        newest=tuple(inside[: -NEWEST_ENTRIES - 1 : -1]),
        edited=sum("edited" in entry.marks for entry in inside),
        from_memory=sum("from memory" in entry.marks for entry in inside),
        converted=sum(entry.converted for entry in inside),
    )


def session_numbers(
    diary: OpenDiary, span: DateRange, treatments: Sequence[Treatment]
) -> frozenset[int]:
    """Find the numbers of the sessions in the dates. `treatments` is every session ever."""
    done = filter(_is_done, treatments)
    return frozenset(
        number
        for number, treatment in enumerate(done, start=1)
        if span.holds(diary.day_of(treatment.wall))
    )


def _is_done(treatment: Treatment) -> bool:
    return treatment.status is TreatmentStatus.DONE


def _session_rows(
    diary: OpenDiary,
    span: DateRange,
    entries: Sequence[EntrySummary],
    treatments: Sequence[Treatment],
    analysed: AnalysedSessions,
) -> list[SessionRow]:
    inside = session_numbers(diary, span, treatments)
    done = [treatment for treatment in treatments if _is_done(treatment)]
    rows = []
    for number, (treatment, following) in enumerate(
        zip_longest(done, (each.starts_at_utc for each in done[1:])), start=1
    ):
        if number not in inside:
            continue
        start = treatment.starts_at_utc
        end = min(start + AFTER, following or start + AFTER)
        after = [entry for entry in entries if start <= entry.at < end]
        readings = [_of_reading(treatment, each, diary) for each in treatment.vitals]
        highest = _highest([*readings, *(_of_entry(entry, diary) for entry in after)])
        relief = build_columns(analysed.inside, analysed.spoken, number)
        day = diary.day_of(treatment.wall)
        rows.append(SessionRow(number, treatment, day, _worst(after), highest, relief))
    return rows


def _worst(after: Sequence[EntrySummary]) -> tuple[tuple[str, str], ...] | None:
    """Each side effect at its worst, the most severe first. None if no entry answered."""
    if not any(entry.named or entry.none_reported for entry in after):
        return None
    ranks = list(Severity)
    worst: dict[str, Severity] = {}
    for name, word in (pair for entry in after for pair in entry.named):
        severity = Severity(word)
        worst[name] = max(severity, worst.get(name, severity), key=ranks.index)
    return tuple(
        (severity.value, ", ".join(sorted(name for name in worst if worst[name] is severity)))
        for severity in reversed(ranks)
        if severity in worst.values()
    )


def _of_reading(session: Treatment, reading: VitalSigns, diary: OpenDiary) -> Pressure | None:
    if reading.systolic is None or reading.diastolic is None:
        return None
    phase = PHASES[reading.phase]
    day = diary.day_of(session.wall)
    return Pressure(reading.systolic, reading.diastolic, day, phase)


def _of_entry(entry: EntrySummary, diary: OpenDiary) -> Pressure | None:
    if entry.systolic is None or entry.diastolic is None:
        return None
    day = diary.day_of(entry.wall)
    return Pressure(entry.systolic, entry.diastolic, day, "in an entry")


def _highest(pressures: Iterable[Pressure | None]) -> Pressure | None:
    known = [pressure for pressure in pressures if pressure is not None]
    return max(known, key=lambda pressure: (pressure.systolic, pressure.diastolic), default=None)


def _beyond(
    inside: Iterable[EntrySummary],
    treatments: Sequence[Treatment],
    treatments_of_span: Sequence[Treatment],
) -> Iterable[FlaggedValue]:
    """Find values of the dates beyond a limit. Side effects count from the session before them."""
    ids = {treatment.id for treatment in treatments_of_span}
    for value in find_flagged_values(inside, treatments):
        if value.treatment_id is None or value.treatment_id in ids:
            yield value


def _notes(inside: Iterable[EntrySummary], treatments: Iterable[Treatment]) -> list[Note]:
    """List the notes, newest first. Queries have already left out notes that are not shared."""
    notes = [
        Note(source.at, source.wall, source.zone, "entry", source.note)
        for source in inside
        if source.note
    ]
    notes += [
        Note(source.starts_at_utc, source.wall, source.zone, "session", source.words)
        for source in treatments
        if source.words
    ]
    return sorted(notes, key=lambda note: note.wall, reverse=True)
