"""Closing the account of somebody who works here, and reopening it."""

from uuid import UUID

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.actions.people import is_account_open, lock_user
from diary.accounts.models import Clinic, Invitation, User
from diary.accounts.rules import NO_PASSWORD
from diary.audit.actions import record
from diary.audit.queries import select_objects_by
from diary.audit.rules import OPERATOR, Event
from diary.auth.actions.passwords import end_all_resets
from diary.auth.actions.sign_ins import end_all_sign_ins
from diary.auth.models import EmailChange
from diary.domain.people import Role


class LastAdministrator(ValueError):
    """Nobody else administers this clinic."""


def close_staff(session: Session, person_id: UUID, actor_id: UUID) -> User | None:
    """Close an account: nothing signs it in and what it handed out ends.

    Gives nothing for a patient, and where it is closed already or the actor's own is closed by
    now. Raises ``LastAdministrator`` unless the operator asks.
    """
    user = _hold_staff(session, person_id, actor_id)
    if user is None or user.disabled_at_utc is not None:
        return None
    if user.role == Role.ADMIN and actor_id != OPERATOR and _is_last_admin(session, user):
        raise LastAdministrator(person_id)
    user.disabled_at_utc = clock.now()
    session.flush()
    _end_everything(session, user)
    record(session, Event.ACCOUNT_CLOSE, actor_id, object_id=person_id)
    return user


def reopen_staff(session: Session, person_id: UUID, actor_id: UUID) -> User | None:
    """Let somebody sign in again, with the password and second step of before, and nothing else.

    Gives nothing where the account is open, or stands in for somebody whom a file named.
    """
    user = _hold_staff(session, person_id, actor_id)
    if user is None or user.disabled_at_utc is None or user.password_hash == NO_PASSWORD:
        return None
    user.disabled_at_utc = None
    session.flush()
    _end_everything(session, user)  # also what a request of before the closing left behind
    record(session, Event.ACCOUNT_REOPEN, actor_id, object_id=person_id)
    return user


def _hold_staff(session: Session, person_id: UUID, actor_id: UUID) -> User | None:
    """Lock the account until the transaction ends, one at a time in a clinic.

    Otherwise two administrators could close each other at the same moment.
    """
    person = session.execute(select(User.role, User.clinic_id).where(User.id == person_id)).first()
    if person is None or person.role == Role.PATIENT:
        return None
    if person.clinic_id is not None:
        session.get_one(Clinic, person.clinic_id, with_for_update={"key_share": True})
    if actor_id not in (OPERATOR, person_id) and not is_account_open(session, actor_id):
        return None
    return lock_user(session, person_id)


def _is_last_admin(session: Session, user: User) -> bool:
    others = select(func.count()).where(
        User.clinic_id == user.clinic_id,
        User.role == Role.ADMIN,
        User.disabled_at_utc.is_(None),
        User.id != user.id,
    )
    return not session.scalar(others)


def _end_everything(session: Session, user: User) -> None:
    """End sign-ins, links by mail, and invitations that this person made or was sent."""
    end_all_sign_ins(session, user.id)
    end_all_resets(session, user.id)
    session.execute(delete(EmailChange).where(EmailChange.user_id == user.id))
    sent = Invitation.id.in_(select_objects_by(user.id, Event.ACCOUNT_INVITE))
    session.execute(
        update(Invitation)
        .where(Invitation.used_at_utc.is_(None), or_(sent, Invitation.email == user.email))
        .values(used_at_utc=clock.now())
    )
