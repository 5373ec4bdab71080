"""Two records of one session become one, or are said to be two."""

from uuid import UUID, uuid5

from sqlalchemy import update
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.accounts.actions import lock_user
from diary.audit.rules import Event
from diary.domain.treatments import TreatmentStatus
from diary.treatments.actions.treatments import (
    build_details,
    fill_row,
    lock_treatment,
    record_event,
    record_version,
)
from diary.treatments.models import TreatmentRow, TreatmentVitals
from diary.treatments.queries.treatments import build_treatment
from diary.treatments.rules.duplicates import combine, may_be_same

_COPIED = ("phase", "measured_at_utc", "measured_wall", "systolic", "diastolic", "pulse", "spo2")


class NotADuplicate(ValueError):
    """These two cannot be one session."""


def merge_duplicate(session: Session, diary: OpenDiary, one_id: UUID, other_id: UUID) -> UUID:
    """Make one session of two and give its id, which is that of the one recorded first.

    It keeps what it said and what the other said as earlier versions, and gets copies of the
    other's vital signs. The other stays as a cancelled session that points to it, so that
    check-ins of both count and the merge can be undone. Again, it changes nothing.

    Raises ``TreatmentNotFound`` for a session of another diary, ``NotADuplicate`` for two that are
    too far apart or were said to be two.
    """
    lock_user(session, diary.patient_id)
    rows = (lock_treatment(session, diary, one_id), lock_treatment(session, diary, other_id))
    first, second = sorted(rows, key=lambda row: (row.created_at_utc, row.id))
    for row, survivor in ((second, first), (first, second)):
        if row.merged_into_id == survivor.id:
            return survivor.id
    if not may_be_same(build_treatment(first), build_treatment(second), diary.day_boundary):
        raise NotADuplicate(one_id, other_id)
    record_version(session, diary, first)
    record_version(session, diary, first, build_treatment(second))
    fill_row(first, combine(build_details(first), build_details(second)))
    _copy_vitals(first, second)
    record_version(session, diary, second)
    second.status, second.merged_into_id = TreatmentStatus.CANCELLED, first.id
    session.execute(
        update(TreatmentRow)
        .where(TreatmentRow.merged_into_id == second.id)
        .values(merged_into_id=first.id)
    )
    session.flush()
    record_event(session, Event.TREATMENT_MERGE, diary, first.id)
    return first.id


def mark_separate(session: Session, diary: OpenDiary, treatment_id: UUID) -> None:
    """Note that this session is no other's record, so that nobody is asked again."""
    row = lock_treatment(session, diary, treatment_id)
    if not row.is_separate:
        row.is_separate = True
        session.flush()
        record_event(session, Event.TREATMENT_SEPARATE, diary, row.id)


def _copy_vitals(first: TreatmentRow, second: TreatmentRow) -> None:
    """Copy those that the first does not have yet, under ids that a repeat finds again."""
    there = {_values(reading) for reading in first.vitals}
    for reading in second.vitals:
        if _values(reading) not in there:
            copied = {name: getattr(reading, name) for name in _COPIED}
            first.vitals.append(TreatmentVitals(id=uuid5(first.id, str(reading.id)), **copied))


def _values(reading: TreatmentVitals) -> tuple[object, ...]:
    return tuple(getattr(reading, name) for name in _COPIED)
