"""From the rows of one open diary to the values that charts are made of."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session as Database

from diary.access.rules import OpenDiary
from diary.charts.rules import ChartEntry, ChartTreatment, Mark
from diary.charts.rules.relief import ReliefAnalysis, analyse_scores
from diary.domain.entries import Entry, EntryScores, MedicationStatus
from diary.domain.side_effects import label
from diary.domain.time_zones import zone_of
from diary.domain.treatments import Treatment, TreatmentStatus
from diary.entries import queries as entry_queries
from diary.treatments.queries import list_treatments as treatment_sessions


@dataclass(frozen=True, slots=True)
class ChartRows:
    """All that charts need of a diary. `marks` are changes of medication."""

    entries: tuple[ChartEntry, ...]
    sessions: tuple[ChartTreatment, ...]
    marks: tuple[Mark, ...]


def load(session: Database, diary: OpenDiary, since: date | None, until: date | None) -> ChartRows:
    """Entries of the diary days from `since` to `until`, both included, and every session that
    took place: each is numbered by its place among them all.
    """
    entries = entry_queries.between_days(session, diary, since, until)
    return build_rows(diary, entries, _list_done(session, diary))


def build_rows(diary: OpenDiary, entries: Sequence[Entry], done: Iterable[Treatment]) -> ChartRows:
    """Build what charts show of these entries and of every treatment done, the first one first."""
    return ChartRows(
        tuple(_chart_entry(entry, diary) for entry in entries),
        _sessions(diary, done),
        tuple(
            Mark(
                "medication",
                entry.wall,
                _medication_words(entry, diary),
                diary.day_of(entry.wall),
                entry.effective_at,
            )
            for entry in entries
            if entry.medication == MedicationStatus.CHANGED
        ),
    )


def _chart_entry(entry: Entry, diary: OpenDiary) -> ChartEntry:
    wall, shares = entry.wall, diary.sees_notes
    return ChartEntry(
        entry.id,
        entry.effective_at,
        wall,
        diary.day_of(wall),
        entry.anxiety,
        entry.mood,
        tuple(
            (
                effect.code,
                label(effect.code, effect.name if shares else None),
                effect.severity,
            )
            for effect in entry.side_effects
        ),
        entry.none_reported,
    )


def _medication_words(entry: Entry, diary: OpenDiary) -> str:
    """The patient's words on it are a note, and follow the consent for notes."""
    words = entry.medication_note if diary.sees_notes else None
    return words or "Medication changed"


def _list_done(session: Database, diary: OpenDiary) -> list[Treatment]:
    return treatment_sessions(session, diary, statuses=(TreatmentStatus.DONE,))


def _sessions(diary: OpenDiary, done: Iterable[Treatment]) -> tuple[ChartTreatment, ...]:
    """Every session that took place, numbered by its place among them all."""
    return tuple(
        ChartTreatment(number, diary.day_of(treatment.wall), treatment)
        for number, treatment in enumerate(done, start=1)
    )


def relief(
    session: Database,
    diary: OpenDiary,
    now: datetime,
    *,
    sessions: Sequence[ChartTreatment] | None = None,
    session_numbers: Set[int] | None = None,
    until: date | None = None,
) -> ReliefAnalysis:
    """The analysis of the whole diary up to the end of the day `until`, or of its own today: what a
    session is compared with lies before any page's dates. `sessions`: those of `load`, where they
    are read already. `session_numbers`: the sessions to speak of.
    """
    if sessions is None:
        sessions = _sessions(diary, _list_done(session, diary))
    scores = entry_queries.list_scores(session, diary)
    return analyse(diary, sessions, scores, now, session_numbers=session_numbers, until=until)


def analyse(
    diary: OpenDiary,
    sessions: Sequence[ChartTreatment],
    scores: Sequence[EntryScores],
    now: datetime,
    *,
    session_numbers: Set[int] | None = None,
    until: date | None = None,
) -> ReliefAnalysis:
    """Analyse what was read before, as ``relief`` does: every session and every score."""
    if until is not None:
        now = min(now, _end(until, diary))
    sessions = [each for each in sessions if each.at < now]
    today = diary.today(now)
    return analyse_scores(
        scores, sessions, now, session_numbers=session_numbers, until=until or today
    )


def _end(day: date, diary: OpenDiary) -> datetime:
    """The instant at which a day of the diary ends."""
    wall = diary.start_of(day + timedelta(days=1))
    return wall.replace(tzinfo=zone_of(diary.zone)).astimezone(UTC)
