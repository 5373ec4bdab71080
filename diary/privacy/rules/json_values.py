"""Values of the tables as JSON, and back. Each kind has one form. Pure."""

import base64
import binascii
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from uuid import UUID

Json = str | int | bool | None
Value = str | int | bool | bytes | UUID | datetime | date | time | Decimal | None


class ColumnKind(StrEnum):
    """What a column holds."""

    ID = "id"
    INSTANT = "instant"
    DAY = "day"
    TIME = "time of day"
    FLAG = "flag"
    WHOLE = "whole number"
    LONG = "long number"
    THOUSANDTHS = "decimal"
    BYTES = "bytes"
    TEXT = "text"


class InvalidValue(ValueError):
    """A value that no column of this kind can hold."""


def to_json(value: Value) -> Json:
    """Convert a value to JSON."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("minutes")
        case UUID() | Decimal():
            return str(value)
        case bytes():
            return base64.b64encode(value).decode()
        case _:
            return value


def from_json(kind: ColumnKind, raw: object) -> Value:
    """Read a value for its column. Raises ``InvalidValue`` for what ``to_json`` never writes."""
    if raw is None:
        return None
    try:
        return _READ[kind](raw)
    except (ValueError, TypeError, OverflowError, InvalidOperation, binascii.Error) as error:
        raise InvalidValue(kind.value) from error


def _id(raw: object) -> Value:
    value = UUID(_text(raw))
    return value if str(value) == raw else _refuse()


def _instant(raw: object) -> Value:
    value = datetime.fromisoformat(_text(raw))
    return _refuse() if value.tzinfo is None else value.astimezone(UTC)


def _day(raw: object) -> Value:
    value = date.fromisoformat(_text(raw))
    # other spellings of a date are none of an export's
    return value if value.isoformat() == raw else _refuse()


def _time(raw: object) -> Value:
    value = time.fromisoformat(_text(raw))
    return value if value.tzinfo is None and value.isoformat("minutes") == raw else _refuse()


def _flag(raw: object) -> Value:
    return raw if isinstance(raw, bool) else _refuse()


def _whole(bits: int) -> Callable[[object], Value]:
    def read(raw: object) -> Value:
        if isinstance(raw, bool) or not isinstance(raw, int):
            return _refuse()
        return raw if -(2 ** (bits - 1)) <= raw < 2 ** (bits - 1) else _refuse()

    return read


def _thousandths(raw: object) -> Value:
    value = Decimal(_text(raw))
    fits = value.is_finite() and abs(value) < 10**12 and value * 1000 % 1 == 0
    return value if fits else _refuse()


def _bytes(raw: object) -> Value:
    return base64.b64decode(_text(raw), validate=True)


def _text(raw: object) -> str:
    """Check that both engines can store the text: no zero byte and no lone surrogate."""
    if not isinstance(raw, str) or "\0" in raw:
        raise InvalidValue("text")
    raw.encode("utf-8")
    return raw


def _refuse() -> Value:
    raise InvalidValue


_READ: dict[ColumnKind, Callable[[object], Value]] = {
    ColumnKind.ID: _id,
    ColumnKind.INSTANT: _instant,
    ColumnKind.DAY: _day,
    ColumnKind.TIME: _time,
    ColumnKind.FLAG: _flag,
    ColumnKind.WHOLE: _whole(32),
    ColumnKind.LONG: _whole(64),
    ColumnKind.THOUSANDTHS: _thousandths,
    ColumnKind.BYTES: _bytes,
    ColumnKind.TEXT: _text,
}
