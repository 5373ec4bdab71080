"""Columns that only a key opens: AES-GCM, bound to the table, the column and the row.

A value that is moved to another row or column cannot be read there. To know the row, a value is
selected with the primary key before it, and bound as ``OfRow``: the ORM does that by itself
before it writes, a statement of its own must say it. Whatever does not know its row is refused.
"""

from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Dialect, Text, event, inspect, type_coerce
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import DeclarativeBase, Mapper
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeDecorator

from diary.keys import Keyring, Keys

HELD = "diary_keys"  # where an engine's dialect carries its keys


def give_keys(dialect: Dialect, keys: Keys) -> None:
    """Let this engine open and seal fields."""
    setattr(dialect, HELD, keys)


def keys_of(dialect: Dialect) -> Keys:
    """The keys of this engine."""
    return cast(Keys, getattr(dialect, HELD))


def keyring_of(dialect: Dialect) -> Keyring:
    """Its keys of fields."""
    return keys_of(dialect).fields


class OfRow(str):
    """Words that know the row that they belong to."""

    __slots__ = ("row",)
    row: str

    def __new__(cls, words: str, *key: UUID | str | int) -> "OfRow":
        """The words, and the row's primary key in the order of its columns."""
        text = super().__new__(cls, words)
        text.row = row_name(*key)
        return text


def row_name(*key: UUID | str | int) -> str:
    """A row by its primary key, as both engines write it."""
    return ":".join(str(part) for part in key)


class EncryptedText(TypeDecorator[str]):
    """Free text, encrypted. ``place`` is "table.column", ``longest`` a number of characters."""

    impl = Text
    cache_ok = True

    def __init__(self, place: str, longest: int | None = None) -> None:
        super().__init__()
        self.place, self.longest = place, longest

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal a text for its row. Raises ``ValueError`` where the row is not known."""
        if value is None:
            return None
        if not isinstance(value, OfRow):
            raise ValueError(f"{self.place} needs to know the row: see OfRow")
        if self.longest is not None and len(value) > self.longest:
            raise ValueError(f"{self.place} holds at most {self.longest} characters")
        return keyring_of(dialect).seal(value.encode(), f"{self.place} {value.row}")

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """The primary key and the sealed text, so that the result can be bound to its row."""
        stored = type_coerce(column, Text)
        key = list(cast(Any, column).table.primary_key)
        row: ColumnElement[str] = sql_cast(key[0], Text)
        for part in key[1:]:
            row = row + ":" + sql_cast(part, Text)
        return type_coerce(row + " " + stored, self)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Open a text. Raises ``DecryptionFailed`` for that of another row."""
        if value is None:
            return None
        row, _, sealed = str(value).partition(" ")
        return keyring_of(dialect).open(sealed, f"{self.place} {row}").decode()


def bind_rows(base: type[DeclarativeBase]) -> None:
    """Let every mapped class of this base name the rows of its sealed fields before a flush."""
    for moment in ("before_insert", "before_update"):
        event.listen(base, moment, _name_row, propagate=True)


def _name_row(mapper: Mapper[Any], _connection: Connection, row: Any) -> None:
    sealed = _sealed_fields(mapper)
    if not sealed:
        return
    names = [mapper.get_property_by_column(column).key for column in mapper.primary_key]
    key = [_key_part(mapper, row, name) for name in names]
    for name in sealed:
        words = row.__dict__.get(name)
        if words is not None:
            setattr(row, name, OfRow(words, *key))


def _key_part(mapper: Mapper[Any], row: Any, name: str) -> Any:
    """Return one part of a row's key. A default is drawn now, because the seal needs it."""
    part = getattr(row, name)
    if part is None:
        default = cast(Any, mapper.columns[name].default)
        part = default.arg(None)
        setattr(row, name, part)
    return part


@lru_cache
def _sealed_fields(mapper: Mapper[Any]) -> tuple[str, ...]:
    columns = inspect(mapper).columns.items()
    return tuple(name for name, column in columns if isinstance(column.type, EncryptedText))
