"""Changing people: accounts, invitations, profiles."""

from dataclasses import asdict, dataclass, field
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts import queries
from diary.accounts.models import Clinic, Invitation, ProfileVersion, User
from diary.accounts.rules import (
    INVITATION_LASTS,
    Language,
    Theme,
    name_key,
    new_token,
    token_hash,
)
from diary.audit.actions import record
from diary.audit.rules import Event
from diary.db import add_snapshot
from diary.domain.people import Role, Viewer


class AddressTaken(ValueError):
    """There is an account with this address already."""


@dataclass(frozen=True)
class NewPerson:
    """What an account is made of. The password is already hashed."""

    email: str
    password_hash: str = field(repr=False)
    role: Role
    name: str
    born_on: date | None = None
    zone: str = "UTC"
    country: str | None = None
    clinic_id: UUID | None = None
    is_demo: bool = False


def add_account(session: Session, person: NewPerson, actor_id: UUID | None = None) -> User:
    """Add an account or raise ``AddressTaken``. Without an actor the person did it themselves."""
    if queries.find_user_by_email(session, person.email) is not None:
        raise AddressTaken(person.email)
    user = User(
        id=uuid4(),
        email=person.email.strip().lower(),
        password_hash=person.password_hash,
        role=person.role,
        name=person.name,
        born_on=person.born_on,
        zone=person.zone,
        country=person.country,
        clinic_id=person.clinic_id,
        is_demo=person.is_demo,
        created_at_utc=clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError as error:  # somebody took it between the look and the write
        raise AddressTaken(person.email) from error
    record(session, Event.ACCOUNT_ADD, actor_id or user.id, object_id=user.id)
    return user


def find_or_add_clinic(session: Session, name: str) -> Clinic:
    """The clinic of this name, made when it is new."""
    clinic = session.get(Clinic, name_key(name))
    if clinic is None:
        clinic = Clinic(id=name_key(name), name=name.strip())
        session.add(clinic)
        session.flush()
    return clinic


def is_account_open(session: Session, user_id: UUID) -> bool:
    """Whether this account is open, and stays so until this transaction ends.

    Who is signed in is read before a write begins: meanwhile the account may have been closed.
    """
    still = select(User.id).where(User.id == user_id, User.disabled_at_utc.is_(None))
    return session.scalar(still.with_for_update(read=True)) is not None


@dataclass(frozen=True)
class Profile:
    """What a person may change about themselves."""

    name: str
    born_on: date | None
    zone: str
    day_boundary: int
    language: str
    theme: str
    country: str | None


def lock_user(session: Session, person_id: UUID) -> User:
    """Wait for whatever else is being written for this person: two taps at once, two windows.

    The second then sees what the first wrote. On PostgreSQL this locks the person's row but leaves
    foreign keys to it alone. SQLite has one writer anyway.
    """
    return session.get_one(User, person_id, with_for_update={"key_share": True})


def change_profile(session: Session, viewer: Viewer, profile: Profile) -> None:
    """Keep the profile, and what it said before."""
    user = lock_user(session, viewer.user_id)
    if _said(user) == profile:
        return
    record_profile_version(session, user)
    user.name, user.zone, user.country = profile.name, profile.zone, profile.country
    user.born_on = profile.born_on
    user.day_boundary = profile.day_boundary
    user.language, user.theme = Language(profile.language), Theme(profile.theme)
    session.flush()
    record(session, Event.ACCOUNT_PROFILE, viewer.user_id)


def _said(user: User) -> Profile:
    """What a profile says now."""
    return Profile(
        name=user.name,
        born_on=user.born_on,
        zone=user.zone,
        day_boundary=user.day_boundary,
        language=user.language,
        theme=user.theme,
        country=user.country,
    )


def record_profile_version(session: Session, user: User, **more: str) -> None:
    """Store what a profile says before it is changed, with ``more`` than its form holds."""
    snapshot = {**asdict(_said(user)), **more}
    add_snapshot(session, ProfileVersion, user.id, snapshot, clock.now())


def add_invitation(
    session: Session, email: str, role: Role, clinic_id: UUID | None, actor_id: UUID
) -> str:
    """Add a single-use invitation. Returns the token of its link."""
    token, now = new_token(), clock.now()
    row = Invitation(
        id=uuid4(),
        token_hash=token_hash(token),
        role=role,
        email=email.strip().lower(),
        clinic_id=clinic_id,
        created_at_utc=now,
        expires_at_utc=now + INVITATION_LASTS,
    )
    session.add(row)
    session.flush()
    record(session, Event.ACCOUNT_INVITE, actor_id, object_id=row.id)
    return token


def use_invitation(session: Session, token: str, person: NewPerson) -> User | None:
    """Add the account that an invitation allows, once. Returns None when it is used or over.

    The address and the role are the invitation's: a link cannot make more than it was for.
    """
    links = _links_beside(session, token)
    row = queries.find_open_invitation(session, token)
    if row is None:
        return None
    for link in links:  # no other may make a second account, whoever has the address then
        link.used_at_utc = clock.now()
    return add_account(
        session,
        NewPerson(
            email=row.email,
            password_hash=person.password_hash,
            role=row.role,
            name=person.name,
            born_on=person.born_on,
            zone=person.zone,
            country=person.country,
            clinic_id=row.clinic_id,
        ),
    )


def _links_beside(session: Session, token: str) -> list[Invitation]:
    """This link and every other unused one to its address, held in one order until the end."""
    address = select(Invitation.email).where(Invitation.token_hash == token_hash(token))
    same = select(Invitation).where(
        Invitation.email == address.scalar_subquery(), Invitation.used_at_utc.is_(None)
    )
    return list(session.scalars(same.order_by(Invitation.id).with_for_update()))
