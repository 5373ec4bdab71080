"""The analysis as data: every number by the name of its field (docs/relief-data.md)."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from diary.charts.rules.relief import ReliefAnalysis
from diary.domain.scores import Score
from diary.relief.outcome import TreatmentOutcome
from diary.relief.windows import WindowChange
from diary.tabular.csv_cells import safe_text

VERSION = 2
DIGITS = 6
COLUMNS = (
    "score", "better", "session", "started_at", "day", "route", "dose", "around",
    "baseline", "baseline_days", "baseline_entries", "baseline_reach_days", "week_before",
    "window", "opens_hours", "closes_hours", "status", "level", "change", "entries",
    "early_entries", "already", "relief_after_hours", "relief_by_hours", "back_after_hours",
    "back_by_hours", "back_until",
)  # fmt: skip


def as_data(relief: ReliefAnalysis, made_at: datetime) -> dict[str, Any]:
    """Both scores. What is missing is null, and its status or count says why."""
    scores = {score.value: _score(relief, score) for score in Score}
    return {"version": VERSION, "made_at": made_at.isoformat(), "scores": scores}


def _score(relief: ReliefAnalysis, score: Score) -> dict[str, Any]:
    data: dict[str, Any] = plain(relief.of(score))
    for session in data["sessions"]:
        session["changes"] = {change["window"].pop("name"): change for change in session["changes"]}
    return data


def plain(value: Any) -> Any:
    """Dataclasses as objects, times as text, numbers with six digits at most."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    # a change of nothing is 0, and never the -0 of the arithmetic
    return round(value, DIGITS) + 0.0 if isinstance(value, float) else value


def as_rows(relief: ReliefAnalysis) -> Iterator[tuple[Any, ...]]:
    """One row for each score, session and window, in the order of ``COLUMNS``."""
    for score in Score:
        outcome = relief.of(score)
        for session in outcome.sessions:
            for change in session.changes:
                cells = (score.value, outcome.better.value, *_session(session), *_window(change),
                         *_response(session))  # fmt: skip
                yield tuple("" if cell is None else _safe(plain(cell)) for cell in cells)


def _session(outcome: TreatmentOutcome) -> tuple[Any, ...]:
    session, base = outcome.session, outcome.baseline
    return (
        *(
            session.number,
            session.at,
            session.day,
            session.route,
            session.dose,
            outcome.around,
        ),
        *(base.value, base.days, base.entries, base.reach, outcome.week_before.value),
    )


def _window(change: WindowChange) -> tuple[Any, ...]:
    window = change.window
    return (
        *(window.name, window.opens, window.closes, change.status),
        *(change.level, change.change, change.entries, change.early),
    )


def _response(outcome: TreatmentOutcome) -> tuple[Any, ...]:
    onset, lasting = outcome.onset, outcome.lasting
    return (
        outcome.already,
        *((onset.after, onset.by) if onset else (None, None)),
        *((lasting.after, lasting.by, lasting.until) if lasting else (None, None, None)),
    )


def _safe(cell: Any) -> Any:
    """Words that a spreadsheet would take for a formula get an apostrophe before them."""
    return safe_text(cell) if isinstance(cell, str) else cell
