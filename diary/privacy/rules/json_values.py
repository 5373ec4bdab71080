"""Values of the tables as JSON, and back: each kind has one form. Pure."""

import base64
import binascii
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from uuid import UUID

Json = str | int | bool | None
Value = str | int | bool | bytes | UUID | datetime | Decimal | None


class Kind(StrEnum):
    """What a column holds."""

    ID = "id"
    INSTANT = "instant"
    FLAG = "flag"
    WHOLE = "whole number"
    LONG = "long number"
    THOUSANDTHS = "decimal"
    BYTES = "bytes"
    TEXT = "text"


class Unfit(ValueError):
    """A value that no column of this kind can hold."""


def told(value: Value) -> Json:
    """A value as JSON."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case UUID() | Decimal():
            return str(value)
        case bytes():
            return base64.b64encode(value).decode()
        case _:
            return value


def value_of(kind: Kind, found: object) -> Value:
    """A value as its column takes it; raises ``Unfit`` for what ``told`` never wrote."""
    if found is None:
        return None
    try:
        return _READ[kind](found)
    except (ValueError, TypeError, OverflowError, InvalidOperation, binascii.Error) as error:
        raise Unfit(kind.value) from error


def _id(found: object) -> Value:
    value = UUID(_text(found))
    return value if str(value) == found else _refuse()


def _instant(found: object) -> Value:
    value = datetime.fromisoformat(_text(found))
    return _refuse() if value.tzinfo is None else value.astimezone(UTC)


def _flag(found: object) -> Value:
    return found if isinstance(found, bool) else _refuse()


def _whole(bits: int) -> Callable[[object], Value]:
    def read(found: object) -> Value:
        if isinstance(found, bool) or not isinstance(found, int):
            return _refuse()
        return found if -(2 ** (bits - 1)) <= found < 2 ** (bits - 1) else _refuse()

    return read


def _thousandths(found: object) -> Value:
    value = Decimal(_text(found))
    fits = value.is_finite() and abs(value) < 10**12 and value * 1000 % 1 == 0
    return value if fits else _refuse()


def _bytes(found: object) -> Value:
    return base64.b64decode(_text(found), validate=True)


def _text(found: object) -> str:
    """Text that both engines can store: no zero byte, no half of a pair."""
    if not isinstance(found, str) or "\0" in found:
        raise Unfit("text")
    found.encode("utf-8")
    return found


def _refuse() -> Value:
    raise Unfit


_READ: dict[Kind, Callable[[object], Value]] = {
    Kind.ID: _id,
    Kind.INSTANT: _instant,
    Kind.FLAG: _flag,
    Kind.WHOLE: _whole(32),
    Kind.LONG: _whole(64),
    Kind.THOUSANDTHS: _thousandths,
    Kind.BYTES: _bytes,
    Kind.TEXT: _text,
}
