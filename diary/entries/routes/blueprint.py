"""The blueprint that every page of entries hangs on, and what they share."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort

from diary import clock
from diary.access.opening import own_diary
from diary.access.rules import OpenDiary
from diary.domain.entries import Entry
from diary.entries import queries
from diary.transactions import transaction
from diary.treatments.queries import find_last_done

bp = Blueprint("entries", __name__)


def own_entry(entry_id: UUID, *, also_deleted: bool = False) -> tuple[OpenDiary, Entry]:
    """One entry of the signed-in patient's. Another's does not exist."""
    diary = own_diary()
    entry = queries.by_id(transaction(), diary, entry_id, also_deleted=also_deleted)
    if entry is None:
        abort(404)
    return diary, entry


def last_session(diary: OpenDiary, at: datetime | None = None) -> datetime | None:
    """The start of the last session before an instant, now by default."""
    treatment = find_last_done(transaction(), diary, at or clock.now())
    return treatment.starts_at_utc if treatment else None
