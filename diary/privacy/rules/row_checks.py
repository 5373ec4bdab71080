"""Checks that a form could have made a row. Other rows are not restored. Pure.

The tables accept more than a page can show, and a file can hold anything. What the tables check by
themselves (scores, known words, lengths) is not repeated here.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from diary.accounts.countries import COUNTRIES
from diary.domain.treatments import FARTHEST_PLAN

LATEST_BOUNDARY = 8
_COUNTRIES = {code for code, _ in COUNTRIES}
# the safety plan's form needs three digits at least
_PHONE = re.compile(r"(?=(?:[^0-9]*[0-9]){3})[ (]*\+?[0-9 ().-]*")
CLOCKS_DIFFER = timedelta(days=1)  # clocks of two servers may differ by this much
MOST_VERSIONS = 1_000_000
# only planned times may lie in the future
_PLANNED = {("treatments", "starts_at_utc")}
# words that their forms require
_NEEDED = {
    "users": ("name", "zone", "language", "theme"),
    "safety_contacts": ("name", "phone"),
    "visit_questions": ("words",),
    "entries": ("effective_zone", "effective_wall"),
    "treatments": ("starts_zone", "starts_wall"),
}
# pairs of which the second is never before the first
_IN_ORDER = (
    ("created_at_utc", "updated_at_utc"),
    ("created_at_utc", "edited_at_utc"),
    ("created_at_utc", "answered_at_utc"),
    ("held_on", "next_meeting"),
)


# the form of an entry requires one of these or a side effect
_SAYING = (
    *("anxiety", "mood", "none_reported", "note", "sleep_hours"),
    *("systolic", "pulse", "spo2", "medication", "medication_note"),
)


def says_nothing(entry: Mapping[str, Any]) -> bool:
    """Whether an entry has no values. Its side effects are separate rows."""
    values = (entry.get(name) for name in _SAYING)
    return all(value is None or value is False or not str(value).strip() for value in values)


def form_fault(table: str, row: Mapping[str, Any], now: datetime) -> str | None:
    """Find the first column with a value that no form could have made. None if all are fine."""
    return next(_faults(table, row, now), None)


def _faults(table: str, row: Mapping[str, Any], now: datetime) -> Iterator[str]:
    yield from (name for name in _NEEDED.get(table, ()) if not _is_said(row.get(name)))
    if "version" in row and not _counts(row["version"]):
        yield "version"
    yield from _out_of_time(table, row, now)
    if table == "safety_contacts" and not _PHONE.fullmatch(row.get("phone") or ""):
        yield "phone"
    if table == "users":
        yield from _profile_faults(row, now.date())


def _out_of_time(table: str, row: Mapping[str, Any], now: datetime) -> Iterator[str]:
    """Find times in the future, and times in the wrong order."""
    for name, value in row.items():
        if isinstance(value, datetime) and value > now + _ahead(table, name):
            yield name
    for before, after in _IN_ORDER:
        first, second = row.get(before), row.get(after)
        if first is not None and second is not None and second < first:
            yield after


def _counts(value: object) -> bool:
    return isinstance(value, int) and 1 <= value < MOST_VERSIONS


def _profile_faults(row: Mapping[str, Any], today: date) -> Iterator[str]:
    born_on = row.get("born_on")
    if born_on is not None and born_on > today + CLOCKS_DIFFER:
        yield "born_on"
    if row.get("country") is not None and row["country"] not in _COUNTRIES:
        yield "country"
    if not 0 <= row.get("day_boundary", 0) <= LATEST_BOUNDARY:
        yield "day_boundary"


def _ahead(table: str, name: str) -> timedelta:
    return (FARTHEST_PLAN if (table, name) in _PLANNED else timedelta()) + CLOCKS_DIFFER


def _is_said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
