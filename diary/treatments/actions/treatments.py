"""Writing sessions. Each write notes what happened in the same transaction."""

from dataclasses import asdict, fields, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from diary import clock
from diary.access.rules import OpenDiary
from diary.accounts.actions import lock_user
from diary.audit.actions import record
from diary.audit.rules import Event
from diary.db import add_snapshot, list_versions, lock_row
from diary.domain.treatments import Treatment, TreatmentDetails, TreatmentStatus
from diary.treatments.models import AMOUNTS, TreatmentRow, TreatmentVersion
from diary.treatments.queries.treatments import (
    build_treatment,
    build_visible_treatment,
    select_treatments,
)


class TreatmentNotFound(LookupError):
    """This diary holds no such session."""


def add_treatment(
    session: Session, diary: OpenDiary, treatment_id: UUID, details: TreatmentDetails
) -> Treatment:
    """Plan or record a session once, whatever is repeated.

    The same id with the same content is the session that is already there (a second tap, a lost
    answer). The same id with other content is another session and gets an id of its own.
    """
    allowed = _limit_to_scope(diary, details, None)
    lock_user(session, diary.patient_id)
    there = session.get(TreatmentRow, treatment_id)
    if there is not None:
        if _is_same(there, diary, allowed):
            return build_visible_treatment(there, diary)
        treatment_id = uuid4()
    row = build_row(diary, treatment_id, allowed)
    session.add(row)
    session.flush()
    planned = details.status is TreatmentStatus.PLANNED
    record_event(
        session, Event.TREATMENT_PLAN if planned else Event.TREATMENT_RECORD, diary, row.id
    )
    return build_visible_treatment(row, diary)


def find_repeated(
    session: Session, diary: OpenDiary, treatment_id: UUID, details: TreatmentDetails
) -> Treatment | None:
    """A session of this writer's that says the same under another id, as after Save and Back."""
    allowed = _limit_to_scope(diary, details, None)
    there = session.get(TreatmentRow, treatment_id)
    if there is not None and _is_same(there, diary, allowed):
        return None
    same_start = select_treatments(diary).where(
        TreatmentRow.starts_at_utc == allowed.starts_at_utc,
        TreatmentRow.recorded_by == diary.viewer_id,
        TreatmentRow.id != treatment_id,  # a second tap may have stored it in between
    )
    repeated = (row for row in session.scalars(same_start) if _is_same(row, diary, allowed))
    return next((build_visible_treatment(row, diary) for row in repeated), None)


def edit_treatment(
    session: Session, diary: OpenDiary, treatment_id: UUID, details: TreatmentDetails
) -> bool:
    """Change what a session says and keep what it said before. Return False if nothing changes."""
    row = lock_treatment(session, diary, treatment_id)
    allowed = _limit_to_scope(diary, details, row)
    if build_details(row) == allowed:
        return False
    record_version(session, diary, row)
    if row.starts_at_utc != allowed.starts_at_utc:
        row.is_separate = False  # that was said of where it was
    fill_row(row, allowed)
    session.flush()
    record_event(session, Event.TREATMENT_EDIT, diary, row.id)
    return True


def merge_edit(
    session: Session,
    diary: OpenDiary,
    treatment_id: UUID,
    details: TreatmentDetails,
    at: datetime | None,
) -> int:
    """Take a change that another device may not have seen. Gives the version that is there then.

    With ``at``, the moment it was written, a change that is older than what the session says now
    is kept as an earlier version and not shown.
    """
    if at is None:
        edit_treatment(session, diary, treatment_id, details)
    row = lock_treatment(session, diary, treatment_id)
    if at is not None and at >= row.updated_at_utc:
        edit_treatment(session, diary, treatment_id, details)
    elif at is not None:
        proposed = _limit_to_scope(diary, details, row)
        superseded = replace(
            build_treatment(row),
            **{each.name: getattr(proposed, each.name) for each in fields(proposed)},
        )
        record_version(session, diary, row, superseded)
        session.flush()
        record_event(session, Event.TREATMENT_EDIT, diary, row.id)
    return row.version


def cancel_treatment(session: Session, diary: OpenDiary, treatment_id: UUID) -> bool:
    """Mark a session as cancelled. Return False if it already is."""
    row = lock_treatment(session, diary, treatment_id)
    if row.status == TreatmentStatus.CANCELLED:
        return False
    record_version(session, diary, row)
    row.status = TreatmentStatus.CANCELLED
    session.flush()
    record_event(session, Event.TREATMENT_CANCEL, diary, row.id)
    return True


def restore_treatment(session: Session, diary: OpenDiary, treatment_id: UUID) -> bool:
    """Bring a cancelled session back to what it was before. Return False if it is not cancelled."""
    row = lock_treatment(session, diary, treatment_id)
    if row.status != TreatmentStatus.CANCELLED:
        return False
    before = _find_status_before(session, row)
    record_version(session, diary, row)
    row.status = before
    if row.merged_into_id is not None:
        row.merged_into_id, row.is_separate = None, True
    session.flush()
    record_event(session, Event.TREATMENT_RESTORE, diary, row.id)
    return True


def _find_status_before(session: Session, row: TreatmentRow) -> TreatmentStatus:
    """The last status that was not cancelled, or by the clock where there was none."""
    of_this = TreatmentVersion.treatment_id == row.id
    for version in list_versions(session, TreatmentVersion, of_this):
        status = TreatmentStatus(version.values["status"])
        if status is not TreatmentStatus.CANCELLED:
            return status
    return TreatmentStatus.PLANNED if row.starts_at_utc > clock.now() else TreatmentStatus.DONE


def build_row(diary: OpenDiary, treatment_id: UUID, details: TreatmentDetails) -> TreatmentRow:
    """A row that is not stored yet."""
    now = clock.now()
    row = TreatmentRow(
        id=treatment_id,
        patient_id=diary.patient_id,
        recorded_by=diary.viewer_id,
        created_at_utc=now,
        version=1,
    )
    fill_row(row, details)
    return row


def fill_row(row: TreatmentRow, details: TreatmentDetails) -> None:
    """Put what was entered into the row."""
    row.status = details.status
    row.starts_at_utc = details.starts_at_utc
    row.starts_zone = details.zone
    row.starts_wall = details.wall.isoformat(timespec="minutes")
    row.route, row.drug, row.drug_other = (
        details.route,
        details.drug,
        details.drug_other,
    )
    row.length_minutes = details.minutes
    row.dose = details.dose
    row.dose_unit = details.dose_unit
    row.weight_kg = details.weight_kg
    row.place, row.companion, row.words = details.place, details.companion, details.words
    row.series_number, row.series_length = details.series_number, details.series_length
    row.currency = details.cost.currency if details.cost else None
    for name in AMOUNTS:
        setattr(row, name, getattr(details.cost, name) if details.cost else None)
    row.updated_at_utc = clock.now()


def lock_treatment(session: Session, diary: OpenDiary, treatment_id: UUID) -> TreatmentRow:
    """The row as it is now, held against a second edit. Raises ``TreatmentNotFound``."""
    row = lock_row(session, select_treatments(diary).where(TreatmentRow.id == treatment_id))
    if row is None:
        raise TreatmentNotFound(treatment_id)
    return row


def record_version(
    session: Session, diary: OpenDiary, row: TreatmentRow, treatment: Treatment | None = None
) -> None:
    """Keep what the row says before it changes, or what else it might have said."""
    add_snapshot(
        session,
        TreatmentVersion,
        row.id,
        asdict(treatment or build_treatment(row)),
        clock.now(),
        row.version,
        replaced_by=diary.viewer_id,
    )
    row.version += 1


def build_details(row: TreatmentRow) -> TreatmentDetails:
    """What was entered, without what is known about it."""
    treatment = build_treatment(row)
    return TreatmentDetails(
        **{each.name: getattr(treatment, each.name) for each in fields(TreatmentDetails)}
    )


def _is_same(row: TreatmentRow, diary: OpenDiary, details: TreatmentDetails) -> bool:
    return row.patient_id == diary.patient_id and build_details(row) == details


def _limit_to_scope(
    diary: OpenDiary, details: TreatmentDetails, row: TreatmentRow | None
) -> TreatmentDetails:
    """The patient's own words are theirs to write. Nobody changes what they may not see."""
    there = build_details(row) if row is not None else None
    if not diary.is_owner:
        details = replace(details, words=there.words if there else None)
    if not diary.sees_notes:
        details = replace(
            details,
            place=there.place if there else None,
            companion=there.companion if there else None,
        )
    if not diary.sees_costs:
        details = replace(details, cost=there.cost if there else None)
    return details


def record_event(session: Session, event: Event, diary: OpenDiary, treatment_id: UUID) -> None:
    """Note what happened."""
    record(session, event, diary.viewer_id, patient_id=diary.patient_id, object_id=treatment_id)
