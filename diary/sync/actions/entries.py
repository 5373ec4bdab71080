"""Entries that a phone sends: new ones, changes, deletions.

Two devices may change one entry while neither hears of the other. Both versions are kept, and the
one that was written later is shown, in whichever order they arrive.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from diary import clock
from diary.access.rules import OpenDiary
from diary.domain.entries import Arrival, Entry, NewEntry
from diary.entries import actions, pages, queries
from diary.entries.forms import LogForm
from diary.entries.forms.log import EntryFormContext
from diary.sync.actions.results import AppliedItem, ItemRefused, require_valid
from diary.sync.rules import CLOCK_MAY_BE_OFF, Item, SaveTime, SyncOutcome

NOT_THERE = "This entry is not in your diary."
# a change of an entry that the phone has not heard of yet says that its time stays: the phone knows
# that only by its own clock, which the diary has perhaps put right
AS_IT_WAS = {"when": "now", "at": ""}
UNSURE = (
    "The clock of this phone was wrong when you saved this. Choose “Another time” and say when it "
    "was."
)


def add(session: Session, diary: OpenDiary, item: Item, saved: SaveTime) -> AppliedItem:
    """A new entry under the phone's id. The same id again is the entry that is there."""
    there = queries.by_id(session, diary, item.object_id, also_deleted=True)
    if there is not None:
        return AppliedItem(SyncOutcome.ALREADY, there.id, there.version)
    if queries.is_id_taken(session, item.object_id):
        raise ItemRefused("This was saved under an id that is taken.")
    place = EntryFormContext(diary.zone, saved.at, diary.born_on)
    form = LogForm.sent({**item.fields, "entry_id": str(item.object_id)}, place)
    if not saved.certain and form.when.data != "pick":
        raise ItemRefused(UNSURE, {"at": [UNSURE]})
    require_valid(form)
    new = NewEntry(item.object_id, form.values(), form.answers, saved.at, _arrival(saved))
    entry = actions.add(session, diary, new)
    return AppliedItem(SyncOutcome.STORED, entry.id, entry.version)


def edit(session: Session, diary: OpenDiary, item: Item, saved: SaveTime) -> AppliedItem:
    """A change of an entry, shown unless another one was written later."""
    entry = _entry(session, diary, item.object_id)
    place = pages.edit_place(entry, saved.at, diary.born_on)
    keeps_time = item.fields.get("time") == "kept"
    fields = {**item.fields, **(AS_IT_WAS if keeps_time else {}), "entry_id": str(entry.id)}
    form = LogForm.sent(fields, place)
    require_valid(form)
    values = (pages.keep_time if keeps_time else pages.keep_unchanged_time)(form.values(), entry)
    alone = item.base == entry.version and entry.deleted_at is None
    if not alone and saved.at < _last_word(session, entry):
        version = actions.record_earlier_version(session, diary, entry.id, values)
        return AppliedItem(SyncOutcome.ELSEWHERE, entry.id, version)
    if entry.deleted_at is not None:
        actions.restore(session, diary, entry.id)
    at = max(saved.at, actions.last_written_at(session, entry))
    version = actions.edit(session, diary, entry.id, values, at=at)
    return AppliedItem(SyncOutcome.STORED if alone else SyncOutcome.ELSEWHERE, entry.id, version)


def delete(session: Session, diary: OpenDiary, item: Item, saved: SaveTime) -> AppliedItem:
    """A deletion, unless the entry was changed later on another device."""
    entry = _entry(session, diary, item.object_id)
    if entry.deleted_at is not None:
        return AppliedItem(SyncOutcome.ALREADY, entry.id, entry.version)
    if item.base not in (None, entry.version) and saved.at < _last_word(session, entry):
        return AppliedItem(SyncOutcome.ELSEWHERE, entry.id, entry.version)
    actions.delete(session, diary, entry.id, at=saved.at)
    return AppliedItem(SyncOutcome.STORED, entry.id, entry.version)


def restore(session: Session, diary: OpenDiary, item: Item, saved: SaveTime) -> AppliedItem:
    """Bring a deleted entry back."""
    del saved
    entry = _entry(session, diary, item.object_id)
    if entry.deleted_at is None:
        return AppliedItem(SyncOutcome.ALREADY, entry.id, entry.version)
    actions.restore(session, diary, entry.id)
    return AppliedItem(SyncOutcome.STORED, entry.id, entry.version)


def _entry(session: Session, diary: OpenDiary, entry_id: UUID) -> Entry:
    entry = queries.by_id(session, diary, entry_id, also_deleted=True)
    if entry is None:
        raise ItemRefused(NOT_THERE)
    return entry


def _last_word(session: Session, entry: Entry) -> datetime:
    """When the entry was last changed or deleted, by the time of the device that did it."""
    changed_at = actions.last_written_at(session, entry)
    return max(changed_at, entry.deleted_at) if entry.deleted_at else changed_at


def _arrival(saved: SaveTime) -> Arrival | None:
    """What is worth noting on the way an entry took. Nothing where it came at once."""
    now = clock.now()
    late = now - saved.at > CLOCK_MAY_BE_OFF
    return Arrival(now, saved.off) if late or saved.off is not None else None
