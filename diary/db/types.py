"""Column types that mean the same on SQLite (STRICT) and on PostgreSQL."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, DateTime, Dialect, Integer, Text, Uuid
from sqlalchemy.types import TypeDecorator, TypeEngine

Words = TypeVar("Words", bound=StrEnum)
_ISO = "%Y-%m-%dT%H:%M:%S.%fZ"


@lru_cache(maxsize=4096)
def _uuid(text: str) -> UUID:
    """Parse an id once: lists repeat the ids of their people thousands of times."""
    return UUID(text)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant. PostgreSQL: timestamptz. SQLite: ISO 8601 text in UTC, which sorts.

    A naive value is refused: an instant without an offset is a guess, and a guess can move an
    entry to the other side of a session.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Timestamptz where the engine has it, else text."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Store an aware datetime. Raises ``ValueError`` for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs an offset")
        instant = value.astimezone(UTC)
        if dialect.name == "postgresql":
            return instant
        # strftime does not pad years before 1000, which would break the sort
        return f"{instant.year:04d}" + instant.strftime(_ISO)[-23:]

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """An aware datetime in UTC on its way out."""
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return datetime.fromisoformat(value)


class Id(TypeDecorator[UUID]):
    """A UUID. PostgreSQL: uuid. SQLite: its 36 characters."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The engine's own uuid where it has one."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Uuid(native_uuid=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        """A UUID on its way in."""
        if value is None or dialect.name == "postgresql":
            return value
        return str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        """A UUID on its way out."""
        return _uuid(value) if isinstance(value, str) else value


class Bool(TypeDecorator[bool]):
    """True or false. PostgreSQL: boolean. SQLite STRICT has no such word: 0 or 1."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The engine's own boolean where it has one."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Boolean())
        return dialect.type_descriptor(Integer())

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:
        """A bool on its way in."""
        return value if value is None or dialect.name == "postgresql" else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        """A bool on its way out."""
        return None if value is None else bool(value)


class EnumText(TypeDecorator[Words]):
    """A member of an enum, stored as its word. See ``one_of`` for the check that goes with it."""

    impl = Text
    cache_ok = True

    def __init__(self, enum: type[Words]) -> None:
        super().__init__()
        self.enum = enum
        self._members = {member.value: member for member in enum}

    def process_bind_param(self, value: Words | str | None, dialect: Dialect) -> str | None:
        """Store a plain word: psycopg would write the member's name."""
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Words | None:
        """Return the member. Raises ``ValueError`` for a word that is none of the enum's."""
        return None if value is None else self._members.get(value) or self.enum(value)


class DayText(TypeDecorator[date]):
    """A date, stored as ISO 8601 text, which sorts. An instant is refused: it has no one date."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Store a date. Raises ``ValueError`` for a datetime."""
        if isinstance(value, datetime):
            raise ValueError("a date has no time")
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        """A date on its way out."""
        return None if value is None else date.fromisoformat(value)


class TimeText(TypeDecorator[time]):
    """A local time of day to the minute, stored as "HH:MM"."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: time | None, dialect: Dialect) -> str | None:
        """Store a time of day, without seconds."""
        return None if value is None else f"{value:%H:%M}"

    def process_result_value(self, value: Any, dialect: Dialect) -> time | None:
        """A time of day on its way out."""
        return None if value is None else time.fromisoformat(value)


class Thousandths(TypeDecorator[Decimal]):
    """A decimal with at most three places, kept exactly as a whole number of thousandths."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Use INTEGER on SQLite: STRICT knows no BIGINT, and both are 64 bits wide."""
        kind = BigInteger() if dialect.name == "postgresql" else Integer()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Store a decimal. Raises ``ValueError`` rather than round."""
        if value is None:
            return None
        scaled = value * 1000
        if scaled != scaled.to_integral_value():
            raise ValueError("at most three decimal places")
        return int(scaled)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """A decimal on its way out, without trailing zeros ("0.5", "40")."""
        if value is None:
            return None
        whole, rest = divmod(int(value), 1000)
        return Decimal(whole) if rest == 0 else (Decimal(int(value)) / 1000).normalize()
