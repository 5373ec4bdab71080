"""What becomes of a reminder between being due and being sent. Pure.

A worker claims it, says that it begins to send, sends, and says how that went: four steps, of
which any may be the last. Killed after the claim, nothing has left: the claim lapses and another
worker takes over. Killed while sending, nobody knows: it is not sent again, so that a reminder
may be lost in that moment but never comes twice. Its row is closed as unknown after the lease.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from diary.expiry import still_open

LEASE = timedelta(minutes=5)  # longer than one sending can take
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=30)
TRIES = 8
KEPT = timedelta(days=60)


class State(StrEnum):
    """How far it came."""

    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    WAITING = "waiting"
    GIVEN_UP = "given up"
    UNKNOWN = "unknown"


class SendOutcome(StrEnum):
    """How a sending went. ``AWAY``: it did not leave. ``GONE``: there is nobody there any more."""

    SENT = "sent"
    AWAY = "away"
    REFUSED = "refused"
    GONE = "gone"
    UNKNOWN = "unknown"


AFTER = {
    SendOutcome.SENT: State.SENT,
    SendOutcome.AWAY: State.WAITING,
    SendOutcome.REFUSED: State.GIVEN_UP,
    SendOutcome.GONE: State.GIVEN_UP,
    SendOutcome.UNKNOWN: State.UNKNOWN,
}


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many tries, twice as long each time."""
    doubled: timedelta = FIRST_WAIT * (1 << min(tries - 1, 10))
    return min(doubled, LONGEST_WAIT)


def is_settled(state: State, tries: int, free_at: datetime, now: datetime) -> bool:
    """Whether no worker should take it now."""
    if state in (State.CLAIMED, State.WAITING):
        return tries >= TRIES or still_open(free_at, now, LONGEST_WAIT)
    return True


def left(state: State) -> bool:
    """Whether it may have reached her."""
    return state in (State.SENDING, State.SENT, State.UNKNOWN)
