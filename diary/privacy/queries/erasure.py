"""Reading requested erasures and receipts."""

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.models import Erasure
from diary.accounts.rules import token_hash
from diary.privacy.models import ErasureReceipt
from diary.privacy.rules.erasure_receipt import Receipt


def find_due_at(session: Session, patient_id: UUID) -> datetime | None:
    """Return when a patient's diary will be erased, or None if they did not ask for it."""
    return session.scalar(select(Erasure.due_at_utc).where(Erasure.patient_id == patient_id))


def list_due_patients(session: Session) -> list[UUID]:
    """Return patients whose erasure grace period has ended."""
    due = select(Erasure.patient_id).where(Erasure.due_at_utc <= clock.now())
    return list(session.scalars(due.order_by(Erasure.due_at_utc)))


def find_receipt(session: Session, token: str) -> Receipt | datetime | None:
    """Find the receipt of a link, or before the erasure the time when it is due."""
    hashed = token_hash(token)
    row = session.scalar(select(ErasureReceipt).where(ErasureReceipt.token_hash == hashed))
    if row is not None:
        return Receipt(row.requested_at_utc, row.erased_at_utc, json.loads(row.counts))
    return session.scalar(select(Erasure.due_at_utc).where(Erasure.token_hash == hashed))


def is_scrubbed(session: Session) -> bool:
    """Whether no freed page of the file can hold erased data."""
    waiting = select(ErasureReceipt.id).where(ErasureReceipt.scrubbed_at_utc.is_(None)).limit(1)
    return session.scalar(waiting) is None
