"""Reading sign-ins, second factors and single-use links."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.models import Erasure, User
from diary.accounts.queries import find_user_by_email, viewer_of
from diary.accounts.rules import token_hash
from diary.auth import rules
from diary.auth.models import (
    AuthenticatorApp,
    EmailChange,
    KnownDevice,
    Passkey,
    PasswordReset,
    PendingSignIn,
    Pin,
    RecoveryCode,
    SignIn,
)
from diary.auth.rules import IdleLimits
from diary.db import open_until
from diary.domain.ended_sign_in import EndedSignIn, SignInEnd
from diary.domain.people import Role, Viewer
from diary.expiry import MAY_JUMP, still_open


@dataclass(frozen=True)
class Credentials:
    """What a sign-in is checked against."""

    user_id: UUID
    role: Role
    password_hash: str = field(repr=False)


LAST_USED = func.coalesce(SignIn.last_used_at_utc, SignIn.created_at_utc)


def find_viewer(session: Session, token: str, idle: IdleLimits) -> Viewer | None:
    """The person whose sign-in this token is, while it lasts and is used."""
    row = session.execute(
        select(User, SignIn, Pin, Erasure.due_at_utc)
        .join(SignIn, SignIn.user_id == User.id)
        .outerjoin(Pin, Pin.sign_in_id == SignIn.id)
        .outerjoin(Erasure, Erasure.patient_id == User.id)
        .where(SignIn.token_hash == token_hash(token), *_lasts(idle))
    ).first()
    if row is None:
        return None
    user, sign_in = row[0], row[1]
    pin: Pin | None = row[2]  # most sign-ins have none
    return replace(
        viewer_of(user),
        sign_in_id=sign_in.id,
        proved_at=sign_in.reauthenticated_at_utc,
        used_at=sign_in.last_used_at_utc,
        pin=pin.standing(clock.now()) if pin else None,
        erasure_due_at=row[3],
    )


def _lasts(idle: IdleLimits) -> tuple[ColumnElement[bool], ...]:
    """What holds of a sign-in, and of its person, while it opens anything."""
    now, used, patient = clock.now(), LAST_USED, User.role == Role.PATIENT
    return (
        SignIn.ended_at_utc.is_(None),
        open_until(SignIn.expires_at_utc, now, max(rules.SIGN_IN_LASTS.values())),
        used <= now + MAY_JUMP,
        or_(
            and_(patient, used > now - idle.patients),
            and_(~patient, used > now - idle.staff),
        ),
        User.disabled_at_utc.is_(None),
    )


def select_open_sign_ins(user_id: UUID) -> Select[UUID]:
    """Select the ids of a person's sign-ins that were not ended, for use inside a statement."""
    return select(SignIn.id).where(SignIn.user_id == user_id, SignIn.ended_at_utc.is_(None))


def find_ended_sign_in(session: Session, token: str, idle: IdleLimits) -> EndedSignIn | None:
    """Return why this token's sign-in ended and whose it was, or None for an unknown token."""
    row = session.execute(
        select(SignIn, User.role, LAST_USED.label("used_at"))
        .join(User, User.id == SignIn.user_id)
        .where(SignIn.token_hash == token_hash(token), User.disabled_at_utc.is_(None))
    ).first()
    if row is None:
        return None
    sign_in: SignIn = row[0]
    if sign_in.ended_at_utc is not None:
        return EndedSignIn(SignInEnd.ENDED, sign_in.user_id)
    unused_at = row.used_at + idle.of(row.role)
    is_unused = unused_at <= min(clock.now(), sign_in.expires_at_utc)
    return EndedSignIn(SignInEnd.UNUSED if is_unused else SignInEnd.OLD, sign_in.user_id)


@dataclass(frozen=True)
class SignedInDevice:
    """One browser in which somebody is signed in."""

    sign_in_id: UUID
    name: str
    since: datetime
    used_at: datetime
    is_this: bool


def list_devices(session: Session, viewer: Viewer, idle: IdleLimits) -> list[SignedInDevice]:
    """Where a person is signed in: this browser first, then the one used last."""
    rows = session.execute(
        select(SignIn, LAST_USED.label("used_at"))
        .join(User, User.id == SignIn.user_id)
        .where(SignIn.user_id == viewer.user_id, *_lasts(idle))
        .order_by(LAST_USED.desc(), SignIn.id)
    )
    signed_in = [
        SignedInDevice(
            row.id, row.device_name, row.created_at_utc, used_at, row.id == viewer.sign_in_id
        )
        for row, used_at in rows
    ]
    return sorted(signed_in, key=lambda device: not device.is_this)


def find_credentials(session: Session, email: str) -> Credentials | None:
    """What to check a password against."""
    user = find_user_by_email(session, email)
    if user is None or user.disabled_at_utc is not None:
        return None
    return Credentials(user.id, user.role, user.password_hash)


def is_known_device(session: Session, email: str, token: str) -> bool:
    """Whether the person of this address has signed in before in the browser with this token."""
    device_id = session.scalar(
        select(KnownDevice.id)
        .join(User, User.id == KnownDevice.user_id)
        .where(User.email == email, KnownDevice.token_hash == token_hash(token))
    )
    return device_id is not None


def find_code_app(
    session: Session, user_id: UUID, *, confirmed: bool = True
) -> AuthenticatorApp | None:
    """The key of a person's app: the one that counts, or the newest one being set up."""
    state = (
        AuthenticatorApp.confirmed_at_utc.is_not(None)
        if confirmed
        else AuthenticatorApp.confirmed_at_utc.is_(None)
    )
    newest = AuthenticatorApp.created_at_utc.desc()
    apps = (
        select(AuthenticatorApp)
        .where(AuthenticatorApp.user_id == user_id, state)
        .order_by(newest)
        .limit(1)
    )
    return session.scalar(apps)


def count_recovery_codes(session: Session, user_id: UUID) -> int:
    """How many of a person's recovery codes nobody has used."""
    codes = select(func.count()).select_from(RecoveryCode)
    unused = codes.filter_by(user_id=user_id, used_at_utc=None)
    return session.scalar(unused) or 0


def find_recovery_code(session: Session, user_id: UUID, head: str) -> RecoveryCode | None:
    """The unused recovery code of a person that begins with these letters."""
    unused = select(RecoveryCode).filter_by(user_id=user_id, head=head, used_at_utc=None)
    return session.scalar(unused)


def has_second_step(session: Session, user_id: UUID) -> bool:
    """Whether a right password alone does not sign this person in."""
    return find_code_app(session, user_id) is not None or bool(list_passkeys(session, user_id))


def list_passkeys(session: Session, user_id: UUID) -> list[Passkey]:
    """A person's passkeys, oldest first."""
    hers = select(Passkey).where(Passkey.user_id == user_id)
    return list(session.scalars(hers.order_by(Passkey.created_at_utc, Passkey.id)))


def find_passkey(session: Session, credential_id: str) -> Passkey | None:
    """The passkey of this name, whoever has it."""
    return session.scalar(select(Passkey).where(Passkey.credential_id == credential_id))


def find_pending_sign_in(session: Session, token: str | None) -> Viewer | None:
    """Whose password was right just now in the browser that holds this token."""
    user = session.scalar(
        select(User)
        .join(PendingSignIn, PendingSignIn.user_id == User.id)
        .where(
            PendingSignIn.token_hash == token_hash(token or ""),
            open_until(PendingSignIn.expires_at_utc, clock.now(), rules.PENDING_SIGN_IN_LASTS),
            User.disabled_at_utc.is_(None),
        )
    )
    return viewer_of(user) if user is not None else None


def find_open_reset(
    session: Session, token: str, now: datetime | None = None
) -> PasswordReset | None:
    """The password reset of a link, while it can be used."""
    return session.scalar(
        select(PasswordReset)
        .join(User, User.id == PasswordReset.user_id)
        .where(
            PasswordReset.token_hash == token_hash(token),
            PasswordReset.used_at_utc.is_(None),
            open_until(PasswordReset.expires_at_utc, now or clock.now(), rules.RESET_LASTS),
            User.disabled_at_utc.is_(None),
        )
    )


def find_email_change(session: Session, viewer: Viewer, token: str) -> EmailChange | None:
    """Return the viewer's own link to a new address, also one that is over."""
    return session.scalar(
        select(EmailChange).where(
            EmailChange.token_hash == token_hash(token),
            EmailChange.user_id == viewer.user_id,
        )
    )


def is_link_open(change: EmailChange) -> bool:
    """Whether the link to a new address can still be used."""
    unused = change.used_at_utc is None
    return unused and still_open(change.expires_at_utc, clock.now(), rules.EMAIL_CHANGE_LASTS)
