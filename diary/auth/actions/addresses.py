"""Changing the address a person signs in with: asked for, then confirmed by a link."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.actions.people import lock_user, record_profile_version
from diary.accounts.queries import find_user_by_email
from diary.accounts.rules import new_token, token_hash
from diary.audit.actions import record
from diary.audit.rules import Event
from diary.auth import queries
from diary.auth.actions.passwords import end_all_resets
from diary.auth.actions.sign_ins import end_all_sign_ins
from diary.auth.models import EmailChange
from diary.auth.rules import EMAIL_CHANGE_LASTS
from diary.domain.people import Viewer


@dataclass(frozen=True)
class AddressChange:
    """The address that was a person's, and the one that is."""

    old: str
    new: str


def start_email_change(session: Session, user_id: UUID, email: str) -> str | None:
    """Return the token of a link to this address, or None where it belongs to an account.

    Older links end.
    """
    user = lock_user(session, user_id)
    session.execute(delete(EmailChange).where(EmailChange.user_id == user_id))
    record(session, Event.ACCOUNT_EMAIL_ASK, user_id)
    if user.disabled_at_utc is not None or find_user_by_email(session, email) is not None:
        return None
    token, now = new_token(), clock.now()
    session.add(
        EmailChange(
            user_id=user_id,
            token_hash=token_hash(token),
            email=email,
            created_at_utc=now,
            expires_at_utc=now + EMAIL_CHANGE_LASTS,
        )
    )
    session.flush()
    return token


def use_email_change(session: Session, viewer: Viewer, token: str) -> AddressChange | None:
    """Change the address by the person's own link, once.

    Returns None where the link is over or the address was taken meanwhile. Their other browsers are
    signed out, and links to the old address stop working.
    """
    user = lock_user(session, viewer.user_id)
    change = queries.find_email_change(session, viewer, token)
    if change is None or not queries.is_link_open(change):
        return None
    moved = AddressChange(user.email, change.email)
    record_profile_version(session, user, email=moved.old)
    try:
        with session.begin_nested():
            user.email = moved.new
    except IntegrityError:  # somebody took it between the mail and the tap
        return None
    change.used_at_utc = clock.now()
    end_all_resets(session, viewer.user_id)
    end_all_sign_ins(session, viewer.user_id, keep=viewer.sign_in_id)
    record(session, Event.ACCOUNT_EMAIL, viewer.user_id)
    return moved
