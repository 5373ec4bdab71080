"""Taking one item of a phone: once, whatever is repeated, in one transaction with its receipt."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.sync.actions import entries, treatments
from diary.sync.actions.results import NotTaken, Taken
from diary.sync.models import SyncReceipt
from diary.sync.queries import receipt
from diary.sync.rules import Answer, Item, Kind, Outcome, Saved, saved

Take = Callable[[Session, OpenDiary, Item, Saved], Taken]
TAKES: dict[Kind, Take] = {
    Kind.ENTRY_ADD: entries.add,
    Kind.ENTRY_EDIT: entries.edit,
    Kind.ENTRY_DELETE: entries.delete,
    Kind.ENTRY_RESTORE: entries.restore,
    Kind.TREATMENT_ADD: treatments.add,
    Kind.TREATMENT_EDIT: treatments.edit,
    Kind.TREATMENT_CANCEL: treatments.cancel,
    Kind.TREATMENT_RESTORE: treatments.restore,
    Kind.VITALS_ADD: treatments.add_vitals,
    Kind.VITALS_REMOVE: treatments.remove_vitals,
}


def receive(
    session: Session, diary: OpenDiary, item: Item, sent_at: datetime, received_at: datetime
) -> Answer:
    """Do what an item asks, or say why not. What is refused leaves nothing behind."""
    try:
        there = receipt(session, diary, item.id)
    except LookupError:
        return _refused(item, "This was saved under an id that is taken.")
    if there is not None:
        return Answer(str(item.id), Outcome.ALREADY, there.object_id, item.kind)
    try:
        with session.begin_nested():
            applied = TAKES[item.kind](session, diary, item, saved(item, sent_at, received_at))
    except NotTaken as fault:
        return _refused(item, fault.why, fault.errors)
    session.add(
        SyncReceipt(
            id=item.id,
            patient_id=diary.patient_id,
            object_id=applied.object_id,
            outcome=applied.outcome.value,
            received_at_utc=received_at,
        )
    )
    session.flush()
    return Answer(str(item.id), applied.outcome, applied.object_id, item.kind, applied.version)


def _refused(item: Item, why: str, errors: dict[str, list[str]] | None = None) -> Answer:
    return Answer(str(item.id), Outcome.REFUSED, None, item.kind, why=why, errors=errors)


__all__ = ["receive"]
