"""Passkeys: the questions that wait for an answer, and adding, using and removing one."""

from collections.abc import Sequence
from secrets import token_bytes
from uuid import UUID, uuid4

from sqlalchemy import and_, delete, literal, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts import queries
from diary.accounts.actions.people import lock_user
from diary.accounts.models import User
from diary.accounts.rules import new_token, token_hash
from diary.audit.actions import record
from diary.audit.rules import UNKNOWN, Event
from diary.auth.actions.second_step import (
    HashedRecoveryCode,
    drop_unneeded_recovery_codes,
    renew_recovery_codes,
)
from diary.auth.actions.sign_ins import end_all_sign_ins, start_sign_in
from diary.auth.models import Passkey, PasskeyChallenge, PendingSignIn
from diary.auth.passkeys import PasskeyCredential
from diary.auth.rules import QUESTION_LASTS, PasskeyFor
from diary.domain.people import Role, Viewer
from diary.expiry import still_open


def ask_for_passkey(
    session: Session, purpose: PasskeyFor, person_id: UUID | None
) -> tuple[str, bytes]:
    """Store a new challenge. Returns the token of the browser that is asked, and the challenge."""
    token, challenge, now = new_token(), token_bytes(32), clock.now()
    session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at_utc <= now))
    session.add(
        PasskeyChallenge(
            id=uuid4(),
            user_id=person_id,
            purpose=purpose,
            token_hash=token_hash(token),
            challenge=challenge.hex(),
            expires_at_utc=now + QUESTION_LASTS,
        )
    )
    session.flush()
    return token, challenge


def take_question(
    session: Session, token: str, purpose: PasskeyFor, person_id: UUID | None
) -> bytes | None:
    """Return the challenge of this browser and delete it, so that it takes one answer.

    Returns None where it is over, or was made for another purpose or person.
    """
    row = session.execute(
        delete(PasskeyChallenge)
        .where(PasskeyChallenge.token_hash == token_hash(token))
        .returning(
            PasskeyChallenge.challenge,
            PasskeyChallenge.purpose,
            PasskeyChallenge.user_id,
            PasskeyChallenge.expires_at_utc,
        )
    ).first()
    if row is None or not still_open(row.expires_at_utc, clock.now(), QUESTION_LASTS):
        return None
    if (row.purpose, row.user_id) != (purpose, person_id):
        return None
    return bytes.fromhex(row.challenge)


def add_passkey(
    session: Session,
    viewer: Viewer,
    new: PasskeyCredential,
    name: str,
    hashed_codes: Sequence[HashedRecoveryCode],
) -> bool:
    """Add a passkey and sign other browsers out. Returns False where somebody has it already.

    ``hashed_codes`` are recovery codes, for a person who had none.
    """
    lock_user(session, viewer.user_id)
    row = Passkey(
        id=uuid4(),
        user_id=viewer.user_id,
        name=name,
        credential_id=new.credential_id,
        public_key=new.public_key,
        sign_count=new.sign_count,
        created_at_utc=clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    end_all_sign_ins(session, viewer.user_id, keep=viewer.sign_in_id)
    record(session, Event.ACCOUNT_PASSKEY, viewer.user_id, object_id=row.id)
    if hashed_codes:
        renew_recovery_codes(session, viewer, hashed_codes)
    return True


def remove_passkey(session: Session, viewer: Viewer, passkey_id: UUID) -> bool:
    """Remove a passkey of this person. Returns False where it is not theirs or gone already."""
    lock_user(session, viewer.user_id)
    hers = Passkey.user_id == viewer.user_id
    gone = session.scalar(
        delete(Passkey).where(Passkey.id == passkey_id, hers).returning(Passkey.id)
    )
    if gone is None:
        return False
    drop_unneeded_recovery_codes(session, viewer.user_id)
    end_all_sign_ins(session, viewer.user_id, keep=viewer.sign_in_id)
    record(session, Event.ACCOUNT_PASSKEY_END, viewer.user_id, object_id=passkey_id)
    return True


def use_passkey(session: Session, passkey_id: UUID, count: int) -> UUID | None:
    """Record that a passkey was used, with its own count of uses. Returns the person's id.

    Returns None where it was removed, or used with that count, since it was checked.
    """
    grown = or_(Passkey.sign_count < count, and_(Passkey.sign_count == 0, literal(count) == 0))
    user_id = session.scalar(
        update(Passkey)
        .where(Passkey.id == passkey_id, grown)
        .values(sign_count=count, last_used_at_utc=clock.now())
        .returning(Passkey.user_id)
    )
    if user_id is not None:
        record(session, Event.ACCOUNT_PASSKEY_USE, user_id, object_id=passkey_id)
    return user_id


def sign_in_by_passkey(
    session: Session, passkey_id: UUID, count: int, pending_token: str | None
) -> tuple[str, Role] | None:
    """Sign a browser in by a checked passkey. Its pending sign-in, if any, is used up."""
    user_id = use_passkey(session, passkey_id, count)
    user = queries.find_user(session, user_id) if user_id else None
    if user is None or user.disabled_at_utc is not None:
        return None
    if pending_token is not None:
        session.execute(
            delete(PendingSignIn).where(PendingSignIn.token_hash == token_hash(pending_token))
        )
    role = user.role
    return start_sign_in(session, user.id, role), role


def record_refused_passkey(session: Session, person_id: UUID | None) -> None:
    """Note an answer that was not right."""
    known = person_id and session.scalar(select(User.id).where(User.id == person_id))
    record(session, Event.ACCOUNT_PASSKEY_FAIL, known or UNKNOWN)
