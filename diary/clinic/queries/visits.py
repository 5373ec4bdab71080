"""Reading visits. Only the doctor who wrote a note reads it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.accounts.queries import find_names
from diary.clinic.models import Visit, VisitVersion
from diary.db import list_versions


@dataclass(frozen=True)
class VisitRow:
    """One visit as this viewer may read it. `note` is empty for everybody but its writer."""

    id: UUID
    held_on: date
    next_meeting: date | None
    doctor: str
    plan: str | None
    note: str | None
    is_mine: bool
    edited: bool


def list_visits(session: Session, diary: OpenDiary) -> list[VisitRow]:
    """List every visit of this patient, newest first."""
    rows = session.scalars(
        select(Visit)
        .where(Visit.patient_id == diary.patient_id)
        .order_by(Visit.held_on.desc(), Visit.created_at_utc.desc())
    ).all()
    names = find_names(session, {visit.doctor_id for visit in rows}) if rows else {}
    return [_row(visit, diary, names.get(visit.doctor_id, "a doctor")) for visit in rows]


def _row(visit: Visit, diary: OpenDiary, doctor: str) -> VisitRow:
    is_mine = visit.doctor_id == diary.viewer_id
    return VisitRow(
        id=visit.id,
        held_on=visit.held_on,
        next_meeting=visit.next_meeting,
        doctor=doctor,
        plan=visit.plan,
        note=visit.note if is_mine else None,
        is_mine=is_mine,
        edited=visit.edited_at_utc is not None,
    )


def find_own_visit(session: Session, diary: OpenDiary, visit_id: UUID) -> Visit | None:
    """Find a visit that this viewer wrote. None for anybody else's visit."""
    return session.scalar(visits_written_by(diary).where(Visit.id == visit_id))


def visits_written_by(diary: OpenDiary) -> Select[Visit]:
    """Select the visits of this patient that this viewer wrote."""
    return select(Visit).where(
        Visit.patient_id == diary.patient_id, Visit.doctor_id == diary.viewer_id
    )


def list_visit_versions(session: Session, diary: OpenDiary, visit_id: UUID) -> list[VisitVersion]:
    """List the earlier versions of a visit that this viewer wrote, newest first."""
    this = visits_written_by(diary).where(Visit.id == visit_id).with_only_columns(Visit.id)
    return list_versions(session, VisitVersion, VisitVersion.visit_id.in_(this))
