"""What a phone sends is read strictly, and what its clock meant is found where it can be."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.sync.rules import (
    CLOCK_MAY_BE_OFF,
    MOST_ITEMS,
    BadBatch,
    BrokenItem,
    Item,
    ItemKind,
    find_save_time,
    read_batch,
)
from tests.sync.builders import NOW, added, again, as_sent, batch

ANA = uuid4()
SECONDS = st.integers(0, 5 * 365 * 86_400).map(lambda seconds: timedelta(seconds=seconds))
OFF = st.integers(-3 * 365 * 86_400, 3 * 365 * 86_400).map(lambda off: timedelta(seconds=off))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


def read(**wrong: object) -> Item | BrokenItem:
    (item,) = read_batch(batch(ANA, as_sent(added(), **wrong))).items
    return item


def test_a_batch_is_read_as_it_was_sent() -> None:
    first, second = added(note="one"), added(note="two")
    found = read_batch(batch(ANA, as_sent(first), as_sent(second)))
    assert (found.person, found.sent_at, found.items) == (ANA, NOW, (first, second))


def test_a_batch_holds_a_hundred_items_and_no_more() -> None:
    one = as_sent(added())
    assert len(read_batch(batch(ANA, *[one] * MOST_ITEMS)).items) == MOST_ITEMS
    with pytest.raises(BadBatch):
        read_batch(batch(ANA, *[one] * (MOST_ITEMS + 1)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "entry.burn"},
        {"kind": ["entry.add"]},
        {"object": "1"},
        {"object": None},
        {"made_at": 1_750_000_000},
        {"made_at": "2026-06-15T12:00:00"},
        {"made_at": "9999-12-31T23:59:59-12:00"},
        {"made_at": "0001-01-01T00:00:00+14:00"},
        {"made_at": "٢٠٢٦-06-15T12:00:00Z"},
        {"seen_at": "yesterday"},
        {"base": True},
        {"base": 1.0},
        {"base": 0},
        {"base": 2**63},
        {"fields": []},
        {"fields": {"anxiety": 6}},
        {"fields": {"note": "x" * 40_001}},
        {"fields": {str(number): "" for number in range(81)}},
    ],
)
def test_a_broken_item_is_known_by_its_id_and_spoils_no_other(wrong: dict[str, object]) -> None:
    bad, good = as_sent(added(), **wrong), added()
    first, second = read_batch(batch(ANA, bad, as_sent(good))).items
    assert isinstance(first, BrokenItem)
    assert first.id == bad["id"]
    assert second == good


def test_an_id_in_another_form_is_no_id() -> None:
    plain = str(uuid4())
    for other in (plain.replace("-", ""), "{" + plain + "}", "urn:uuid:" + plain, plain + " ", 7):
        assert isinstance(read(id=other), BrokenItem)


@given(JSON)
def test_whatever_is_sent_is_a_batch_or_is_refused(data: object) -> None:
    with pytest.raises(BadBatch):
        read_batch(data)
    assert all(isinstance(item, BrokenItem) for item in read_batch(batch(ANA, data)).items)


@given(waited=SECONDS, off=OFF)
def test_a_clock_that_was_wrong_all_the_time_is_put_right(
    waited: timedelta, off: timedelta
) -> None:
    truly = NOW - waited
    found = find_save_time(added(truly + off), NOW + off, NOW)
    assert found.certain
    if abs(off) > CLOCK_MAY_BE_OFF:
        assert (found.at, found.off) == (truly, off)
    else:
        assert abs(found.at - truly) <= CLOCK_MAY_BE_OFF
        assert found.off is None


@given(made=OFF, sent=OFF, seen=st.none() | OFF.filter(lambda off: off <= timedelta(0)))
def test_nothing_is_ever_saved_after_it_arrived_or_long_before_it_was_possible(
    made: timedelta, sent: timedelta, seen: timedelta | None
) -> None:
    item = again(added(NOW + made), seen_at=None if seen is None else NOW + seen)
    found = find_save_time(item, NOW + sent, NOW)
    assert found.at <= NOW
    if item.seen_at is not None:
        assert found.at >= item.seen_at - CLOCK_MAY_BE_OFF


@given(set_by=OFF.filter(lambda off: off > 2 * CLOCK_MAY_BE_OFF))
def test_a_clock_set_back_before_sending_is_never_trusted(set_by: timedelta) -> None:
    assert not find_save_time(added(NOW + set_by), NOW, NOW).certain


@given(hours=st.integers(-14, 14))
def test_the_offset_of_the_place_changes_nothing(hours: int) -> None:
    there = NOW.astimezone(timezone(timedelta(hours=hours)))
    item = read(made_at=there.isoformat())
    assert isinstance(item, Item)
    assert item.made_at == NOW
    assert item.made_at.tzinfo is UTC


def test_every_kind_has_a_thing_and_a_verb() -> None:
    assert all(kind.value.count(".") == 1 for kind in ItemKind)


def test_a_time_without_a_place_is_refused_for_the_whole_batch() -> None:
    with pytest.raises(BadBatch):
        read_batch(batch(ANA, sent_at=datetime(2026, 6, 15, 12).isoformat()))
