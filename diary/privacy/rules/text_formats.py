"""Checks of texts with a format: local times, zones and earlier versions. Pure.

The tables store them as text, so a file could bring anything. A page that reads it would fail.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from diary.domain.treatments import TreatmentStatus
from diary.treatments.rules.money import CURRENCIES

YEARS = range(1900, 2200)
WIDEST = timedelta(hours=26)  # no local time is further from UTC
_SNAPSHOTS = {
    "entry_versions": {"wall", "anxiety", "mood", "note"},
    "profile_versions": {"name", "zone"},
    "safety_plan_versions": {"words", "contacts"},
    "treatment_versions": {"wall", "status", "words", "cost"},
}


def fault_in(table: str, row: Mapping[str, Any], zones: Callable[[str], object]) -> str | None:
    """Find the first column whose text no page could read. None if all are fine."""
    for name, value in row.items():
        if value is not None and not _reads(table, name, value, zones):
            return name
    apart = (name for name, wall, at in _clocks(row) if abs(wall - at) > WIDEST)
    return next(apart, None)


def _reads(table: str, name: str, value: Any, zones: Callable[[str], object]) -> bool:
    try:
        return _read(table, name, value, zones)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return False


def _read(table: str, name: str, value: Any, zones: Callable[[str], object]) -> bool:
    if isinstance(value, date):  # an instant too
        return value.year in YEARS
    if name == "snapshot":
        return _is_snapshot(table, value)
    if name == "currency":
        return value in CURRENCIES
    if name.endswith("zone"):
        return zones(value) is not None
    return not name.endswith("_wall") or _is_wall_time(value)


def _is_wall_time(text: str) -> bool:
    wall = datetime.fromisoformat(text)
    # other spellings sort differently
    return wall.isoformat().startswith(text) and wall.tzinfo is None and wall.year in YEARS


def _is_snapshot(table: str, text: str) -> bool:
    content = json.loads(text)
    if not isinstance(content, dict) or not _SNAPSHOTS.get(table, set()) <= content.keys():
        return False
    if table == "treatment_versions":
        return (
            _are_objects(content.get("vitals") or [])
            and TreatmentStatus(content["status"]) in TreatmentStatus
        )
    return table != "safety_plan_versions" or _are_objects(content["contacts"], "name", "phone")


def _are_objects(values: object, *names: str) -> bool:
    return isinstance(values, list) and all(
        isinstance(value, dict) and set(names) <= value.keys() for value in values
    )


def _clocks(row: Mapping[str, Any]) -> list[tuple[str, datetime, datetime]]:
    """Pair each local time with its instant, both without a zone."""
    clocks = []
    for name, at in row.items():
        wall = row.get(name.removesuffix("_at_utc") + "_wall")
        if name.endswith("_at_utc") and isinstance(at, datetime) and isinstance(wall, str):
            clocks.append((name, datetime.fromisoformat(wall), at.replace(tzinfo=None)))
    return clocks
