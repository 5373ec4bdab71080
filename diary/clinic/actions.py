"""Writing on the doctor's side: looks, and visits with what they said before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diary import clock
from diary.access.queries import SharedDiary
from diary.access.rules import OpenDiary
from diary.audit.actions import record, record_each
from diary.audit.rules import Event
from diary.clinic.models import Visit, VisitVersion
from diary.clinic.queries.visits import own_visit
from diary.web.viewer import Viewer


def note_list(session: Session, viewer: Viewer, shared: Iterable[SharedDiary]) -> None:
    """Note that a doctor is about to see these patients in one list."""
    patients = [one.diary.patient_id for one in shared]
    record_each(session, Event.ACCESS_LOOK, viewer.user_id, patients, detail="list of patients")


@dataclass(frozen=True)
class VisitWords:
    """What a doctor says of one visit."""

    held_on: date
    note: str | None
    plan: str | None
    next_meeting: date | None


def add_visit(session: Session, diary: OpenDiary, words: VisitWords) -> Visit:
    """Keep a visit that this doctor held; raises ``PermissionError`` for the patient."""
    if diary.is_owner:
        raise PermissionError("a visit is written by a doctor")
    visit = Visit(
        id=uuid4(),
        patient_id=diary.patient_id,
        doctor_id=diary.viewer_id,
        created_at_utc=clock.now(),
    )
    _write(visit, words)
    session.add(visit)
    session.flush()
    _note(session, Event.VISIT_ADD, diary, visit)
    return visit


def edit_visit(session: Session, diary: OpenDiary, visit_id: UUID, words: VisitWords) -> bool:
    """Change a visit of this doctor's own and keep what it said; false where there is none."""
    visit = own_visit(session, diary, visit_id)
    if visit is None:
        return False
    # the row as it is now: two edits at once must both leave their earlier version
    session.refresh(visit, with_for_update=True)
    if _said(visit) == words:
        return True
    number = select(func.count()).where(VisitVersion.visit_id == visit.id)
    session.add(
        VisitVersion(
            visit_id=visit.id,
            number=(session.scalar(number) or 0) + 1,
            held_on=visit.held_on,
            next_meeting=visit.next_meeting,
            note=visit.note,
            plan=visit.plan,
            replaced_at_utc=clock.now(),
        )
    )
    _write(visit, words)
    visit.edited_at_utc = clock.now()
    session.flush()
    _note(session, Event.VISIT_EDIT, diary, visit)
    return True


def _write(visit: Visit, words: VisitWords) -> None:
    visit.held_on = words.held_on.isoformat()
    visit.next_meeting = words.next_meeting.isoformat() if words.next_meeting else None
    visit.note, visit.plan = words.note, words.plan


def _said(visit: Visit) -> VisitWords:
    return VisitWords(visit.day, visit.note, visit.plan, visit.next_day)


def _note(session: Session, event: Event, diary: OpenDiary, visit: Visit) -> None:
    record(session, event, diary.viewer_id, patient_id=diary.patient_id, object_id=visit.id)
