"""Taking one item of a phone: once, whatever is repeated, in one transaction with its receipt."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.sync.actions import entries, treatments
from diary.sync.actions.results import AppliedItem, ItemRefused
from diary.sync.models import SyncReceipt
from diary.sync.queries import find_receipt
from diary.sync.rules import Item, ItemAnswer, ItemKind, SaveTime, SyncOutcome, find_save_time

Handler = Callable[[Session, OpenDiary, Item, SaveTime], AppliedItem]
HANDLERS: dict[ItemKind, Handler] = {
    ItemKind.ENTRY_ADD: entries.add,
    ItemKind.ENTRY_EDIT: entries.edit,
    ItemKind.ENTRY_DELETE: entries.delete,
    ItemKind.ENTRY_RESTORE: entries.restore,
    ItemKind.TREATMENT_ADD: treatments.add,
    ItemKind.TREATMENT_EDIT: treatments.edit,
    ItemKind.TREATMENT_CANCEL: treatments.cancel,
    ItemKind.TREATMENT_RESTORE: treatments.restore,
    ItemKind.VITALS_ADD: treatments.add_vitals,
    ItemKind.VITALS_REMOVE: treatments.remove_vitals,
}


def receive(
    session: Session, diary: OpenDiary, item: Item, sent_at: datetime, received_at: datetime
) -> ItemAnswer:
    """Do what an item asks, or say why not. What is refused leaves nothing behind."""
    try:
        there = find_receipt(session, diary, item.id)
    except LookupError:
        return _refused(item, "This was saved under an id that is taken.")
    if there is not None:
        return ItemAnswer(str(item.id), SyncOutcome.ALREADY, there.object_id, item.kind)
    try:
        with session.begin_nested():
            applied = HANDLERS[item.kind](
                session, diary, item, find_save_time(item, sent_at, received_at)
            )
    except ItemRefused as fault:
        return _refused(item, fault.why, fault.errors)
    session.add(
        SyncReceipt(
            id=item.id,
            patient_id=diary.patient_id,
            object_id=applied.object_id,
            outcome=applied.outcome,
            received_at_utc=received_at,
        )
    )
    session.flush()
    return ItemAnswer(str(item.id), applied.outcome, applied.object_id, item.kind, applied.version)


def _refused(item: Item, why: str, errors: dict[str, list[str]] | None = None) -> ItemAnswer:
    return ItemAnswer(str(item.id), SyncOutcome.REFUSED, None, item.kind, why=why, errors=errors)


__all__ = ["receive"]
