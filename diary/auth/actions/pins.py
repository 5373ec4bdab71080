"""The quick lock of a sign-in: setting its PIN, locking, opening."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.actions.people import lock_user
from diary.audit.actions import record
from diary.audit.rules import Event
from diary.auth.models import Pin, SignIn
from diary.auth.rules import PIN_TRIES
from diary.domain.people import PinLock, Viewer

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True)
class PinTry:
    """One try at a PIN: what it is checked against, and how many are left after it."""

    pin_hash: str = field(repr=False)
    left: int


def set_pin(session: Session, viewer: Viewer, pin_hash: str, minutes: int) -> PinLock:
    """Set a PIN for this sign-in, in place of an earlier one. It starts unlocked."""
    lock_user(session, viewer.user_id)
    row = session.get(Pin, viewer.sign_in_id)
    if row is None:
        row = Pin(sign_in_id=viewer.sign_in_id, opened=0)
        session.add(row)
    row.pin_hash, row.minutes, row.wrong = pin_hash, minutes, 0
    row.used_at_utc, row.locked_at_utc = clock.now(), None
    session.flush()
    _note(session, Event.ACCOUNT_PIN, viewer)
    return row.standing(clock.now())


def remove_pin(session: Session, viewer: Viewer) -> None:
    """Let this sign-in be without a lock again."""
    session.execute(delete(Pin).where(Pin.sign_in_id == viewer.sign_in_id))
    _note(session, Event.ACCOUNT_PIN_REMOVE, viewer)


def lock(session: Session, viewer: Viewer) -> PinLock | None:
    """Lock this sign-in, in every window of its browser. Returns None where it has no PIN."""
    row = _held(session, viewer)
    if row is None:
        return None
    if row.locked_at_utc is None:
        row.locked_at_utc = clock.now()
        session.flush()
        _note(session, Event.ACCOUNT_LOCK, viewer)
    return row.standing(clock.now())


def record_pin_use(session: Session, viewer: Viewer) -> None:
    """Remember that this sign-in is in use, so that it does not lock by itself."""
    session.execute(
        update(Pin).where(Pin.sign_in_id == viewer.sign_in_id).values(used_at_utc=clock.now())
    )


def count_pin_try(session: Session, viewer: Viewer) -> PinTry | None:
    """Count one try. Returns None where none is left.

    It is counted before the PIN is checked: many tries at once, in however many workers, pass no
    more than one by one.
    """
    row = _held(session, viewer)
    if row is None or row.wrong >= PIN_TRIES:
        return None
    row.wrong += 1
    session.flush()
    return PinTry(row.pin_hash, PIN_TRIES - row.wrong)


def unlock(session: Session, viewer: Viewer) -> PinLock | None:
    """Open the lock after a right PIN, and start the count of tries anew."""
    row = _held(session, viewer)
    if row is None:
        return None
    row.wrong, row.locked_at_utc, row.used_at_utc = 0, None, clock.now()
    row.opened += 1
    session.flush()
    _note(session, Event.ACCOUNT_UNLOCK, viewer)
    return row.standing(clock.now())


def record_wrong_pin(session: Session, viewer: Viewer) -> None:
    """Note a PIN that was not the one."""
    _note(session, Event.ACCOUNT_UNLOCK_FAIL, viewer)


def end_guessed_sign_in(session: Session, viewer: Viewer) -> None:
    """End this sign-in after too many wrong PINs."""
    if _end(session, viewer):
        _note(session, Event.ACCOUNT_UNLOCK_OVER, viewer)


def forget_pin(session: Session, viewer: Viewer) -> None:
    """End this sign-in for somebody who does not know its PIN any more."""
    if _end(session, viewer):
        _note(session, Event.ACCOUNT_PIN_FORGET, viewer)


def _end(session: Session, viewer: Viewer) -> bool:
    """End it on the server, once."""
    ended = session.execute(
        update(SignIn)
        .where(SignIn.id == viewer.sign_in_id, SignIn.ended_at_utc.is_(None))
        .values(ended_at_utc=clock.now())
        .returning(SignIn.id)
    )
    return ended.first() is not None


def _held(session: Session, viewer: Viewer) -> Pin | None:
    """The row of this sign-in, held until the end."""
    key: UUID | None = viewer.sign_in_id
    return session.get(Pin, key, with_for_update=True, populate_existing=True) if key else None


def _note(session: Session, event: Event, viewer: Viewer) -> None:
    record(session, event, viewer.user_id, object_id=viewer.sign_in_id)
