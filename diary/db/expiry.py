"""What is open until a stored time, as a condition of a query."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import InstrumentedAttribute

from diary.expiry import MAY_JUMP


def open_until(
    column: InstrumentedAttribute[datetime], now: datetime, longest: timedelta
) -> ColumnElement[bool]:
    """As ``lasting.still_open``: what lies farther ahead was written by a wrong clock."""
    return and_(column > now, column <= now + longest + MAY_JUMP)
