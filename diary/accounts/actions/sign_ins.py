"""Letting browsers in and out."""

from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.models import SignIn
from diary.accounts.rules import SIGN_IN_LASTS, new_token, token_hash
from diary.audit.actions import record
from diary.audit.rules import Event
from diary.web.viewer import Role, Viewer


def start_sign_in(session: Session, user_id: UUID, role: Role) -> str:
    """Let one more browser in; gives the token that only this browser will hold."""
    token, now = new_token(), clock.now()
    row = SignIn(
        id=uuid4(),
        user_id=user_id,
        token_hash=token_hash(token),
        created_at_utc=now,
        expires_at_utc=now + SIGN_IN_LASTS[role],
        proved_at_utc=now,
    )
    session.add(row)
    session.flush()
    record(session, Event.ACCOUNT_SIGN_IN, user_id, object_id=row.id)
    return token


def note_refused_sign_in(session: Session, user_id: UUID) -> None:
    """Note a wrong password for an account that exists."""
    record(session, Event.ACCOUNT_SIGN_IN_FAIL, user_id)


def note_proof(session: Session, viewer: Viewer) -> None:
    """Remember that she has just shown that it is herself, at this browser."""
    session.execute(
        update(SignIn).where(SignIn.id == viewer.sign_in_id).values(proved_at_utc=clock.now())
    )
    record(session, Event.ACCOUNT_PROOF, viewer.user_id, object_id=viewer.sign_in_id)


def note_refused_proof(session: Session, viewer: Viewer) -> None:
    """Note that somebody at this browser could not show it."""
    record(session, Event.ACCOUNT_PROOF_FAIL, viewer.user_id, object_id=viewer.sign_in_id)


def end_sign_in(session: Session, viewer: Viewer) -> None:
    """Sign this browser out, at once and on the server."""
    session.execute(
        update(SignIn)
        .where(SignIn.id == viewer.sign_in_id, SignIn.user_id == viewer.user_id)
        .values(ended_at_utc=clock.now())
    )
    record(session, Event.ACCOUNT_SIGN_OUT, viewer.user_id, object_id=viewer.sign_in_id)


def end_every_sign_in(session: Session, user_id: UUID, keep: UUID | None = None) -> None:
    """Sign every browser of a person out, but perhaps the one in use."""
    rows = update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at_utc.is_(None))
    if keep is not None:
        rows = rows.where(SignIn.id != keep)
    session.execute(rows.values(ended_at_utc=clock.now()))
