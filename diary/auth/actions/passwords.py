"""Changing a password, and the link for a forgotten one."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.actions.people import lock_user
from diary.accounts.models import User
from diary.accounts.queries import find_user_by_email
from diary.accounts.rules import new_token, token_hash
from diary.audit.actions import record
from diary.audit.rules import Event
from diary.auth import queries
from diary.auth.actions.rate_limits import forget_account_tries
from diary.auth.actions.sign_ins import end_all_sign_ins
from diary.auth.models import PasswordReset
from diary.auth.rules import RESET_LASTS
from diary.domain.people import Viewer


def still_has_password(session: Session, user_id: UUID, checked: str) -> bool:
    """Return whether the password is still the one that was checked, until the transaction ends.

    Checking takes a tenth of a second, outside any transaction. Meanwhile the password may have
    been changed or the account closed, and the old one must not sign anybody in.
    """
    user = lock_user(session, user_id)
    return user.password_hash == checked and user.disabled_at_utc is None


def change_password(session: Session, viewer: Viewer, checked: str, password_hash: str) -> bool:
    """Set a new password and sign other browsers out. False where it changed meanwhile."""
    if not still_has_password(session, viewer.user_id, checked):
        return False
    user = session.get_one(User, viewer.user_id)
    user.password_hash = password_hash
    session.flush()
    end_all_resets(session, viewer.user_id)
    end_all_sign_ins(session, viewer.user_id, keep=viewer.sign_in_id)
    record(session, Event.ACCOUNT_PASSWORD, viewer.user_id)
    return True


def end_all_resets(session: Session, user_id: UUID) -> None:
    """A link that was asked for earlier opens nothing any more."""
    session.execute(
        update(PasswordReset)
        .where(PasswordReset.user_id == user_id, PasswordReset.used_at_utc.is_(None))
        .values(used_at_utc=clock.now())
    )


def start_reset(session: Session, email: str) -> str | None:
    """Return the token of a reset link; None for an unknown or closed account. Older links end."""
    user = find_user_by_email(session, email)
    if user is None or user.disabled_at_utc is not None:
        return None
    token, now = new_token(), clock.now()
    end_all_resets(session, user.id)
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


def use_reset(session: Session, token: str, password_hash: str) -> User | None:
    """Set the new password of a reset link, once, and sign every browser out. Returns the user."""
    row = session.scalar(
        select(PasswordReset).where(PasswordReset.token_hash == token_hash(token)).with_for_update()
    )
    if row is None or queries.find_open_reset(session, token) is None:
        return None
    row.used_at_utc = clock.now()
    user = session.get_one(User, row.user_id)
    user.password_hash = password_hash
    session.flush()
    end_all_sign_ins(session, row.user_id)
    forget_account_tries(session, user)
    record(session, Event.ACCOUNT_RESET_USE, row.user_id)
    return user
