"""Reading people."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts import rules
from diary.accounts.models import Clinic, Invitation, ProfileVersion, User
from diary.accounts.rules import token_hash
from diary.db import list_versions, open_until
from diary.domain.people import Role, Viewer


def viewer_of(user: User) -> Viewer:
    """A frozen copy of what pages need to know about a person."""
    return Viewer(
        user_id=user.id,
        role=user.role,
        name=user.name,
        email=user.email,
        zone=user.zone,
        day_boundary=user.day_boundary,
        language=user.language,
        theme=user.theme,
        country=user.country,
        clinic_id=user.clinic_id,
        is_demo=user.is_demo,
    )


def find_user_by_email(session: Session, email: str) -> User | None:
    """The account of an address, compared in lower case."""
    return session.scalar(select(User).where(User.email == email.strip().lower()))


def find_user(session: Session, user_id: UUID) -> User | None:
    """One account."""
    return session.get(User, user_id)


def select_open_accounts() -> Select[UUID]:
    """Select the ids of the people whose account is not closed, for use inside a statement."""
    return select(User.id).where(User.disabled_at_utc.is_(None))


def find_names(session: Session, ids: set[UUID]) -> dict[UUID, str]:
    """The names of these people."""
    if not ids:
        return {}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {row.id: row.name for row in rows}


def any_account_exists(session: Session) -> bool:
    """Whether there is any account at all."""
    return session.scalar(select(func.count()).select_from(User)) != 0


def find_open_invitation(session: Session, token: str) -> Invitation | None:
    """The invitation of a link, while it can be used."""
    invitation = select(Invitation).where(Invitation.token_hash == token_hash(token), *_waits())
    return session.scalar(invitation)


def _waits() -> tuple[ColumnElement[bool], ...]:
    """What holds of an invitation while nobody has used it and it is not over."""
    lasts = open_until(Invitation.expires_at_utc, clock.now(), rules.INVITATION_LASTS)
    return Invitation.used_at_utc.is_(None), lasts


def find_clinic_name(session: Session, clinic_id: UUID | None) -> str | None:
    """The name of a clinic."""
    clinic = session.get(Clinic, clinic_id) if clinic_id else None
    return clinic.name if clinic else None


def list_staff(session: Session, clinic_id: UUID) -> list[User]:
    """The doctors and administrators of a clinic, by name. Patients are nobody's staff."""
    staff = session.scalars(
        select(User)
        .where(User.clinic_id == clinic_id, User.role != Role.PATIENT)
        .order_by(User.name, User.id)
    )
    return list(staff)


def list_open_invitations(session: Session, clinic_id: UUID) -> list[Invitation]:
    """Invitations of a clinic that nobody has used yet."""
    invitations = select(Invitation).where(Invitation.clinic_id == clinic_id, *_waits())
    return list(session.scalars(invitations.order_by(Invitation.created_at_utc.desc())))


def list_earlier_profiles(session: Session, user_id: UUID) -> list[tuple[datetime, dict[str, Any]]]:
    """What a profile said before each change, newest first: when it was replaced, its values."""
    versions = list_versions(session, ProfileVersion, ProfileVersion.user_id == user_id)
    return [(version.replaced_at_utc, version.values) for version in versions]
