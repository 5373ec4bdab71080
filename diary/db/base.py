"""The declarative base, the names of constraints, and the checks that tables share."""

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.schema import SchemaItem

from diary.db.encrypted import bind_rows

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every table. Each constraint has the same name on both engines."""

    metadata = MetaData(naming_convention=NAMES)


bind_rows(Base)


def table(*items: SchemaItem, rights: str = "") -> tuple[Any, ...]:
    """Return ``__table_args__``: the constraints, and STRICT where the engine is SQLite.

    Without STRICT, SQLite stores "abc" in an integer column and NaN as NULL, silently.
    ``rights`` says what a person's export does with the rows about them: "exported" (and brought
    back by an import), "exported only: why" or "not exported: why". See docs/export.md.
    """
    return (*items, {"sqlite_strict": True, "info": {"rights": rights}})


def withheld(why: str, *, unless_by_clinic: bool = False) -> dict[str, object]:
    """``info`` of a column that an export leaves out although its table is in it.

    ``unless_by_clinic``: the operator may put it into an export that the clinic hands over.
    """
    return {"withheld": why, "unless_by_clinic": unless_by_clinic}


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """The column holds one of the enum's words."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def between(column: str, low: int, high: int) -> CheckConstraint:
    """The column is empty or within both bounds, inclusive."""
    return CheckConstraint(f"{column} BETWEEN {low} AND {high}", name=f"{column}_range")


def at_most(column: str, characters: int) -> CheckConstraint:
    """The text is no longer than so many characters."""
    return CheckConstraint(f"length({column}) <= {characters}", name=f"{column}_length")
