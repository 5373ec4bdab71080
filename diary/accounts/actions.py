"""Changing people: accounts, sign-ins, passwords, invitations."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts import queries
from diary.accounts.models import Clinic, Invitation, PasswordReset, SignIn, User
from diary.accounts.rules import (
    INVITATION_LASTS,
    RESET_LASTS,
    SIGN_IN_LASTS,
    name_key,
    new_token,
    token_hash,
)
from diary.audit.actions import record
from diary.audit.rules import Event
from diary.web.viewer import Role, Viewer


class AddressTaken(ValueError):
    """There is an account with this address already."""


@dataclass(frozen=True)
class NewPerson:
    """What an account is made of; the password is already hashed."""

    email: str
    password_hash: str
    role: Role
    name: str
    born_on: date | None = None
    zone: str = "UTC"
    country: str | None = None
    clinic_id: UUID | None = None
    is_demo: bool = False


def add_account(session: Session, person: NewPerson, actor_id: UUID | None = None) -> User:
    """Make an account; raises ``AddressTaken``. Without an actor the person did it herself."""
    if queries.by_email(session, person.email) is not None:
        raise AddressTaken(person.email)
    user = User(
        id=uuid4(),
        email=person.email.strip().lower(),
        password_hash=person.password_hash,
        role=person.role.value,
        name=person.name,
        born_on=person.born_on.isoformat() if person.born_on else None,
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


def clinic(session: Session, name: str) -> Clinic:
    """The clinic of this name, made when it is new."""
    found = session.get(Clinic, name_key(name))
    if found is None:
        found = Clinic(id=name_key(name), name=name.strip())
        session.add(found)
        session.flush()
    return found


def start_sign_in(session: Session, user_id: UUID, role: Role) -> str:
    """Let one more browser in; gives the token that only this browser will hold."""
    token, now = new_token(), clock.now()
    row = SignIn(
        id=uuid4(),
        user_id=user_id,
        token_hash=token_hash(token),
        created_at_utc=now,
        expires_at_utc=now + SIGN_IN_LASTS[role],
    )
    session.add(row)
    session.flush()
    record(session, Event.ACCOUNT_SIGN_IN, user_id, object_id=row.id)
    return token


def note_refused_sign_in(session: Session, user_id: UUID) -> None:
    """Note a wrong password for an account that exists."""
    record(session, Event.ACCOUNT_SIGN_IN_FAIL, user_id)


def end_sign_in(session: Session, viewer: Viewer) -> None:
    """Sign this browser out, at once and on the server."""
    session.execute(
        update(SignIn)
        .where(SignIn.id == viewer.sign_in_id, SignIn.user_id == viewer.user_id)
        .values(ended_at_utc=clock.now())
    )
    record(session, Event.ACCOUNT_SIGN_OUT, viewer.user_id, object_id=viewer.sign_in_id)


def _end_every_sign_in(session: Session, user_id: UUID, keep: UUID | None = None) -> None:
    """Sign every browser of a person out, but perhaps the one in use."""
    rows = update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at_utc.is_(None))
    if keep is not None:
        rows = rows.where(SignIn.id != keep)
    session.execute(rows.values(ended_at_utc=clock.now()))


def change_password(session: Session, viewer: Viewer, password_hash: str) -> None:
    """Keep a new password and sign every other browser out."""
    user = session.get_one(User, viewer.user_id)
    user.password_hash = password_hash
    session.flush()
    _end_every_reset(session, viewer.user_id)
    _end_every_sign_in(session, viewer.user_id, keep=viewer.sign_in_id)
    record(session, Event.ACCOUNT_PASSWORD, viewer.user_id)


def _end_every_reset(session: Session, user_id: UUID) -> None:
    """A link that was asked for earlier opens nothing any more."""
    session.execute(
        update(PasswordReset)
        .where(PasswordReset.user_id == user_id, PasswordReset.used_at_utc.is_(None))
        .values(used_at_utc=clock.now())
    )


def start_reset(session: Session, email: str) -> str | None:
    """Make a reset link's token; nothing for an unknown address. Older links end."""
    user = queries.by_email(session, email)
    if user is None or user.disabled_at_utc is not None:
        return None
    token, now = new_token(), clock.now()
    _end_every_reset(session, user.id)
    session.add(
        PasswordReset(
            user_id=user.id,
            token_hash=token_hash(token),
            created_at_utc=now,
            expires_at_utc=now + RESET_LASTS,
        )
    )
    session.flush()
    record(session, Event.ACCOUNT_RESET_ASK, user.id)
    return token


def use_reset(session: Session, token: str, password_hash: str) -> bool:
    """Keep the new password of a reset link, once; every browser is signed out."""
    row = session.scalar(
        select(PasswordReset).where(PasswordReset.token_hash == token_hash(token)).with_for_update()
    )
    if row is None or queries.open_reset(session, token) is None:
        return False
    row.used_at_utc = clock.now()
    session.get_one(User, row.user_id).password_hash = password_hash
    session.flush()
    _end_every_sign_in(session, row.user_id)
    record(session, Event.ACCOUNT_RESET_USE, row.user_id)
    return True


@dataclass(frozen=True)
class Profile:
    """What a person may change about herself."""

    name: str
    born_on: date | None
    zone: str
    day_boundary: int
    language: str
    theme: str
    country: str | None


def change_profile(session: Session, viewer: Viewer, profile: Profile) -> None:
    """Keep the profile."""
    user = session.get_one(User, viewer.user_id)
    user.name, user.zone, user.country = profile.name, profile.zone, profile.country
    user.born_on = profile.born_on.isoformat() if profile.born_on else None
    user.day_boundary = profile.day_boundary
    user.language, user.theme = profile.language, profile.theme
    session.flush()
    record(session, Event.ACCOUNT_PROFILE, viewer.user_id)


def invite(session: Session, email: str, role: Role, clinic_id: UUID | None, actor_id: UUID) -> str:
    """Make a single-use invitation; gives the token of its link."""
    token, now = new_token(), clock.now()
    row = Invitation(
        id=uuid4(),
        token_hash=token_hash(token),
        role=role.value,
        email=email.strip().lower(),
        clinic_id=clinic_id,
        created_at_utc=now,
        expires_at_utc=now + INVITATION_LASTS,
    )
    session.add(row)
    session.flush()
    record(session, Event.ACCOUNT_INVITE, actor_id, object_id=row.id)
    return token


def join(session: Session, token: str, person: NewPerson) -> User | None:
    """Make the account that an invitation allows, once; nothing when it is used or old.

    The address and the role are the invitation's: a link cannot make more than it was for.
    """
    row = session.scalar(
        select(Invitation).where(Invitation.token_hash == token_hash(token)).with_for_update()
    )
    if row is None or queries.open_invitation(session, token) is None:
        return None
    row.used_at_utc = clock.now()
    return add_account(
        session,
        NewPerson(
            email=row.email,
            password_hash=person.password_hash,
            role=Role(row.role),
            name=person.name,
            born_on=person.born_on,
            zone=person.zone,
            country=person.country,
            clinic_id=row.clinic_id,
        ),
    )
