"""Comparing the rows of a file with the tables: whose they are, and which exist already."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, UniqueConstraint, func, select
from sqlalchemy.orm import Session, lazyload

from diary.db import Base
from diary.privacy.queries.table_owners import PEOPLE, MappedTable, about, column_kind
from diary.privacy.rules.export_policy import ExportRule
from diary.privacy.rules.json_values import ColumnKind, Value

Values = dict[str, Value]
Key = tuple[Value, ...]
_AT_ONCE = 500


def owner_column(table: Table) -> Column[Any] | None:
    """Find the column with the owner of a row. None if a row belongs to another row."""
    return next((table.c[name] for name in ("patient_id", "user_id") if name in table.c), None)


def parents(table: Table, exported: Iterable[str]) -> list[tuple[Column[Any], Table]]:
    """Find the exported tables that a row refers to. The one that it belongs to comes first."""
    names = set(exported) - {PEOPLE}
    keys = sorted(table.foreign_keys, key=lambda each: not each.parent.primary_key)
    return [(key.parent, key.column.table) for key in keys if key.column.table.name in names]


def is_person(column: Column[Any]) -> bool:
    """Whether a column names a person, such as the doctor of a visit."""
    if column_kind(column) is not ColumnKind.ID:
        return False
    to_people = any(key.column.table.name == PEOPLE for key in column.foreign_keys)
    return to_people or column.name.endswith("_by")


def key_of(mapped: MappedTable, values: Mapping[str, Value]) -> Key:
    """The primary key of a row."""
    return tuple(values.get(column.name) for column in mapped.table.primary_key)


def load_existing(session: Session, mapped: MappedTable, keys: Iterable[Key]) -> dict[Key, Base]:
    """Load the rows with these keys, whoever owns them. The first part of the keys is searched."""
    first = next(iter(mapped.table.primary_key))
    first_values = sorted({key[0] for key in keys if key[0] is not None}, key=str)
    rows: dict[Key, Base] = {}
    for start in range(0, len(first_values), _AT_ONCE):
        batch = select(mapped.model).where(first.in_(first_values[start : start + _AT_ONCE]))
        for row in session.scalars(batch.options(lazyload("*"))):
            rows[key_of(mapped, {name: getattr(row, name) for name in mapped.columns})] = row
    return rows


def list_owner_keys(session: Session, mapped: MappedTable, person_id: UUID) -> set[Key]:
    """List the keys of this person's rows."""
    condition = about(mapped.table, person_id)
    if condition is None:
        return set()
    return {
        tuple(row) for row in session.execute(select(*mapped.table.primary_key).where(condition))
    }


def list_taken_uniques(
    session: Session, mapped: MappedTable, person_id: UUID
) -> set[tuple[str, Key]]:
    """List unique values that a person's rows use already, such as a position."""
    values: set[tuple[str, Key]] = set()
    condition = about(mapped.table, person_id)
    if condition is None:
        return values
    for name, columns in owner_uniques(mapped.table):
        rows = session.execute(select(*columns).where(condition))
        values |= {(name, tuple(row)) for row in rows}
    return values


def owner_uniques(table: Table) -> list[tuple[str, list[Column[Any]]]]:
    """Find the unique constraints that include the owner."""
    owner = owner_column(table)
    return [
        (str(each.name), list(each.columns))
        for each in table.constraints
        if isinstance(each, UniqueConstraint)
        and owner is not None
        and owner in each.columns.values()
    ]


def is_empty(session: Session, tables: Iterable[MappedTable], person_id: UUID) -> bool:
    """Whether a diary has nothing that an export would restore, except the account."""
    for mapped in tables:
        condition = about(mapped.table, person_id)
        if (
            mapped.policy.rule is not ExportRule.EXPORTED
            or mapped.name == PEOPLE
            or condition is None
        ):
            continue
        if session.scalar(select(func.count()).select_from(mapped.table).where(condition)):
            return False
    return True
