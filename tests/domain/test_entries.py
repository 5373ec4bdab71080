"""What a reader learns of how an entry came about."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from diary.domain.conversions import Conversion
from diary.domain.entries import Arrival, Entry, EntrySource, list_marks

AT = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)


def build_entry(**more: Any) -> Entry:
    values: dict[str, Any] = {
        "id": UUID(int=1),
        "effective_at": AT,
        "recorded_at": AT,
        "zone": "UTC",
        "wall": AT.replace(tzinfo=None),
        "anxiety": 5,
        "mood": 5,
        "version": 1,
    }
    return Entry(**values | more)


def test_an_entry_written_at_once_has_no_marks() -> None:
    assert not list(list_marks(build_entry(), for_owner=True))


def test_marks_say_how_an_entry_came_about() -> None:
    entry = build_entry(
        version=2,
        recorded_at=AT + timedelta(hours=5),
        source=EntrySource.IMPORTED,
        arrival=Arrival(AT + timedelta(hours=6)),
    )
    for owner in (True, False):
        marks = list(list_marks(entry, for_owner=owner))
        assert marks == ["edited", "from memory", "from a file", "sent later"]


def test_only_the_owner_reads_the_word_that_a_score_came_from() -> None:
    entry = build_entry(conversions=(Conversion("mood", "wretched", word=True),))
    assert list(list_marks(entry, for_owner=True)) == ["mood from the word “wretched”"]
    assert list(list_marks(entry, for_owner=False)) == ["mood from a word"]
