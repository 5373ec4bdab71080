"""Converting exports of earlier versions to the columns of this one. Pure."""

from typing import Any

from diary.domain.entries import to_hours_of_sleep

Tables = dict[str, list[dict[str, Any]]]


def to_current(tables: Tables) -> Tables:
    """Convert columns that have been renamed or have another unit since."""
    entries = [_with_hours_of_sleep(row) for row in tables.get("entries", [])]
    return {**tables, "entries": entries} if entries else tables


def _with_hours_of_sleep(row: dict[str, Any]) -> dict[str, Any]:
    """Convert sleep from whole minutes, which were rounded from hours with two decimals."""
    minutes = row.get("sleep_minutes")
    if "sleep_minutes" not in row or not (minutes is None or type(minutes) is int):
        return row
    rest = {name: value for name, value in row.items() if name != "sleep_minutes"}
    return {**rest, "sleep_hours": None if minutes is None else str(to_hours_of_sleep(minutes))}
