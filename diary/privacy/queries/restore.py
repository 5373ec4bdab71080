"""Holding the rows of a file against the tables: whose ids they bring, and what is there."""

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
    """The column that names whose a row is; nothing where a row belongs to another row."""
    return next((table.c[name] for name in ("patient_id", "user_id") if name in table.c), None)


def parents(table: Table, exported: Iterable[str]) -> list[tuple[Column[Any], Table]]:
    """The exported tables that a row stands under, the one that it belongs to first."""
    names = set(exported) - {PEOPLE}
    keys = sorted(table.foreign_keys, key=lambda each: not each.parent.primary_key)
    return [(key.parent, key.column.table) for key in keys if key.column.table.name in names]


def is_person(column: Column[Any]) -> bool:
    """Whether a column names somebody: who held a visit, who recorded a session."""
    if column_kind(column) is not ColumnKind.ID:
        return False
    to_people = any(key.column.table.name == PEOPLE for key in column.foreign_keys)
    return to_people or column.name.endswith("_by")


def key_of(mapped: MappedTable, values: Mapping[str, Value]) -> Key:
    """The primary key of a row."""
    return tuple(values.get(column.name) for column in mapped.table.primary_key)


def load_existing(session: Session, mapped: MappedTable, keys: Iterable[Key]) -> dict[Key, Base]:
    """The rows that have one of these keys, whoever they belong to; by their first part."""
    first = next(iter(mapped.table.primary_key))
    first_values = sorted({key[0] for key in keys if key[0] is not None}, key=str)
    rows: dict[Key, Base] = {}
    for start in range(0, len(first_values), _AT_ONCE):
        batch = select(mapped.model).where(first.in_(first_values[start : start + _AT_ONCE]))
        for row in session.scalars(batch.options(lazyload("*"))):
            rows[key_of(mapped, {name: getattr(row, name) for name in mapped.columns})] = row
    return rows


def list_owner_keys(session: Session, mapped: MappedTable, person_id: UUID) -> set[Key]:
    """The keys of the rows that are this person's."""
    condition = about(mapped.table, person_id)
    if condition is None:
        return set()
    return {
        tuple(row) for row in session.execute(select(*mapped.table.primary_key).where(condition))
    }


def list_taken_uniques(
    session: Session, mapped: MappedTable, person_id: UUID
) -> set[tuple[str, Key]]:
    """What is unique among a person's own rows and is taken already, such as a position."""
    values: set[tuple[str, Key]] = set()
    condition = about(mapped.table, person_id)
    if condition is None:
        return values
    for name, columns in owner_uniques(mapped.table):
        rows = session.execute(select(*columns).where(condition))
        values |= {(name, tuple(row)) for row in rows}
    return values


def owner_uniques(table: Table) -> list[tuple[str, list[Column[Any]]]]:
    """The constraints by which one person has a thing once."""
    owner = owner_column(table)
    return [
        (str(each.name), list(each.columns))
        for each in table.constraints
        if isinstance(each, UniqueConstraint)
        and owner is not None
        and owner in each.columns.values()
    ]


def is_empty(session: Session, tables: Iterable[MappedTable], person_id: UUID) -> bool:
    """Whether nothing is in a diary that an export would bring back, but her account."""
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
