"""The sentence above each chart: what was seen, with its counts, never a cause or a forecast."""

from collections.abc import Sequence
from datetime import date

from diary.charts.rules.effects import Effects
from diary.charts.rules.labels import long_date
from diary.charts.rules.levels import Levels, reasons_of
from diary.charts.rules.session_curves import Trail
from diary.charts.rules.values import ChartEntry, ChartTreatment, DateWindow
from diary.charts.rules.vital_signs import TreatmentVitalSigns
from diary.charts.rules.words import count_entries, count_sessions, format_count, format_number
from diary.domain.scores import Score

QUIET_DAYS = 7


def timeline_reading(
    entries: Sequence[ChartEntry],
    shown_sessions: Sequence[ChartTreatment],
    window: DateWindow,
    today: date,
    last: date | None = None,
) -> str:
    """`last`: the day of the last entry there is, also one before the window."""
    if not entries:
        days = "on this day" if window.days == 1 else f"in these {window.days} days"
        text = f"No entries {days}. {count_sessions(len(shown_sessions))}."
        return text if last is None else f"{text} The last entry is from {long_date(last)}."
    logged, days = {c.day for c in entries}, format_count(window.days, "day", "days")
    parts = [
        f"{count_entries(len(entries))} on {len(logged)} of {days}{_without_scores(entries)}.",
        f"{count_sessions(len(shown_sessions))}.",
        *_ranges(entries),
        _quiet(max(logged), today),
    ]
    return " ".join(part for part in parts if part)


def _without_scores(entries: Sequence[ChartEntry]) -> str:
    missing = sum(not c.has_score for c in entries)
    if missing == len(entries):
        return ", without a score"
    return f", {missing} without a score" if missing else ""


def _ranges(entries: Sequence[ChartEntry]) -> list[str]:
    sentences = []
    for score in Score:
        values = [v for c in entries if (v := c.score(score)) is not None]
        if values:
            sentences.append(f"{score.capitalize()} {_between(values)} ({score.direction.words}).")
    return sentences


def _between(values: Sequence[float], how: str = "") -> str:
    if min(values) == max(values):
        return f"was {how}{format_number(values[0])}"
    return f"was {how}between {format_number(min(values))} and {format_number(max(values))}"


def _quiet(last: date, today: date) -> str:
    if (today - last).days < QUIET_DAYS:
        return ""
    return f"The last entry is from {long_date(last)}."


def overlay_reading(
    anxiety: Sequence[Trail], mood: Sequence[Trail], in_reach: int, short: Sequence[Levels]
) -> str:
    """`in_reach`: entries from 24 h before a session to 14 days after, each counted once. `short`:
    sessions with no level of either score before them.
    """
    drawn = [bool(a.points or m.points) for a, m in zip(anxiety, mood, strict=True)]
    without = drawn.count(False) - len(short)
    parts = [
        f"{count_sessions(sum(drawn))}, one line each. 0 is the level before treatment.",
        f"{count_entries(in_reach)} from 24 hours before a start to 14 days after.",
        f"{count_sessions(len(short))} left out: {reasons_of(short)}." if short else "",
        f"{count_sessions(without)} without an entry in that time." if without > 0 else "",
    ]
    return " ".join(part for part in parts if part)


def levels_reading(rows: Sequence[Levels]) -> str:
    """How many sessions can be seen before and after, and in what range the next days lie."""
    both = sum(row.measured for row in rows)
    parts = [f"{both} of {count_sessions(len(rows))} can be compared with the time before."]
    missing = [row for row in rows if not row.measured]
    if missing and (why := reasons_of(missing)):
        parts.append(f"{count_sessions(len(missing))} cannot: {why}.")
    for score in Score:
        values = [v for row in rows if (v := row.values[score][1]) is not None]
        if values:
            span = _between(values, "typically ")
            parts.append(f"The day after, {score} {span} ({score.direction.words}).")
    return " ".join(parts)


def effects_reading(effects: Effects) -> str:
    total = effects.total
    if not total.answered:
        return (
            "No entry in the 7 days after a session says whether there were side effects. "
            f"{count_entries(total.silent)} left the question open."
        )
    worst = ", ".join(f"{total.of(s)} {s}" for s in ("mild", "moderate", "severe"))
    text = (
        f"In the 7 days after sessions, {count_entries(total.answered)} answered the question "
        f"about side effects: {total.reported} named one (at worst {worst})."
    )
    if total.silent:
        text += f" {count_entries(total.silent)} left it blank."
    return text


def sessions_reading(effects: Effects) -> str:
    answered = [(s, t) for s, t in effects.by_session if t.answered]
    named = [t.reported for _, t in answered]
    missing = len(effects.by_session) - len(answered)
    of_all = count_sessions(len(answered))
    text = f"Side effects after {_with_effects(named)} of {of_all} with an answer"
    if any(named):
        text += f", at most {max(named)} each"
    text += "."
    if missing:
        text += f" {count_sessions(missing)} without an answer."
    return text


def kinds_reading(effects: Effects) -> str:
    most = effects.by_kind[0]
    return (
        f"{format_count(len(effects.by_kind), 'side effect was', 'side effects were')} reported. "
        f"{most.label.capitalize()} most often, in {count_sessions(most.reported)}."
    )


def _with_effects(named: Sequence[int]) -> int:
    return sum(1 for number in named if number)


def vitals_reading(rows: Sequence[TreatmentVitalSigns]) -> str:
    total = sum(len(row.readings) for row in rows)
    text = f"{format_count(total, 'reading', 'readings')} in {count_sessions(len(rows))}."
    tops = [(row.session, row.highest) for row in rows if row.highest is not None]
    if tops:
        session, top = max(tops, key=lambda pair: pair[1].systolic or 0)
        lower = "–" if top.diastolic is None else str(top.diastolic)
        text += (
            f" The highest blood pressure was {top.systolic}/{lower} mmHg, "
            f"in session {session.number} ({_phase(top.phase)})."
        )
    return text


def _phase(phase: str) -> str:
    return {"before": "before", "during": "during", "leaving": "before leaving"}[phase]
