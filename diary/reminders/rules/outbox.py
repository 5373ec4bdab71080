"""The states of a reminder between being due and being sent. Pure.

A worker claims it, records that sending begins, sends it, and records the outcome. It may be killed
after any of these steps. After the claim, nothing was sent: the claim lapses and another worker
takes over. While sending, nobody knows. The reminder is not sent again, so it may be lost but never
comes twice. Its row is closed as unknown after the lease.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from diary.expiry import still_open

LEASE = timedelta(minutes=5)  # longer than any sending takes
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=30)
TRIES = 8
KEPT = timedelta(days=60)


class State(StrEnum):
    """The state of a reminder."""

    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    WAITING = "waiting"
    GIVEN_UP = "given up"
    UNKNOWN = "unknown"


class SendOutcome(StrEnum):
    """The outcome of sending. ``AWAY``: it was not sent. ``GONE``: the recipient has ended."""

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
    """Return the wait after so many tries. It doubles each time."""
    doubled: timedelta = FIRST_WAIT * (1 << min(tries - 1, 10))
    return min(doubled, LONGEST_WAIT)


def is_settled(state: State, tries: int, free_at: datetime, now: datetime) -> bool:
    """Whether no worker should claim the reminder now."""
    if state in (State.CLAIMED, State.WAITING):
        return tries >= TRIES or still_open(free_at, now, LONGEST_WAIT)
    return True


def left(state: State) -> bool:
    """Whether the reminder may have reached the patient."""
    return state in (State.SENDING, State.SENT, State.UNKNOWN)
