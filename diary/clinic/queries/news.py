"""What has changed of the time before a doctor's last look: entries and sessions that came late."""

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
    """What this doctor has not seen of the time that he has seen; ids of entries and sessions."""

    since: datetime
    added: frozenset[UUID]
    changed: frozenset[UUID]
    taken_out: frozenset[UUID]
    sessions: frozenset[UUID]

    @property
    def any(self) -> bool:
        return bool(self.added or self.changed or self.taken_out or self.sessions)


def find_news(session: Session, diary: OpenDiary, now: datetime, zone: str) -> News | None:
    """Nothing for a first look. A look of today is this one: reading on makes no news old."""
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
    """Sessions of the time before a look that somebody else has recorded or changed since."""
    changed = find_objects(session, diary.patient_id, SESSIONS, last, but_by=diary.viewer_id)
    return list_ids_before(session, diary, last) & changed
