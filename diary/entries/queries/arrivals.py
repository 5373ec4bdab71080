"""Which entries of an open diary came after an instant, and which were there before it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.entries.models import EntryArrival, EntryRow


@dataclass(frozen=True)
class EntriesBefore:
    """Ids of the entries that tell of the time before an instant.

    ``added`` came after it. ``deleted`` were there and are deleted now. ``all`` holds every one.
    """

    added: frozenset[UUID]
    deleted: frozenset[UUID]
    all: frozenset[UUID]


def find_entries_before(session: Session, diary: OpenDiary, instant: datetime) -> EntriesBefore:
    """Sort the entries that tell of the time before an instant by when they came."""
    came = func.coalesce(EntryArrival.received_at_utc, EntryRow.recorded_at_utc)
    rows = session.execute(
        select(EntryRow.id, EntryRow.deleted_at_utc, (came > instant).label("late"))
        .outerjoin(EntryArrival, EntryArrival.entry_id == EntryRow.id)
        .where(EntryRow.patient_id == diary.patient_id, EntryRow.effective_at_utc < instant)
    ).all()
    return EntriesBefore(
        frozenset(row.id for row in rows if row.late and row.deleted_at_utc is None),
        frozenset(row.id for row in rows if not row.late and row.deleted_at_utc is not None),
        frozenset(row.id for row in rows),
    )
