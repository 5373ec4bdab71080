"""Converting exports of earlier versions to the columns of this one. Pure."""

from typing import Any

from diary.domain.entries import to_hours_of_sleep

Tables = dict[str, list[dict[str, Any]]]
_TABLES = {"agreements": "consents", "treatment_vitals": "treatment_vital_signs"}
# by the table's present name; a column without a new name is left out
_COLUMNS: dict[str, dict[str, str | None]] = {
    "treatment_vital_signs": {"taken_at_utc": "measured_at_utc", "taken_wall": "measured_wall"},
    "visit_questions": {"asked_at_utc": "created_at_utc", "settled_at_utc": "answered_at_utc"},
    "visit_versions": {"number": "version", "id": None},
}


def to_current(tables: Tables) -> Tables:
    """Convert tables and columns that have been renamed or have another unit since.

    Where a file has both names, the old one stays, for the reader to refuse.
    """
    current: Tables = {}
    for name, rows in tables.items():
        table = _TABLES.get(name, name)
        table = name if table in tables else table
        current[table] = [_renamed(row, _COLUMNS.get(table, {})) for row in rows]
    entries = [_with_hours_of_sleep(row) for row in current.get("entries", [])]
    return {**current, "entries": entries} if entries else current


def _renamed(row: dict[str, Any], names: dict[str, str | None]) -> dict[str, Any]:
    current = {name: names.get(name, name) for name in row}
    return {
        name if new in row else new: row[name] for name, new in current.items() if new is not None
    }


def _with_hours_of_sleep(row: dict[str, Any]) -> dict[str, Any]:
    """Convert sleep from whole minutes, which were rounded from hours with two decimals."""
    minutes = row.get("sleep_minutes")
    if "sleep_minutes" not in row or not (minutes is None or type(minutes) is int):
        return row
    rest = {name: value for name, value in row.items() if name != "sleep_minutes"}
    return {**rest, "sleep_hours": None if minutes is None else str(to_hours_of_sleep(minutes))}
