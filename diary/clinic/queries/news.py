"""Entries and sessions from before a doctor's last view that arrived or changed since then."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.audit.queries import find_last_view, find_objects
from diary.audit.rules import Event
from diary.domain.calendar import wall_of
from diary.domain.time_zones import zone_of
from diary.entries.queries.arrivals import find_entries_before
from diary.treatments.queries.across_diaries import list_ids_before

PAGE = "follow-up"
SESSIONS = (
    Event.TREATMENT_RECORD,
    Event.TREATMENT_EDIT,
    Event.TREATMENT_CANCEL,
    Event.TREATMENT_RESTORE,
    Event.TREATMENT_VITALS,
)


@dataclass(frozen=True)
class News:
    """Ids of entries and sessions that are new to a doctor who has seen that time already."""

    since: datetime
    added: frozenset[UUID]
    changed: frozenset[UUID]
    taken_out: frozenset[UUID]
    sessions: frozenset[UUID]

    @property
    def any(self) -> bool:
        return bool(self.added or self.changed or self.taken_out or self.sessions)


def find_news(session: Session, diary: OpenDiary, now: datetime, zone: str) -> News | None:
    """Find what is new since the viewer's last view. None if this is their first view.

    Views of today do not count, so news stays new for the rest of the day.
    """
    today = datetime.combine(wall_of(now, zone).date(), time()).replace(tzinfo=zone_of(zone))
    last = find_last_view(session, diary.viewer_id, diary.patient_id, PAGE, today.astimezone(UTC))
    if last is None:
        return None
    entries = find_entries_before(session, diary, last)
    edited = find_objects(session, diary.patient_id, (Event.ENTRY_EDIT, Event.ENTRY_RESTORE), last)
    gone = find_objects(session, diary.patient_id, (Event.ENTRY_DELETE,), last)
    return News(
        since=last,
        added=entries.added,
        changed=(edited & entries.all) - entries.added - entries.deleted,
        taken_out=gone & entries.deleted,
        sessions=_sessions(session, diary, last),
    )


def _sessions(session: Session, diary: OpenDiary, last: datetime) -> frozenset[UUID]:
    """Find sessions from before the last view that somebody else recorded or changed since."""
    changed = find_objects(session, diary.patient_id, SESSIONS, last, but_by=diary.viewer_id)
    return list_ids_before(session, diary, last) & changed
