"""Signing browsers in and out."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.models import User
from diary.accounts.rules import new_token, token_hash
from diary.audit.actions import record
from diary.audit.rules import OPERATOR, UNKNOWN, Event
from diary.auth.actions.rate_limits import take_try
from diary.auth.models import KnownDevice, PendingSignIn, SignIn
from diary.auth.rules import NOTE_LIMIT, SIGN_IN_LASTS, USE_NOTED_EVERY
from diary.domain.people import Role, Viewer


def start_sign_in(session: Session, user_id: UUID, role: Role) -> str:
    """Sign one more browser in. Returns the token that only this browser will hold."""
    token, now = new_token(), clock.now()
    row = SignIn(
        id=uuid4(),
        user_id=user_id,
        token_hash=token_hash(token),
        created_at_utc=now,
        expires_at_utc=now + SIGN_IN_LASTS[role],
        reauthenticated_at_utc=now,
        last_used_at_utc=now,
    )
    session.add(row)
    session.flush()
    record(session, Event.ACCOUNT_SIGN_IN, user_id, object_id=row.id)
    return token


def name_device(session: Session, viewer: Viewer, name: str) -> None:
    """Say in our words in which kind of browser this sign-in is."""
    session.execute(update(SignIn).where(SignIn.id == viewer.sign_in_id).values(device_name=name))


def record_use(session: Session, sign_in_id: UUID, at: datetime) -> None:
    """Remember when a sign-in was used, where that is due and it is not over meanwhile."""
    noted = or_(SignIn.last_used_at_utc.is_(None), SignIn.last_used_at_utc < at - USE_NOTED_EVERY)
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.ended_at_utc.is_(None), noted)
        .values(last_used_at_utc=at)
    )


def record_known_device(
    session: Session, user_id: UUID, device_token: str | None
) -> tuple[str, bool]:
    """Remember a browser in which a person signed in.

    Returns the token for it to hold, and whether it was new to the account.
    """
    token = device_token or new_token()
    known = select(KnownDevice.id).where(
        KnownDevice.user_id == user_id, KnownDevice.token_hash == token_hash(token)
    )
    is_new = session.scalar(known) is None
    if is_new:
        session.add(
            KnownDevice(
                id=uuid4(),
                user_id=user_id,
                token_hash=token_hash(token),
                created_at_utc=clock.now(),
            )
        )
        session.flush()
    return token, is_new


def record_refused_sign_in(session: Session, user_id: UUID | None) -> None:
    """Record a wrong password, also for an unknown address: both take as long.

    The address itself is never recorded, and above ``NOTE_LIMIT`` nothing is.
    """
    who = user_id or UNKNOWN
    if take_try(session, [(f"noted:{who}", NOTE_LIMIT)]) is None:
        record(session, Event.ACCOUNT_SIGN_IN_FAIL, who)


def record_refused_page(session: Session, person_id: UUID, page: str) -> None:
    """Record that somebody asked for a page that is not theirs, or not there.

    ``page`` is the kind of page. Above ``NOTE_LIMIT``, or for somebody erased meanwhile, nothing is
    recorded.
    """
    if session.get(User, person_id, with_for_update={"key_share": True}) is None:
        return
    if take_try(session, [(f"refused:{person_id}", NOTE_LIMIT)]) is None:
        record(session, Event.ACCESS_REFUSE, person_id, detail=page)


def record_proof(session: Session, viewer: Viewer) -> None:
    """Record that the person has just proved their identity at this browser."""
    session.execute(
        update(SignIn)
        .where(SignIn.id == viewer.sign_in_id)
        .values(reauthenticated_at_utc=clock.now())
    )
    record(session, Event.ACCOUNT_PROOF, viewer.user_id, object_id=viewer.sign_in_id)


def record_refused_proof(session: Session, viewer: Viewer) -> None:
    """Record that somebody at this browser failed to prove their identity."""
    record(session, Event.ACCOUNT_PROOF_FAIL, viewer.user_id, object_id=viewer.sign_in_id)


def end_sign_in(session: Session, viewer: Viewer) -> None:
    """Sign this browser out, at once, on the server, and once."""
    ended = session.scalar(
        update(SignIn)
        .where(
            SignIn.id == viewer.sign_in_id,
            SignIn.user_id == viewer.user_id,
            SignIn.ended_at_utc.is_(None),
        )
        .values(ended_at_utc=clock.now())
        .returning(SignIn.id)
    )
    if ended is not None:
        record(session, Event.ACCOUNT_SIGN_OUT, viewer.user_id, object_id=ended)


def end_device(session: Session, viewer: Viewer, sign_in_id: UUID) -> bool:
    """Sign out another browser of this person. False where it is not theirs or out."""
    ended = session.scalar(
        update(SignIn)
        .where(
            SignIn.id == sign_in_id,
            SignIn.user_id == viewer.user_id,
            SignIn.ended_at_utc.is_(None),
        )
        .values(ended_at_utc=clock.now())
        .returning(SignIn.id)
    )
    if ended is not None:
        record(session, Event.ACCOUNT_DEVICE_END, viewer.user_id, object_id=ended)
    return ended is not None


def end_other_devices(session: Session, viewer: Viewer) -> None:
    """Sign out every browser of this person but the one in use."""
    end_all_sign_ins(session, viewer.user_id, keep=viewer.sign_in_id)
    record(session, Event.ACCOUNT_DEVICES_END, viewer.user_id, object_id=viewer.sign_in_id)


def sign_out_everywhere(session: Session, user_id: UUID) -> int:
    """Sign a person out everywhere, for the operator. Returns how many sign-ins ended."""
    ended = end_all_sign_ins(session, user_id)
    record(session, Event.ACCOUNT_SIGN_INS_END, OPERATOR, patient_id=user_id, object_id=user_id)
    return ended


def end_all_sign_ins(session: Session, user_id: UUID, keep: UUID | None = None) -> int:
    """Sign out every browser of a person, except ``keep``. Returns how many."""
    rows = update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at_utc.is_(None))
    if keep is not None:
        rows = rows.where(SignIn.id != keep)
    session.execute(delete(PendingSignIn).where(PendingSignIn.user_id == user_id))
    ended = session.scalars(rows.values(ended_at_utc=clock.now()).returning(SignIn.id))
    return len(ended.all())
