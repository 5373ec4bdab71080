"""Reading people."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.models import (
    Clinic,
    Invitation,
    KnownDevice,
    PasswordReset,
    ProfileVersion,
    SignIn,
    User,
)
from diary.accounts.rules import token_hash
from diary.web.viewer import Role, Viewer


@dataclass(frozen=True)
class Credentials:
    """What a sign-in is checked against."""

    user_id: UUID
    role: Role
    password_hash: str = field(repr=False)


def viewer_by_token(session: Session, token: str) -> Viewer | None:
    """The person whose sign-in this token is, while it lasts."""
    found = session.execute(
        select(User, SignIn)
        .join(SignIn, SignIn.user_id == User.id)
        .where(
            SignIn.token_hash == token_hash(token),
            SignIn.ended_at_utc.is_(None),
            SignIn.expires_at_utc > clock.now(),
            User.disabled_at_utc.is_(None),
        )
    ).first()
    return None if found is None else viewer_of(found[0], found[1])


def viewer_of(user: User, sign_in: SignIn | None = None) -> Viewer:
    """A frozen copy of what pages need to know about a person."""
    return Viewer(
        user_id=user.id,
        role=Role(user.role),
        name=user.name,
        email=user.email,
        zone=user.zone,
        day_boundary=user.day_boundary,
        language=user.language,
        theme=user.theme,
        country=user.country,
        clinic_id=user.clinic_id,
        is_demo=user.is_demo,
        sign_in_id=sign_in.id if sign_in else None,
        proved_at=sign_in.proved_at_utc if sign_in else None,
    )


def by_email(session: Session, email: str) -> User | None:
    """The account of an address, compared in lower case."""
    return session.scalar(select(User).where(User.email == email.strip().lower()))


def by_id(session: Session, user_id: UUID) -> User | None:
    """One account."""
    return session.get(User, user_id)


def named(session: Session, ids: set[UUID]) -> dict[UUID, str]:
    """The names of these people."""
    rows = session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {row.id: row.name for row in rows}


def credentials(session: Session, email: str) -> Credentials | None:
    """What to check a password against."""
    user = by_email(session, email)
    if user is None or user.disabled_at_utc is not None:
        return None
    return Credentials(user.id, Role(user.role), user.password_hash)


def is_known_device(session: Session, email: str, token: str) -> bool:
    """Whether the person of this address has signed in before in the browser with this token."""
    found = session.scalar(
        select(KnownDevice.id)
        .join(User, User.id == KnownDevice.user_id)
        .where(User.email == email, KnownDevice.token_hash == token_hash(token))
    )
    return found is not None


def anyone_there(session: Session) -> bool:
    """Whether there is any account at all."""
    return session.scalar(select(func.count()).select_from(User)) != 0


def open_invitation(session: Session, token: str) -> Invitation | None:
    """The invitation of a link, while it can be used."""
    return session.scalar(
        select(Invitation).where(
            Invitation.token_hash == token_hash(token),
            Invitation.used_at_utc.is_(None),
            Invitation.expires_at_utc > clock.now(),
        )
    )


def open_reset(session: Session, token: str, now: datetime | None = None) -> PasswordReset | None:
    """The password reset of a link, while it can be used."""
    return session.scalar(
        select(PasswordReset).where(
            PasswordReset.token_hash == token_hash(token),
            PasswordReset.used_at_utc.is_(None),
            PasswordReset.expires_at_utc > (now or clock.now()),
        )
    )


def clinic_named(session: Session, clinic_id: UUID | None) -> str | None:
    """The name of a clinic."""
    clinic = session.get(Clinic, clinic_id) if clinic_id else None
    return clinic.name if clinic else None


def staff_of(session: Session, clinic_id: UUID) -> list[User]:
    """The doctors and administrators of a clinic, by name. Patients are nobody's staff."""
    found = session.scalars(
        select(User)
        .where(User.clinic_id == clinic_id, User.role != Role.PATIENT.value)
        .order_by(User.name, User.id)
    )
    return list(found)


def waiting_invitations(session: Session, clinic_id: UUID) -> list[Invitation]:
    """Invitations of a clinic that nobody has used yet."""
    found = session.scalars(
        select(Invitation)
        .where(
            Invitation.clinic_id == clinic_id,
            Invitation.used_at_utc.is_(None),
            Invitation.expires_at_utc > clock.now(),
        )
        .order_by(Invitation.created_at_utc.desc())
    )
    return list(found)


def earlier_profiles(session: Session, user_id: UUID) -> list[tuple[datetime, dict[str, Any]]]:
    """What a profile said before each change, newest first: when it was replaced, its values."""
    kept = session.scalars(
        select(ProfileVersion)
        .where(ProfileVersion.user_id == user_id)
        .order_by(ProfileVersion.version.desc())
    )
    return [(one.replaced_at_utc, json.loads(one.snapshot)) for one in kept]
