"""Which rows of each table are about a person.

The tables declare what an export does with them (``table(…, rights=…)``). Rows are read through the
mapped classes, so that columns stored in another form come out readable.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Integer,
    LargeBinary,
    Table,
    or_,
    select,
)
from sqlalchemy.orm import Session, lazyload

from diary.db import Base, Bool, DayText, Id, Thousandths, TimeText, UtcDateTime
from diary.privacy.rules.export_policy import ExportPolicy, parse_policy
from diary.privacy.rules.json_values import ColumnKind

PEOPLE = "users"
_OWNERS = ("patient_id", "user_id")
_KINDS = (
    (Id, ColumnKind.ID),
    (UtcDateTime, ColumnKind.INSTANT),
    (DayText, ColumnKind.DAY),
    (TimeText, ColumnKind.TIME),
    (Bool, ColumnKind.FLAG),
    (Thousandths, ColumnKind.THOUSANDTHS),
    (LargeBinary, ColumnKind.BYTES),
    (BigInteger, ColumnKind.LONG),
    (Integer, ColumnKind.WHOLE),
)


@dataclass(frozen=True)
class MappedTable:
    """One table and the class that reads it. ``columns`` maps attributes to columns."""

    model: type[Base]
    table: Table
    policy: ExportPolicy
    columns: dict[str, Column[Any]]

    @property
    def name(self) -> str:
        """The name of the table."""
        return self.table.name

    def withheld(self, *, by_clinic: bool) -> dict[str, str]:
        """The attributes that an export leaves out, and why."""
        return {
            name: str(column.info["withheld"])
            for name, column in self.columns.items()
            if "withheld" in column.info and not (by_clinic and column.info.get("unless_by_clinic"))
        }


def list_tables() -> Iterator[MappedTable]:
    """List every table, parents before children. Raises ``MissingPolicy`` if one has no policy."""
    mappers = {mapper.local_table: mapper for mapper in Base.registry.mappers}
    for table in Base.metadata.sorted_tables:
        mapper = mappers[table]
        columns = {each.key: table.c[each.columns[0].name] for each in mapper.column_attrs}
        policy = parse_policy(table.name, table.info.get("rights"))
        yield MappedTable(mapper.class_, table, policy, columns)


def column_kind(column: Column[Any]) -> ColumnKind:
    """Find what a column holds. Text is the default."""
    return next(
        (kind for column_type, kind in _KINDS if isinstance(column.type, column_type)),
        ColumnKind.TEXT,
    )


def about(table: Table, person_id: UUID) -> ColumnElement[bool] | None:
    """Build the condition that a row is about a person. None if the table has no owners."""
    if table.name == PEOPLE:
        return table.c.id == person_id
    owner = next((name for name in _OWNERS if name in table.c), None)
    if owner is not None:
        names = [owner, *(name for name in ("actor_id",) if name in table.c)]
        return or_(*(table.c[name] == person_id for name in names))
    for key in sorted(table.foreign_keys, key=lambda each: each.parent.name):
        above = about(key.column.table, person_id) if key.column.table.name != PEOPLE else None
        if above is not None:
            return key.parent.in_(select(key.column).where(above))
    return None


def load_rows(session: Session, mapped: MappedTable, person_id: UUID) -> list[Base]:
    """Load the rows of one table about a person, in the order of their keys."""
    condition = about(mapped.table, person_id)
    if condition is None:
        return []
    ordered = select(mapped.model).where(condition).order_by(*mapped.table.primary_key)
    return list(session.scalars(ordered.options(lazyload("*"))))
