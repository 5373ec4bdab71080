"""Changing who may read a diary. Each change counts from the next request on."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from diary import clock
from diary.access.models import CareInvitation, CareLink
from diary.access.rules import INVITATION_LASTS, OpenDiary, clean_code, new_code
from diary.accounts import actions as accounts
from diary.accounts.models import User
from diary.accounts.rules import token_hash
from diary.audit.actions import record
from diary.audit.rules import Event
from diary.auth import actions as auth
from diary.db import open_until
from diary.domain.people import Role, Viewer
from diary.domain.time_zones import zone_of


def invite_doctor(
    session: Session, diary: OpenDiary, *, notes: bool, costs: bool, ends_on: date | None
) -> str:
    """Make a code for a doctor. Only its hash is stored, so the code is shown this once."""
    code, now = new_code(), clock.now()
    row = CareInvitation(
        id=uuid4(),
        patient_id=diary.patient_id,
        code_hash=token_hash(code),
        notes=notes,
        costs=costs,
        ends_on=ends_on,
        created_at_utc=now,
        expires_at_utc=now + INVITATION_LASTS,
    )
    session.add(row)
    session.flush()
    record(
        session,
        Event.ACCESS_INVITE,
        diary.viewer_id,
        patient_id=diary.patient_id,
        object_id=row.id,
    )
    return code


def withdraw_invitation(session: Session, diary: OpenDiary, invitation_id: UUID) -> bool:
    """End a code that nobody has used."""
    row = session.scalar(
        select(CareInvitation).where(
            CareInvitation.id == invitation_id,
            CareInvitation.patient_id == diary.patient_id,
            CareInvitation.used_at_utc.is_(None),
        )
    )
    if row is None:
        return False
    row.used_at_utc = clock.now()
    _note(session, Event.ACCESS_INVITE_END, diary, row.id)
    return True


def accept_invitation(session: Session, doctor: Viewer, typed: str) -> UUID | None:
    """Open a diary to the doctor who typed its code. Returns the patient's id, or None."""
    code = clean_code(typed)
    if code is None or doctor.role is not Role.DOCTOR:
        return None
    if not accounts.is_account_open(session, doctor.user_id):
        return None
    row = session.scalar(
        select(CareInvitation)
        .join(User, User.id == CareInvitation.patient_id)
        .where(
            CareInvitation.code_hash == token_hash(code),
            CareInvitation.used_at_utc.is_(None),
            open_until(CareInvitation.expires_at_utc, clock.now(), INVITATION_LASTS),
            User.disabled_at_utc.is_(None),
        )
        .with_for_update(of=CareInvitation)
    )
    if row is None:
        return None
    row.used_at_utc = clock.now()
    add_care_link(
        session,
        row.patient_id,
        doctor.user_id,
        notes=row.notes,
        costs=row.costs,
        ends_on=row.ends_on,
    )
    return row.patient_id


def add_care_link(
    session: Session,
    patient_id: UUID,
    doctor_id: UUID,
    *,
    notes: bool,
    costs: bool,
    ends_on: date | None,
) -> CareLink:
    """Record the patient's consent. An earlier link to the same doctor ends."""
    now = clock.now()
    for older in session.scalars(
        select(CareLink).where(
            CareLink.patient_id == patient_id,
            CareLink.doctor_id == doctor_id,
            CareLink.revoked_at_utc.is_(None),
        )
    ):
        older.revoked_at_utc = now
    zone = session.get_one(User, patient_id).zone
    row = CareLink(
        id=uuid4(),
        patient_id=patient_id,
        doctor_id=doctor_id,
        notes=notes,
        costs=costs,
        started_at_utc=now,
        ends_on=ends_on,
        ends_at_utc=_end_of(ends_on, zone) if ends_on else None,
    )
    session.add(row)
    session.flush()
    record(session, Event.ACCESS_ACCEPT, doctor_id, patient_id=patient_id, object_id=row.id)
    return row


def _end_of(day: date, zone: str) -> datetime:
    """The instant at which the day is over on the patient's wall."""
    after = datetime.combine(day + timedelta(days=1), time())
    return after.replace(tzinfo=zone_of(zone)).astimezone(UTC)


def change_care_link(
    session: Session,
    diary: OpenDiary,
    link_id: UUID,
    *,
    notes: bool,
    costs: bool,
    ends_on: date | None,
) -> bool:
    """Change what a doctor may read, and until when."""
    row = _own_link(session, diary, link_id)
    if row is None:
        return False
    row.notes, row.costs = notes, costs
    row.ends_on = ends_on
    row.ends_at_utc = _end_of(ends_on, diary.zone) if ends_on else None
    _note(session, Event.ACCESS_CHANGE, diary, row.id)
    return True


def revoke_care_link(session: Session, diary: OpenDiary, link_id: UUID) -> bool:
    """Take the diary away from a doctor, whose next request finds nothing."""
    row = _own_link(session, diary, link_id)
    if row is None:
        return False
    row.revoked_at_utc = clock.now()
    _note(session, Event.ACCESS_REVOKE, diary, row.id)
    return True


@dataclass(frozen=True)
class ClosedLink:
    """A patient whose doctor's account was closed: where to tell them, by which clock."""

    email: str
    zone: str


def close_account(session: Session, person_id: UUID, actor_id: UUID) -> list[ClosedLink] | None:
    """Close the account of a doctor or administrator, and every link by which they read.

    Returns the patients who shared, or None where there is no such account to close. Raises
    ``LastAdministrator``. Each patient finds it in their history.
    """
    if auth.close_staff(session, person_id, actor_id) is None:
        return None
    return _end_links(session, person_id, actor_id)


def reopen_account(session: Session, person_id: UUID, actor_id: UUID) -> bool:
    """Open a closed account again, without any link: each patient must share anew."""
    if auth.reopen_staff(session, person_id, actor_id) is None:
        return False
    _end_links(session, person_id, actor_id)
    return True


def _end_links(session: Session, doctor_id: UUID, actor_id: UUID) -> list[ClosedLink]:
    """End the links of this doctor, after any write that uses one."""
    running = select(CareLink).where(
        CareLink.doctor_id == doctor_id,
        CareLink.revoked_at_utc.is_(None),
        or_(CareLink.ends_at_utc.is_(None), CareLink.ends_at_utc > clock.now()),
    )
    links = list(session.scalars(running.order_by(CareLink.id).with_for_update()))
    for link in links:
        link.revoked_at_utc = clock.now()
        session.flush()
        record(
            session,
            Event.ACCESS_CLOSE,
            actor_id,
            patient_id=link.patient_id,
            object_id=link.id,
        )
    patients = select(User).where(
        User.id.in_([link.patient_id for link in links]), User.disabled_at_utc.is_(None)
    )
    real = [each for each in session.scalars(patients.order_by(User.id)) if not each.is_demo]
    return [ClosedLink(patient.email, patient.zone) for patient in real]


def _own_link(session: Session, diary: OpenDiary, link_id: UUID) -> CareLink | None:
    if not diary.is_owner:
        return None
    return session.scalar(
        select(CareLink)
        .where(
            CareLink.id == link_id,
            CareLink.patient_id == diary.patient_id,
            CareLink.revoked_at_utc.is_(None),
        )
        .with_for_update()
    )


def record_view(session: Session, diary: OpenDiary, page: str) -> None:
    """Record that somebody else viewed the diary, for its patient to read."""
    if not diary.is_owner:
        record(
            session,
            Event.ACCESS_VIEW,
            diary.viewer_id,
            patient_id=diary.patient_id,
            detail=page,
        )


def record_download(session: Session, diary: OpenDiary, what: str) -> None:
    """Record that the owner took a file. A doctor's is recorded as a view."""
    if diary.is_owner:
        record(
            session,
            Event.ACCESS_DOWNLOAD,
            diary.viewer_id,
            patient_id=diary.patient_id,
            detail=what,
        )


def _note(session: Session, event: Event, diary: OpenDiary, object_id: UUID) -> None:
    session.flush()
    record(session, event, diary.viewer_id, patient_id=diary.patient_id, object_id=object_id)
