"""Holding the rows of a file against the tables: whose ids they bring, and what is there."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, UniqueConstraint, func, select
from sqlalchemy.orm import Session, lazyload

from diary.db import Base
from diary.privacy.queries.table_owners import PEOPLE, Kept, about, kind_of
from diary.privacy.rules.export_policy import Fate
from diary.privacy.rules.json_values import Kind, Value

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
    if kind_of(column) is not Kind.ID:
        return False
    to_people = any(key.column.table.name == PEOPLE for key in column.foreign_keys)
    return to_people or column.name.endswith("_by")


def key_of(kept: Kept, values: Mapping[str, Value]) -> Key:
    """The primary key of a row."""
    return tuple(values.get(column.name) for column in kept.table.primary_key)


def there(session: Session, kept: Kept, keys: Iterable[Key]) -> dict[Key, Base]:
    """The rows that have one of these keys, whoever they belong to; by their first part."""
    first = next(iter(kept.table.primary_key))
    wanted = sorted({key[0] for key in keys if key[0] is not None}, key=str)
    found: dict[Key, Base] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        asked = select(kept.made).where(first.in_(wanted[start : start + _AT_ONCE]))
        for row in session.scalars(asked.options(lazyload("*"))):
            found[key_of(kept, {name: getattr(row, name) for name in kept.columns})] = row
    return found


def hers(session: Session, kept: Kept, person_id: UUID) -> set[Key]:
    """The keys of the rows that are this person's."""
    condition = about(kept.table, person_id)
    if condition is None:
        return set()
    return {tuple(row) for row in session.execute(select(*kept.table.primary_key).where(condition))}


def taken(session: Session, kept: Kept, person_id: UUID) -> set[tuple[str, Key]]:
    """What is unique among a person's own rows and is taken already, such as a position."""
    found: set[tuple[str, Key]] = set()
    condition = about(kept.table, person_id)
    if condition is None:
        return found
    for name, columns in own_uniques(kept.table):
        rows = session.execute(select(*columns).where(condition))
        found |= {(name, tuple(row)) for row in rows}
    return found


def own_uniques(table: Table) -> list[tuple[str, list[Column[Any]]]]:
    """The constraints by which one person has a thing once."""
    owner = owner_column(table)
    return [
        (str(each.name), list(each.columns))
        for each in table.constraints
        if isinstance(each, UniqueConstraint)
        and owner is not None
        and owner in each.columns.values()
    ]


def is_empty(session: Session, tables: Iterable[Kept], person_id: UUID) -> bool:
    """Whether nothing is in a diary that an export would bring back, but her account."""
    for kept in tables:
        condition = about(kept.table, person_id)
        if kept.answer.fate is not Fate.EXPORTED or kept.name == PEOPLE or condition is None:
            continue
        if session.scalar(select(func.count()).select_from(kept.table).where(condition)):
            return False
    return True
