"""Counting tries in the database, where all workers see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.models import User
from diary.accounts.rules import token_hash
from diary.audit.actions import record
from diary.audit.rules import OPERATOR, Event
from diary.auth.models import RateLimitRow
from diary.auth.rules import ACCOUNT_LIMIT, RateLimit
from diary.domain.people import Role

Try = tuple[str, RateLimit]
KEPT = timedelta(days=1)


def take_try(session: Session, tries: Iterable[Try]) -> timedelta | None:
    """Count one try for each of these, or count none and return how long to wait.

    It is counted before anything is checked: many tries at once pass no more than one by one.
    """
    now = clock.now()
    rows = [(_row(session, token_hash(name)), limit) for name, limit in sorted(tries, key=_name)]
    waits = [wait for row, limit in rows if (wait := limit.wait(row.full_until_utc, now))]
    if waits:
        return max(waits)
    for row, limit in rows:
        row.full_until_utc = limit.after(row.full_until_utc, now)
    session.flush()
    return None


def forget_tries(session: Session, names: Iterable[str]) -> None:
    """Delete these counts after a right answer, and every count that is long over."""
    keys = [token_hash(name) for name in names]
    expired = RateLimitRow.full_until_utc < clock.now() - KEPT
    session.execute(delete(RateLimitRow).where(or_(RateLimitRow.key.in_(keys), expired)))


def account_try(email: str) -> str:
    """What wrong passwords count against, from browsers that the account does not know."""
    return f"sign-in:account:{email}"


def clear_tries(session: Session, user: User) -> None:
    """Let somebody whom the operator helps try at once again."""
    forget_account_tries(session, user)
    patient_id = user.id if user.role == Role.PATIENT else None
    record(session, Event.ACCOUNT_TRIES_CLEAR, OPERATOR, patient_id=patient_id, object_id=user.id)


def forget_account_tries(session: Session, user: User) -> None:
    """Delete the counts of an account, whose person showed that the mailbox is theirs."""
    names = (account_try(user.email), f"code:account:{user.id}", f"forgotten:{user.email}")
    forget_tries(session, names)


@dataclass(frozen=True)
class AccountLine:
    """One account in the operator's list. ``wait`` is how long a new browser has to wait."""

    email: str
    role: str
    made_at: datetime
    is_closed: bool
    wait: timedelta | None


def list_accounts(session: Session) -> list[AccountLine]:
    """Every account by its address, with the wait that tries under it have brought."""
    now = clock.now()
    full = {row.key: row.full_until_utc for row in session.scalars(select(RateLimitRow))}
    return [
        AccountLine(
            email=user.email,
            role=user.role,
            made_at=user.created_at_utc,
            is_closed=user.disabled_at_utc is not None,
            wait=ACCOUNT_LIMIT.wait(full.get(token_hash(account_try(user.email))), now),
        )
        for user in session.scalars(select(User).order_by(User.email))
    ]


def _name(counted: Try) -> str:
    return counted[0]


def _row(session: Session, key: str) -> RateLimitRow:
    """Return the locked row of a key. A new key gets one."""
    row = session.get(RateLimitRow, key, with_for_update=True, populate_existing=True)
    if row is not None:
        return row
    try:
        with session.begin_nested():
            fresh = RateLimitRow(key=key, full_until_utc=clock.now())
            session.add(fresh)
    except IntegrityError:  # another worker made it between the look and the write
        return session.get_one(RateLimitRow, key, with_for_update=True)
    return fresh
