"""Opening a diary, and reading who may."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from diary import clock
from diary.access.models import CareInvitation, CareLink
from diary.access.rules import INVITATION_LASTS, OpenDiary
from diary.accounts.models import User
from diary.accounts.queries import find_names, find_user_by_email, viewer_of
from diary.audit.models import AuditEvent
from diary.audit.queries import find_addresses, find_person_events, find_views
from diary.audit.rules import OPERATOR, WORDS, Event
from diary.db import open_until
from diary.domain.people import Role, Viewer


def _running(now: datetime) -> ColumnElement[bool]:
    """A link that has neither ended nor been revoked."""
    return and_(
        CareLink.revoked_at_utc.is_(None),
        or_(CareLink.ends_at_utc.is_(None), CareLink.ends_at_utc > now),
    )


def open_diary(session: Session, viewer: Viewer, patient_id: UUID) -> OpenDiary | None:
    """Open a patient's diary as this viewer may read it, or return None.

    A doctor needs a running care link. An administrator has no diary at all. The diary of a closed
    account opens to nobody: its owner could neither see who reads nor take it back.
    """
    patient = session.scalar(
        select(User).where(
            User.id == patient_id,
            User.role == Role.PATIENT,
            User.disabled_at_utc.is_(None),
        )
    )
    if patient is None:
        return None
    if viewer.user_id == patient_id:
        return OpenDiary(
            patient_id=patient_id,
            viewer_id=patient_id,
            is_owner=True,
            may_write=True,
            sees_notes=True,
            sees_costs=True,
            zone=patient.zone,
            day_boundary=patient.day_boundary,
            born_on=patient.born_on,
        )
    link = _link(session, viewer, patient_id)
    return None if link is None else _opened(viewer, patient, link)


def open_own_diary(session: Session, email: str) -> OpenDiary | None:
    """Open the diary of the patient with this address, as they may read it. For the shell."""
    user = find_user_by_email(session, email)
    return None if user is None else open_diary(session, viewer_of(user), user.id)


def _link(session: Session, viewer: Viewer, patient_id: UUID) -> CareLink | None:
    """The running link of a doctor, locked against a revocation until this write is done."""
    if viewer.role is not Role.DOCTOR:
        return None
    running = _links_of(viewer.user_id).where(CareLink.patient_id == patient_id)
    link: CareLink | None = session.scalars(running.with_for_update(read=True)).first()
    return link


def _links_of(doctor_id: UUID) -> Select[CareLink]:
    return (
        select(CareLink)
        .where(CareLink.doctor_id == doctor_id, _running(clock.now()))
        .order_by(CareLink.started_at_utc.desc())
    )


def _opened(viewer: Viewer, patient: User, link: CareLink) -> OpenDiary:
    return OpenDiary(
        patient_id=patient.id,
        viewer_id=viewer.user_id,
        is_owner=False,
        may_write=False,
        sees_notes=link.notes,
        sees_costs=link.costs,
        zone=patient.zone,
        day_boundary=patient.day_boundary,
        born_on=patient.born_on,
    )


@dataclass(frozen=True)
class SharedDiary:
    """One patient who shares with a doctor, with their open diary."""

    name: str
    born_on: date | None
    is_demo: bool
    diary: OpenDiary


def find_shared_diaries(session: Session, viewer: Viewer) -> list[SharedDiary]:
    """Open every diary shared with this doctor now, by the patient's name, in one query."""
    if viewer.role is not Role.DOCTOR:
        return []
    rows = session.execute(
        _links_of(viewer.user_id)
        .join(User, User.id == CareLink.patient_id)
        .where(User.role == Role.PATIENT, User.disabled_at_utc.is_(None))
        .add_columns(User)
    )
    diaries: dict[UUID, SharedDiary] = {}
    for link, patient in rows:
        shared = SharedDiary(
            patient.name, patient.born_on, patient.is_demo, _opened(viewer, patient, link)
        )
        diaries.setdefault(patient.id, shared)
    return sorted(diaries.values(), key=lambda each: (each.name.casefold(), each.diary.patient_id))


@dataclass(frozen=True)
class PatientIdentity:
    """Who a diary is about, as its readers see it."""

    name: str
    born_on: date | None
    is_demo: bool


def load_patient(session: Session, diary: OpenDiary) -> PatientIdentity:
    """The person whose diary is open."""
    user = session.get_one(User, diary.patient_id)
    return PatientIdentity(user.name, user.born_on, user.is_demo)


@dataclass(frozen=True)
class LinkedClinician:
    """One doctor who may read, or might have read, a diary."""

    link_id: UUID
    name: str
    notes: bool
    costs: bool
    started_at_utc: datetime
    ends_on: date | None
    ended: bool
    account_closed: bool


def list_linked_clinicians(session: Session, diary: OpenDiary) -> list[LinkedClinician]:
    """Everybody who reads or read this diary, running links first. For its patient."""
    now = clock.now()
    rows = session.execute(
        select(CareLink, User.name, User.disabled_at_utc)
        .join(User, User.id == CareLink.doctor_id)
        .where(CareLink.patient_id == diary.patient_id)
        .order_by(CareLink.started_at_utc.desc())
    )
    clinicians = [
        LinkedClinician(
            link_id=link.id,
            name=name,
            notes=link.notes,
            costs=link.costs,
            started_at_utc=link.started_at_utc,
            ends_on=link.ends_on,
            ended=link.revoked_at_utc is not None
            or (link.ends_at_utc is not None and link.ends_at_utc <= now),
            account_closed=closed_at is not None,
        )
        for link, name, closed_at in rows
    ]
    return sorted(clinicians, key=lambda reader: reader.ended)


def list_open_invitations(session: Session, diary: OpenDiary) -> list[CareInvitation]:
    """Codes that no doctor has used yet."""
    invitations = session.scalars(
        select(CareInvitation)
        .where(
            CareInvitation.patient_id == diary.patient_id,
            CareInvitation.used_at_utc.is_(None),
            open_until(CareInvitation.expires_at_utc, clock.now(), INVITATION_LASTS),
        )
        .order_by(CareInvitation.created_at_utc.desc())
    )
    return list(invitations)


@dataclass(frozen=True)
class AccessLogEntry:
    """One recorded view of a diary: when, by whom, and which page."""

    at_utc: datetime
    name: str
    page: str


def find_access_log(session: Session, diary: OpenDiary, newest: int = 100) -> list[AccessLogEntry]:
    """When others viewed this diary, newest first. For its patient."""
    events = find_views(session, diary.patient_id, newest)
    names = find_names(session, {event.actor_id for event in events})
    return [
        AccessLogEntry(event.at_utc, names.get(event.actor_id, "Somebody"), event.detail or "diary")
        for event in events
    ]


# events whose detail is the name of a page
NAMED = frozenset({Event.ACCESS_VIEW.value, Event.ACCESS_DOWNLOAD.value})


@dataclass(frozen=True)
class HistoryEvent:
    """One thing that somebody did in this diary or with its account, for its owner."""

    number: int
    at_utc: datetime
    who: str
    words: str
    page: str | None
    address: str | None


def find_history(
    session: Session, diary: OpenDiary, newest: int, before: int | None = None
) -> list[HistoryEvent]:
    """What happened, newest first, older than event ``before``.

    Only the patient's own events say from where.
    """
    events = find_person_events(session, diary.patient_id, newest, before)
    others = {event.actor_id for event in events} - {diary.patient_id}
    names = {
        **find_names(session, others),
        diary.patient_id: "You",
        OPERATOR: "The server's operator",
    }
    hers = {e.place_id for e in events if e.place_id and e.actor_id == diary.patient_id}
    where = find_addresses(session, hers)
    closed = _closed_accounts(session, events)
    return [
        HistoryEvent(
            number=event.id,
            at_utc=event.at_utc,
            who=closed.get(event.id) or names.get(event.actor_id, "Somebody"),
            words=WORDS.get(Event(event.event), event.event),
            page=event.detail if event.event in NAMED else None,
            address=where.get(event.place_id) if event.place_id else None,
        )
        for event in events
    ]


def _closed_accounts(session: Session, events: list[AuditEvent]) -> dict[int, str]:
    """Whose account was closed, by the event that says so: not who closed it."""
    links = {e.id: e.object_id for e in events if e.event == Event.ACCESS_CLOSE.value}
    if not links:
        return {}
    rows = session.execute(
        select(CareLink.id, User.name)
        .join(User, User.id == CareLink.doctor_id)
        .where(CareLink.id.in_(links.values()))
    )
    names = {row.id: row.name for row in rows}
    return {event: f"The account of {names.get(link, 'a doctor')}" for event, link in links.items()}


def find_staff_member(session: Session, admin: Viewer, person_id: UUID) -> User | None:
    """Somebody who works in this administrator's clinic. Patients are nobody's staff."""
    return session.scalar(
        select(User).where(
            User.id == person_id,
            User.clinic_id == admin.clinic_id,
            User.role != Role.PATIENT,
        )
    )


def is_last_admin(session: Session, person: User) -> bool:
    """Whether nobody else administers this person's clinic."""
    admins = select(User.id).where(
        User.clinic_id == person.clinic_id,
        User.role == Role.ADMIN,
        User.disabled_at_utc.is_(None),
    )
    return set(session.scalars(admins)) == {person.id}
