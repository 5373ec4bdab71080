"""Starting a diary by a mailed link: nothing is stored about a person before they open it."""

from uuid import uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts import queries
from diary.accounts.models import Invitation
from diary.accounts.rules import new_token, token_hash
from diary.audit.actions import record
from diary.audit.rules import UNKNOWN, Event
from diary.auth.actions.rate_limits import take_try
from diary.auth.rules import NOTE_LIMIT, SIGN_UP_LASTS
from diary.domain.people import Role


def start_sign_up(session: Session, email: str) -> str | None:
    """Return the token of a link for this address, or None where it belongs to an account.

    A link locks no address: as many may be open as were mailed, and the first one used counts.
    """
    user = queries.find_user_by_email(session, email)
    if user is not None:
        record(session, Event.ACCOUNT_SIGN_UP_ASK, user.id)
        return None
    token, now = new_token(), clock.now()
    _drop_unused(session)
    row = Invitation(
        id=uuid4(),
        token_hash=token_hash(token),
        role=Role.PATIENT,
        email=email,
        created_at_utc=now,
        expires_at_utc=now + SIGN_UP_LASTS,
    )
    session.add(row)
    session.flush()
    if take_try(session, [(f"noted:{UNKNOWN}", NOTE_LIMIT)]) is None:
        record(session, Event.ACCOUNT_SIGN_UP_ASK, UNKNOWN, object_id=row.id)
    return token


def _drop_unused(session: Session) -> None:
    """Keep no address of somebody who never came."""
    session.execute(
        delete(Invitation).where(
            Invitation.clinic_id.is_(None),
            Invitation.used_at_utc.is_(None),
            Invitation.expires_at_utc <= clock.now(),
        )
    )
