"""The second step of signing in: turning it on and off, and passing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.actions.people import lock_user
from diary.accounts.models import User
from diary.accounts.rules import new_token, token_hash
from diary.audit.actions import record
from diary.audit.rules import OPERATOR, Event
from diary.auth import queries
from diary.auth.actions.sign_ins import end_all_sign_ins, record_proof, start_sign_in
from diary.auth.models import AuthenticatorApp, Passkey, PendingSignIn, RecoveryCode
from diary.auth.one_time_codes import is_unused, new_key, steps_shown
from diary.auth.rules import PENDING_SIGN_IN_LASTS
from diary.domain.people import Role, Viewer


@dataclass(frozen=True)
class HashedRecoveryCode:
    """One recovery code as it is stored. It is hashed outside any transaction."""

    head: str
    code_hash: str


def start_app(session: Session, viewer: Viewer) -> None:
    """Draw the key of an app. Nothing is asked of anybody before ``confirm_app``."""
    lock_user(session, viewer.user_id)
    _drop_apps(session, viewer.user_id, confirmed=False)
    session.add(
        AuthenticatorApp(
            id=uuid4(), user_id=viewer.user_id, key=new_key(), created_at_utc=clock.now()
        )
    )
    session.flush()


def confirm_app(
    session: Session, viewer: Viewer, typed: str, hashed_codes: Sequence[HashedRecoveryCode]
) -> bool:
    """Require the codes of the new app from now on. Returns False where the code is not its code.

    The earlier app and the earlier recovery codes end. Other browsers are signed out.
    """
    lock_user(session, viewer.user_id)
    app, now = queries.find_code_app(session, viewer.user_id, confirmed=False), clock.now()
    steps = steps_shown(app.key, typed, now) if app else []
    if app is None or not steps:
        return False
    _drop_apps(session, viewer.user_id, confirmed=True)
    app.confirmed_at_utc, app.last_step = now, steps[-1]
    session.flush()
    end_all_sign_ins(session, viewer.user_id, keep=viewer.sign_in_id)
    record(session, Event.ACCOUNT_CODE_APP, viewer.user_id)
    renew_recovery_codes(session, viewer, hashed_codes)
    return True


def end_app(session: Session, viewer: Viewer) -> None:
    """Turn the app's codes off. Recovery codes end with the last second factor."""
    lock_user(session, viewer.user_id)
    session.execute(delete(AuthenticatorApp).where(AuthenticatorApp.user_id == viewer.user_id))
    drop_unneeded_recovery_codes(session, viewer.user_id)
    end_all_sign_ins(session, viewer.user_id, keep=viewer.sign_in_id)
    record(session, Event.ACCOUNT_CODE_APP_END, viewer.user_id)


def renew_recovery_codes(
    session: Session, viewer: Viewer, hashed_codes: Sequence[HashedRecoveryCode]
) -> None:
    """Store a new set of recovery codes. The earlier ones end."""
    lock_user(session, viewer.user_id)
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == viewer.user_id))
    for code in hashed_codes:
        session.add(
            RecoveryCode(
                id=uuid4(),
                user_id=viewer.user_id,
                head=code.head,
                code_hash=code.code_hash,
                created_at_utc=clock.now(),
            )
        )
    session.flush()
    record(session, Event.ACCOUNT_RECOVERY, viewer.user_id)


def forget_factors(session: Session, user: User) -> None:
    """Turn the second step off for a person, for the operator, and sign them out everywhere."""
    lock_user(session, user.id)
    for table in (AuthenticatorApp, RecoveryCode, Passkey):
        session.execute(delete(table).where(table.user_id == user.id))
    end_all_sign_ins(session, user.id)
    hers = user.id if user.role == Role.PATIENT else None
    record(session, Event.ACCOUNT_FACTORS_END, OPERATOR, patient_id=hers, object_id=user.id)


def drop_unneeded_recovery_codes(session: Session, user_id: UUID) -> None:
    """Delete the recovery codes of a person who has no second factor left."""
    if not queries.has_second_step(session, user_id):
        session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))


def _drop_apps(session: Session, user_id: UUID, *, confirmed: bool) -> None:
    state = (
        AuthenticatorApp.confirmed_at_utc.is_not(None)
        if confirmed
        else AuthenticatorApp.confirmed_at_utc.is_(None)
    )
    session.execute(delete(AuthenticatorApp).where(AuthenticatorApp.user_id == user_id, state))


def start_pending_sign_in(session: Session, user_id: UUID) -> str:
    """Record that the password was right. Returns the token for the browser in which it was."""
    token, now = new_token(), clock.now()
    expired = PendingSignIn.expires_at_utc <= now
    session.execute(delete(PendingSignIn).where(PendingSignIn.user_id == user_id, expired))
    row = PendingSignIn(
        id=uuid4(),
        user_id=user_id,
        token_hash=token_hash(token),
        expires_at_utc=now + PENDING_SIGN_IN_LASTS,
    )
    session.add(row)
    session.flush()
    record(session, Event.ACCOUNT_PENDING_SIGN_IN, user_id, object_id=row.id)
    return token


def sign_in_by_code(session: Session, pending_token: str, typed: str) -> str | None:
    """Sign the browser in by an unused code of the app. A wrong code is recorded."""
    who = _lock_pending_sign_in(session, pending_token)
    if who is None or not _use_app_code(session, who, typed):
        return None
    return _finish_sign_in(session, pending_token, who)


def sign_in_by_recovery_code(
    session: Session, pending_token: str, code_id: UUID | None
) -> str | None:
    """Sign the browser in by a recovery code that matched, once. A wrong code is recorded."""
    who = _lock_pending_sign_in(session, pending_token)
    if who is None or not _use_recovery_code(session, who, code_id):
        return None
    return _finish_sign_in(session, pending_token, who)


def prove_by_code(session: Session, viewer: Viewer, typed: str) -> bool:
    """Return whether the app's code is right, and use it up."""
    lock_user(session, viewer.user_id)
    right = _use_app_code(session, viewer, typed)
    if right:
        record_proof(session, viewer)
    return right


def prove_by_recovery_code(session: Session, viewer: Viewer, code_id: UUID | None) -> bool:
    """Return whether the recovery code matched, and use it up."""
    lock_user(session, viewer.user_id)
    right = _use_recovery_code(session, viewer, code_id)
    if right:
        record_proof(session, viewer)
    return right


def _use_app_code(session: Session, who: Viewer, typed: str) -> bool:
    """Use up a code of the person's app. A wrong code, or one used before, is recorded."""
    app, now = queries.find_code_app(session, who.user_id), clock.now()
    fresh = [
        step
        for step in (steps_shown(app.key, typed, now) if app else [])
        if app is not None and is_unused(step, app.last_step, now)
    ]
    if app is None or not fresh:
        _refuse(session, who)
        return False
    app.last_step = fresh[0]
    session.flush()
    return True


def _use_recovery_code(session: Session, who: Viewer, code_id: UUID | None) -> bool:
    """Use up a recovery code of this person. A wrong code, or one used before, is recorded."""
    spent = session.scalar(
        update(RecoveryCode)
        .where(
            RecoveryCode.id == code_id,
            RecoveryCode.user_id == who.user_id,
            RecoveryCode.used_at_utc.is_(None),
        )
        .values(used_at_utc=clock.now())
        .returning(RecoveryCode.id)
    )
    if spent is None:
        _refuse(session, who)
        return False
    record(session, Event.ACCOUNT_RECOVERY_USE, who.user_id, object_id=spent)
    return True


def _lock_pending_sign_in(session: Session, pending_token: str) -> Viewer | None:
    """Return who this pending sign-in belongs to, locked so that two answers come one by one."""
    viewer = queries.find_pending_sign_in(session, pending_token)
    if viewer is None:
        return None
    lock_user(session, viewer.user_id)
    return queries.find_pending_sign_in(session, pending_token)


def _refuse(session: Session, who: Viewer) -> None:
    record(session, Event.ACCOUNT_CODE_FAIL, who.user_id)


def _finish_sign_in(session: Session, pending_token: str, who: Viewer) -> str:
    session.execute(
        delete(PendingSignIn).where(PendingSignIn.token_hash == token_hash(pending_token))
    )
    return start_sign_in(session, who.user_id, who.role)
