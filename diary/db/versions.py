"""Earlier versions: what a record said before each change. Nothing is ever overwritten.

A table of versions is keyed by its record and a number, which counts from 1. A version is written
in the transaction of the change, by whoever has locked the record: of two edits at once, the second
waits, sees what the first wrote and keeps that as a version of its own.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, func, inspect, select
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column

from diary.db.base import Base
from diary.db.encrypted import EncryptedText
from diary.db.types import UtcDateTime

Row = TypeVar("Row", bound=Base)


class VersionRow(Base):
    """A table of versions: the record's id, the number, until when, and what it said."""

    __abstract__ = True

    version: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=1)
    replaced_at_utc: Mapped[datetime] = mapped_column(UtcDateTime, sort_order=2)


class SnapshotRow(VersionRow):
    """A version whose values are JSON, by the names that they had when it was written."""

    __abstract__ = True

    @declared_attr
    @classmethod
    def snapshot(cls) -> Mapped[str]:
        """The values as text."""
        return mapped_column(EncryptedText(f"{cls.__tablename__}.snapshot"), sort_order=4)

    @property
    def values(self) -> dict[str, Any]:
        """What the record said."""
        content: dict[str, Any] = json.loads(self.snapshot)
        return content


Version = TypeVar("Version", bound=VersionRow)


def lock_row(session: Session, query: Select[Row]) -> Row | None:
    """Find the row as it is now, and hold it against a second edit until the transaction ends."""
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def add_version(
    session: Session,
    table: type[VersionRow],
    record_id: UUID,
    at: datetime,
    number: int | None = None,
    **columns: object,
) -> None:
    """Keep what a locked record said until ``at``, under the next number where none is known."""
    record, version = inspect(table).primary_key
    if number is None:
        newest = session.scalar(select(func.max(version)).where(record == record_id))
        number = (newest or 0) + 1
    key = {record.name: record_id, "version": number}
    session.add(table(**key, replaced_at_utc=at, **columns))


def add_snapshot(
    session: Session,
    table: type[SnapshotRow],
    record_id: UUID,
    values: Mapping[str, Any],
    at: datetime,
    number: int | None = None,
    **columns: object,
) -> None:
    """Keep the values of a locked record as ``add_version`` does."""
    snapshot = json.dumps(values, default=str, ensure_ascii=False)
    add_version(session, table, record_id, at, number, snapshot=snapshot, **columns)


def list_versions(
    session: Session, table: type[Version], *conditions: ColumnElement[bool]
) -> list[Version]:
    """List the versions that meet the conditions, the newest first."""
    query = select(table).where(*conditions).order_by(table.version.desc())
    return list(session.scalars(query))
