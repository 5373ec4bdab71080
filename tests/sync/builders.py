"""What a phone sends, for tests."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.sync.actions import receive
from diary.sync.rules import Item, ItemAnswer, ItemKind

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
SAID = {"anxiety": "6", "mood": "3", "when": "now"}


def added(made_at: datetime = NOW, **fields: str) -> Item:
    """A new entry, under an id of its own."""
    fresh = uuid4()
    return Item(fresh, ItemKind.ENTRY_ADD, fresh, made_at, {**SAID, **fields})


def about(
    first: Item, kind: ItemKind, made_at: datetime = NOW, base: int | None = 1, **fields: str
) -> Item:
    """Something said later of the same entry."""
    return Item(uuid4(), kind, first.object_id, made_at, fields, base)


def edited(first: Item, made_at: datetime = NOW, base: int | None = 1, **fields: str) -> Item:
    picked = {**SAID, "when": "pick", "at": "2026-06-15T12:00"}
    return about(first, ItemKind.ENTRY_EDIT, made_at, base, **{**picked, **fields})


def send(
    session: Session, diary: OpenDiary, item: Item, sent_at: datetime = NOW, now: datetime = NOW
) -> ItemAnswer:
    return receive(session, diary, item, sent_at, now)


def as_sent(item: Item, **other: Any) -> dict[str, Any]:
    """The item as the phone writes it."""
    return {
        "id": str(item.id),
        "kind": item.kind.value,
        "object": str(item.object_id),
        "base": item.base,
        "made_at": item.made_at.isoformat(),
        "seen_at": None,
        "fields": dict(item.fields),
        **other,
    }


def batch(person: UUID, *items: Any, **other: Any) -> dict[str, Any]:
    return {"person": str(person), "sent_at": NOW.isoformat(), "items": list(items), **other}


def again(item: Item, **changed: Any) -> Item:
    return replace(item, **changed)
