"""Exports that an earlier Relief Diary made, brought to the columns of this one. Pure."""

from typing import Any

from diary.domain.entries import to_hours_of_sleep

Tables = dict[str, list[dict[str, Any]]]


def to_current(tables: Tables) -> Tables:
    """The tables with columns that were renamed or counted in another unit since."""
    entries = [_with_hours_of_sleep(row) for row in tables.get("entries", [])]
    return {**tables, "entries": entries} if entries else tables


def _with_hours_of_sleep(row: dict[str, Any]) -> dict[str, Any]:
    """Sleep was whole minutes, rounded from hours with at most two places."""
    minutes = row.get("sleep_minutes")
    if "sleep_minutes" not in row or not (minutes is None or type(minutes) is int):
        return row
    rest = {name: value for name, value in row.items() if name != "sleep_minutes"}
    return {**rest, "sleep_hours": None if minutes is None else str(to_hours_of_sleep(minutes))}
