"""Reading what phones have sent."""

from uuid import UUID

from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.sync.models import SyncReceipt


def find_receipt(session: Session, diary: OpenDiary, item_id: UUID) -> SyncReceipt | None:
    """The receipt of an item, where this patient's diary has taken it. Raises ``LookupError``
    where the id is somebody else's.
    """
    row = session.get(SyncReceipt, item_id)
    if row is not None and row.patient_id != diary.patient_id:
        raise LookupError(item_id)
    return row
