"""The steps of a reminder through the outbox, each in its own transaction.

Every step requires the step before it in its WHERE, so only one of two workers moves the row.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, delete, inspect, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from diary import clock
from diary.access.rules import OpenDiary
from diary.db import Base, open_until
from diary.reminders.models import ReminderLease, ReminderMessage
from diary.reminders.queries.settings import require_owner
from diary.reminders.rules.outbox import (
    AFTER,
    KEPT,
    LEASE,
    LONGEST_WAIT,
    TRIES,
    SendOutcome,
    State,
    wait_after,
)
from diary.reminders.rules.slots import Slot
from diary.reminders.rules.values import Claim

TURN = "send"
TURN_LASTS = timedelta(minutes=3)


def take_turn(session: Session, worker: UUID) -> bool:
    """Take the turn to send. False if another worker has it and it has not expired.

    Turns only avoid duplicate work. The claim is what keeps a reminder from being sent twice.
    """
    now = clock.now()
    row = {"name": TURN, "worker": worker, "expires_at_utc": now + TURN_LASTS}
    if _inserted(session, ReminderLease, row):
        return True
    moved = session.execute(
        update(ReminderLease)
        .where(
            ReminderLease.name == TURN,
            (ReminderLease.worker == worker)
            | ~open_until(ReminderLease.expires_at_utc, now, TURN_LASTS),
        )
        .values(worker=worker, expires_at_utc=now + TURN_LASTS)
    )
    return _moved(moved)


def claim(session: Session, diary: OpenDiary, slot: Slot, channel: str) -> Claim | None:
    """Claim a reminder for this worker, for as long as one sending can last."""
    now, message_id = clock.now(), uuid4()
    row = {
        "id": message_id,
        "patient_id": require_owner(diary).patient_id,
        "slot": slot.name,
        "channel": channel,
        "state": State.CLAIMED,
        "tries": 1,
        "next_attempt_at_utc": now + LEASE,
        "expires_at_utc": slot.until,
        "changed_at_utc": now,
    }
    if _inserted(session, ReminderMessage, row):
        return Claim(message_id, 1)
    return _again(session, diary, slot, channel)


def _again(session: Session, diary: OpenDiary, slot: Slot, channel: str) -> Claim | None:
    """Claim an unsent reminder again, once its wait or a lost worker's claim is over."""
    now = clock.now()
    row = session.execute(
        update(ReminderMessage)
        .where(
            ReminderMessage.patient_id == diary.patient_id,
            ReminderMessage.slot == slot.name,
            ReminderMessage.channel == channel,
            ReminderMessage.state.in_([State.CLAIMED, State.WAITING]),
            ReminderMessage.tries < TRIES,
            ~open_until(ReminderMessage.next_attempt_at_utc, now, LONGEST_WAIT),
        )
        .values(
            state=State.CLAIMED,
            tries=ReminderMessage.tries + 1,
            next_attempt_at_utc=now + LEASE,
            expires_at_utc=slot.until,
            changed_at_utc=now,
        )
        .returning(ReminderMessage.id, ReminderMessage.tries)
    ).first()
    return None if row is None else Claim(row.id, row.tries)


def begin(session: Session, claimed: Claim) -> bool:
    """Record that sending begins. False if another worker has claimed it since."""
    return _step(session, claimed, State.CLAIMED, State.SENDING)


def finish(session: Session, claimed: Claim, outcome: SendOutcome) -> None:
    """Record the outcome. A reminder that was not sent waits, longer each time."""
    free_at = clock.now() + wait_after(claimed.tries)
    _step(session, claimed, State.SENDING, AFTER[outcome], free_at)


def purge(session: Session) -> None:
    """Delete reminders of long ago."""
    long_ago = clock.now() - KEPT
    session.execute(delete(ReminderMessage).where(ReminderMessage.expires_at_utc < long_ago))


def close_lost(session: Session) -> None:
    """Close reminders that a worker never finished. Nobody knows whether they were sent."""
    now = clock.now()
    session.execute(
        update(ReminderMessage)
        .where(
            ReminderMessage.state == State.SENDING,
            ~open_until(ReminderMessage.next_attempt_at_utc, now, LEASE),
        )
        .values(state=State.UNKNOWN)
    )


def _step(
    session: Session,
    claimed: Claim,
    before: State,
    after: State,
    free_at: datetime | None = None,
) -> bool:
    now = clock.now()
    done = session.execute(
        update(ReminderMessage)
        .where(
            ReminderMessage.id == claimed.message_id,
            ReminderMessage.tries == claimed.tries,
            ReminderMessage.state == before,
        )
        .values(state=after, next_attempt_at_utc=free_at or now + LEASE, changed_at_utc=now)
    )
    return _moved(done)


def end_turn(session: Session, worker: UUID) -> None:
    """End this worker's turn, so that the next one begins at once."""
    session.execute(
        update(ReminderLease)
        .where(ReminderLease.name == TURN, ReminderLease.worker == worker)
        .values(expires_at_utc=clock.now())
    )


def _inserted(session: Session, table: type[Base], row: dict[str, object]) -> bool:
    """Insert a row unless its key exists, so that only one of two workers inserts it."""
    postgres = session.get_bind().dialect.name == "postgresql"
    adding = (postgresql if postgres else sqlite).insert(table)
    key = inspect(table).primary_key
    added = session.execute(adding.values(**row).on_conflict_do_nothing().returning(*key))
    return added.first() is not None


def _moved(result: object) -> bool:
    return isinstance(result, CursorResult) and result.rowcount == 1
