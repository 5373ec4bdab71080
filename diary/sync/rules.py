"""What a phone sends, read strictly, and what became of it.

Pure. A phone sends a batch of items. Each is one thing that its owner saved there: the fields of a
form as they filled them in, under an id that the phone made. Times are instants.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

MOST_ITEMS = 100
MOST_FIELDS = 80
LONGEST_FIELD = 40_000  # a form's own limits are narrower; this only bounds the work
CLOCK_MAY_BE_OFF = timedelta(minutes=5)


class SyncOutcome(StrEnum):
    """The server's word on one thing that a phone sent."""

    STORED = "stored"
    ALREADY = "already there"
    ELSEWHERE = "changed elsewhere"
    REFUSED = "refused"


class ItemKind(StrEnum):
    """What an item asks for: on what, and which verb."""

    ENTRY_ADD = "entry.add"
    ENTRY_EDIT = "entry.edit"
    ENTRY_DELETE = "entry.delete"
    ENTRY_RESTORE = "entry.restore"
    TREATMENT_ADD = "treatment.add"
    TREATMENT_EDIT = "treatment.edit"
    TREATMENT_CANCEL = "treatment.cancel"
    TREATMENT_RESTORE = "treatment.restore"
    VITALS_ADD = "vitals.add"
    VITALS_REMOVE = "vitals.remove"


MESSAGES = {
    ItemKind.ENTRY_EDIT: "Saved. The earlier version is kept.",
    ItemKind.ENTRY_RESTORE: "It is back in your diary.",
    ItemKind.TREATMENT_CANCEL: "The session is cancelled. You can undo this below.",
    ItemKind.TREATMENT_RESTORE: "The session is back.",
    ItemKind.VITALS_REMOVE: "The reading is taken out.",
}
BOTH_KEPT = (
    "This was also changed on another device. Both versions are kept, and the later one is shown."
)


class BadBatch(ValueError):
    """What was sent is no batch, so that no item in it can be answered."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was saved on a phone.

    ``object_id`` is the entry or session it is about. ``base`` the version that the phone had
    seen of it. ``made_at`` the phone's own clock at saving. ``seen_at`` the server's clock when
    the two last spoke before that.
    """

    id: UUID
    kind: ItemKind
    object_id: UUID
    made_at: datetime
    fields: Mapping[str, str]
    base: int | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BrokenItem:
    """Something in the batch that cannot be read, and the id it came under."""

    id: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything that came at once. ``sent_at`` is the phone's clock. ``person`` whose it is."""

    person: UUID
    sent_at: datetime
    items: tuple[Item | BrokenItem, ...]


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What became of an item. ``errors`` are the words of each field of its form."""

    id: str | None
    outcome: SyncOutcome
    object_id: UUID | None = None
    kind: ItemKind | None = None
    version: int | None = None
    why: str | None = None
    errors: Mapping[str, list[str]] | None = None


@dataclass(frozen=True, slots=True)
class SaveTime:
    """When an item was saved, as far as can be known.

    ``off`` is how far the phone's clock was ahead, where that is worth noting. ``certain`` is
    False where its clock cannot have been right, so that "now" means nothing.
    """

    at: datetime
    off: timedelta | None = None
    certain: bool = True


def read_batch(data: object) -> Batch:
    """The batch in a JSON body. Raises ``BadBatch``."""
    if not isinstance(data, dict):
        raise BadBatch("A batch is an object.")
    items = data.get("items")
    if not isinstance(items, list) or len(items) > MOST_ITEMS:
        raise BadBatch(f"items: a list of at most {MOST_ITEMS}.")
    try:
        person, sent_at = _id(data.get("person")), _instant(data.get("sent_at"))
    except ValueError as error:
        raise BadBatch(str(error)) from error
    return Batch(person, sent_at, tuple(_item(each) for each in items))


def _item(data: object) -> Item | BrokenItem:
    if not isinstance(data, dict):
        return BrokenItem(None, "An item is an object.")
    raw_id = data.get("id")
    try:
        return Item(
            id=_id(raw_id),
            kind=ItemKind(str(data.get("kind"))),
            object_id=_id(data.get("object")),
            made_at=_instant(data.get("made_at")),
            fields=_fields(data.get("fields", {})),
            base=_version(data.get("base")),
            seen_at=None if data.get("seen_at") is None else _instant(data["seen_at"]),
        )
    except ValueError:
        known_id = raw_id if isinstance(raw_id, str) and len(raw_id) <= 64 else None
        return BrokenItem(known_id, "This was not saved in a way that can be read.")


def _id(value: object) -> UUID:
    """A UUID in its plain form and in no other."""
    if not isinstance(value, str) or len(value) != 36:
        raise ValueError("an id is a UUID")
    return UUID(value)


def _instant(value: object) -> datetime:
    if not isinstance(value, str) or not value.isascii() or len(value) > 40:
        raise ValueError("a time is ISO 8601 text")
    instant = datetime.fromisoformat(value)
    if instant.tzinfo is None or not 1970 <= instant.year <= 9000:
        raise ValueError("a time has an offset and a year that clocks can show")
    return instant.astimezone(UTC)


def _version(value: object) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 0 < value < 1_000_000:
        raise ValueError("a version is a small whole number")
    return value


def _fields(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict) or len(value) > MOST_FIELDS:
        raise ValueError("fields are an object")
    for name, words in value.items():
        if not isinstance(words, str) or len(name) > 64 or len(words) > LONGEST_FIELD:
            raise ValueError("a field is text")
    return value


def find_save_time(item: Item, sent_at: datetime, received_at: datetime) -> SaveTime:
    """When an item was saved: by the phone's clock, put right by how far off it was at sending.

    A difference of up to five minutes is left as it is. A moment that lies after its receipt, or
    before the last time the phone spoke with the server, cannot be: the clock was set in between.
    """
    off = sent_at - received_at
    trusted = abs(off) <= CLOCK_MAY_BE_OFF
    at = item.made_at if trusted else item.made_at - off
    earliest = item.seen_at - CLOCK_MAY_BE_OFF if item.seen_at else None
    possible = at <= received_at + CLOCK_MAY_BE_OFF and (earliest is None or at >= earliest)
    at = min(at, received_at)
    if not possible:
        return SaveTime(max(at, min(earliest or at, received_at)), None, certain=False)
    return SaveTime(at, None if trusted else off)


def as_json(answer: ItemAnswer, address: str | None) -> dict[str, Any]:
    """An answer as the phone reads it. ``address`` is the page to go on to."""
    answer_json: dict[str, Any] = {"id": answer.id, "status": answer.outcome.value}
    message = (
        MESSAGES.get(answer.kind) if answer.kind and answer.outcome is SyncOutcome.STORED else None
    )
    more = {
        "told": BOTH_KEPT if answer.outcome is SyncOutcome.ELSEWHERE else message,
        "object": str(answer.object_id) if answer.object_id else None,
        "version": answer.version,
        "why": answer.why,
        "errors": dict(answer.errors) if answer.errors else None,
        "next": address,
    }
    return answer_json | {name: value for name, value in more.items() if value is not None}
