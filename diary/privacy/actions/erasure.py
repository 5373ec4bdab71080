"""Erasing a patient: the request, its cancellation, and the erasure itself."""

import json
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from diary import clock
from diary.access.rules import OpenDiary
from diary.accounts.actions import lock_user
from diary.accounts.models import Erasure, Invitation, User
from diary.accounts.rules import new_token, token_hash
from diary.audit.actions import erase_addresses, record
from diary.audit.rules import OPERATOR, Event
from diary.privacy.actions.consent import end_sharing
from diary.privacy.actions.placeholder_users import placeholder_email
from diary.privacy.models import ErasureReceipt
from diary.privacy.queries.table_owners import about, list_tables
from diary.privacy.rules.erasure_receipt import Receipt

# These rows hold only ids, which then belong to nobody. The audit chain must stay whole.
STAYS = {"audit_events"}


def request_erasure(session: Session, diary: OpenDiary, days: int) -> str:
    """Request an erasure and return the receipt's token. Doctors lose access at once."""
    _require_owner(session, diary)
    token, now = new_token(), clock.now()
    row = session.get(Erasure, diary.patient_id)
    if row is None:
        row = Erasure(
            patient_id=diary.patient_id,
            requested_at_utc=now,
            due_at_utc=now + timedelta(days=days),
        )
        session.add(row)
    row.token_hash = token_hash(token)  # a second request makes a new link and keeps the date
    session.flush()
    end_sharing(session, diary)
    record(session, Event.PRIVACY_ERASURE_REQUEST, diary.viewer_id, patient_id=diary.patient_id)
    return token


def cancel_erasure(session: Session, diary: OpenDiary) -> bool:
    """Cancel the request. False if there is none. Sharing stays ended."""
    _require_owner(session, diary)
    row = session.get(Erasure, diary.patient_id)
    if row is None:
        return False
    session.delete(row)
    session.flush()
    record(session, Event.PRIVACY_ERASURE_CANCEL, diary.viewer_id, patient_id=diary.patient_id)
    return True


def _require_owner(session: Session, diary: OpenDiary) -> None:
    if not diary.is_owner:
        raise PermissionError("an erasure is the patient's own")
    lock_user(session, diary.patient_id)


@dataclass(frozen=True)
class Erased:
    """The receipt, and the address to which it may still be sent. The address is not stored."""

    email: str
    receipt: Receipt


def erase(session: Session, patient_id: UUID) -> Erased | None:
    """Erase everything about a patient. None if no erasure is due, or no longer."""
    user = session.scalar(select(User).where(User.id == patient_id).with_for_update())
    due = select(Erasure).where(Erasure.patient_id == patient_id, Erasure.due_at_utc <= clock.now())
    row = session.scalar(due.execution_options(populate_existing=True))
    if user is None or row is None:
        return None
    email, asked_at, hashed = user.email, row.requested_at_utc, row.token_hash
    counts = _delete_rows(session, patient_id, email)
    erase_addresses(session, patient_id)
    done = Receipt(asked_at, clock.now(), counts)
    session.add(
        ErasureReceipt(
            token_hash=hashed,
            requested_at_utc=asked_at,
            erased_at_utc=done.erased_at,
            counts=json.dumps(counts),
        )
    )
    session.flush()
    record(session, Event.PRIVACY_ERASURE_DO, OPERATOR, patient_id=patient_id)
    return Erased(email, done)


def _delete_rows(session: Session, patient_id: UUID, email: str) -> dict[str, int]:
    """Delete a person's rows from every table, children first. Return the counts by table."""
    session.flush()
    session.expunge_all()  # objects loaded earlier must not be written again
    counts = {}
    for mapped in reversed(list(list_tables())):
        condition = about(mapped.table, patient_id)
        if condition is None or mapped.name in STAYS:
            continue
        if gone := _gone(session.execute(delete(mapped.table).where(condition))):
            counts[mapped.name] = gone
    # rows that name them without their id: invitations by address, doctors from their own files
    strangers = User.email.endswith(placeholder_email(patient_id, patient_id).partition("@")[2])
    for model, condition in ((Invitation, Invitation.email == email), (User, strangers)):
        if gone := _gone(session.execute(delete(model).where(condition))):
            counts[model.__tablename__] = counts.get(model.__tablename__, 0) + gone
    counts.pop(Erasure.__tablename__, None)
    return counts


def _gone(result: object) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0


def record_scrubbing(session: Session) -> None:
    """Record for every receipt that no freed page holds erased data any more."""
    session.execute(
        update(ErasureReceipt)
        .where(ErasureReceipt.scrubbed_at_utc.is_(None))
        .values(scrubbed_at_utc=clock.now())
    )
