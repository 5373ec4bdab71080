"""One item of a phone is taken once, whatever is repeated; what two devices say is all kept."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.entries.models import EntryRow, EntryVersion
from diary.entries.queries import check_ins
from diary.entries.queries.entries import list_check_in_answers
from diary.sync.models import SyncReceipt
from diary.sync.rules import Item, ItemKind, SyncOutcome
from diary.treatments import queries as treatments
from diary.treatments.actions import merge_duplicate
from tests.people import People, move_in
from tests.sync.builders import NOW, about, added, again, edited, send
from tests.treatments.builders import own, typed

A_MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def everybody(store: Session) -> People:
    return move_in(store)


@pytest.fixture
def ana(store: Session, everybody: People) -> OpenDiary:
    return own(store, everybody.ana)


def entry(store: Session, item: Item) -> EntryRow:
    store.expire_all()
    return store.get_one(EntryRow, item.object_id)


def versions(store: Session) -> list[str]:
    return list(store.scalars(select(EntryVersion.snapshot)))


def count(store: Session, model: type[EntryRow] | type[SyncReceipt]) -> int:
    return store.scalar(select(func.count()).select_from(model)) or 0


def test_a_new_entry_is_stored_under_the_phones_id(store: Session, ana: OpenDiary) -> None:
    item = added(NOW - timedelta(hours=5), note="in the basement")
    answer = send(store, ana, item)
    assert (answer.outcome, answer.object_id) == (SyncOutcome.STORED, item.object_id)
    kept = entry(store, item)
    assert (kept.anxiety, kept.mood, kept.note) == (6, 3, "in the basement")
    assert kept.effective_at_utc == kept.recorded_at_utc == NOW - timedelta(hours=5)


def test_the_same_item_twice_is_stored_once(store: Session, ana: OpenDiary) -> None:
    item = added()
    assert send(store, ana, item).outcome is SyncOutcome.STORED
    assert send(store, ana, item).outcome is SyncOutcome.ALREADY
    assert (count(store, EntryRow), count(store, SyncReceipt)) == (1, 1)


def test_the_same_id_with_other_words_changes_nothing(store: Session, ana: OpenDiary) -> None:
    item = added(note="the first words")
    send(store, ana, item)
    other = again(item, fields={**item.fields, "note": "other words"})
    assert send(store, ana, other).outcome is SyncOutcome.ALREADY
    assert send(store, ana, again(other, id=uuid4())).outcome is SyncOutcome.ALREADY
    assert entry(store, item).note == "the first words"


def test_what_is_refused_says_why_and_leaves_nothing_behind(store: Session, ana: OpenDiary) -> None:
    item = added(mood="11")
    answer = send(store, ana, item)
    assert answer.outcome is SyncOutcome.REFUSED
    assert answer.errors is not None
    assert set(answer.errors) == {"mood"}
    assert (count(store, EntryRow), count(store, SyncReceipt)) == (0, 0)
    right = again(item, fields={**item.fields, "mood": "10"})
    assert send(store, ana, right).outcome is SyncOutcome.STORED


def test_another_persons_ids_are_refused_and_untouched(
    store: Session, ana: OpenDiary, everybody: People
) -> None:
    hers = added(note="Ana's")
    send(store, ana, hers)
    cleo = own(store, everybody.cleo)
    tries = [
        hers,
        again(hers, id=uuid4()),
        edited(hers, note="Cleo's"),
        about(hers, ItemKind.ENTRY_DELETE),
        about(hers, ItemKind.ENTRY_RESTORE),
        again(added(), id=hers.id),
    ]
    assert {send(store, cleo, item).outcome for item in tries} == {SyncOutcome.REFUSED}
    kept = entry(store, hers)
    assert (kept.note, kept.version, kept.deleted_at_utc) == ("Ana's", 1, None)


def test_a_clock_that_cannot_have_been_right_asks_when_it_was(
    store: Session, ana: OpenDiary
) -> None:
    item = added(NOW + timedelta(days=300))
    answer = send(store, ana, item)
    assert answer.outcome is SyncOutcome.REFUSED
    assert "say when it was" in (answer.why or "")
    named = again(item, fields={**item.fields, "when": "pick", "at": "2026-06-15T09:00"})
    assert send(store, ana, named).outcome is SyncOutcome.STORED


@pytest.mark.parametrize("later_first", [False, True])
def test_two_devices_that_change_one_entry_keep_both_and_show_the_later(
    store: Session, ana: OpenDiary, later_first: bool
) -> None:
    first = added(NOW - timedelta(hours=1))
    send(store, ana, first)
    earlier = edited(first, NOW - 20 * A_MINUTE, anxiety="8")
    later = edited(first, NOW - 10 * A_MINUTE, anxiety="2")
    order = [later, earlier] if later_first else [earlier, later]
    outcomes = [send(store, ana, item).outcome for item in order]
    assert outcomes == [SyncOutcome.STORED, SyncOutcome.ELSEWHERE]
    kept = entry(store, first)
    assert kept.anxiety == 2
    assert kept.version > 1  # the doctor's page says so
    told = " ".join(versions(store))
    assert '"anxiety": 6' in told
    assert '"anxiety": 8' in told


def test_a_change_that_leaves_the_time_alone_moves_nothing_whatever_the_phones_clock_says(
    store: Session, ana: OpenDiary
) -> None:
    first = added(NOW - timedelta(hours=1))
    send(store, ana, first)
    moved = edited(first, at="2031-01-01T00:00", here="Asia/Tokyo", mood="9", time="kept")
    assert send(store, ana, moved).outcome is SyncOutcome.STORED
    kept = entry(store, first)
    assert (kept.mood, kept.effective_at_utc) == (9, NOW - timedelta(hours=1))
    assert kept.effective_zone == "Europe/Lisbon"


def test_a_deletion_loses_against_a_later_change_on_another_device(
    store: Session, ana: OpenDiary
) -> None:
    first = added(NOW - timedelta(hours=1))
    send(store, ana, first)
    send(store, ana, edited(first, NOW - 10 * A_MINUTE, anxiety="2"))
    late = about(first, ItemKind.ENTRY_DELETE, NOW - 30 * A_MINUTE)
    assert send(store, ana, late).outcome is SyncOutcome.ELSEWHERE
    assert entry(store, first).deleted_at_utc is None


def test_a_later_change_brings_a_deleted_entry_back(store: Session, ana: OpenDiary) -> None:
    first = added(NOW - timedelta(hours=1))
    send(store, ana, first)
    gone = about(first, ItemKind.ENTRY_DELETE, NOW - 30 * A_MINUTE)
    assert send(store, ana, gone).outcome is SyncOutcome.STORED
    change = edited(first, NOW - 10 * A_MINUTE, anxiety="2")
    assert send(store, ana, change).outcome is SyncOutcome.ELSEWHERE
    kept = entry(store, first)
    assert (kept.anxiety, kept.deleted_at_utc) == (2, None)


def test_a_deletion_and_its_undo_are_each_done_once(store: Session, ana: OpenDiary) -> None:
    first = added()
    send(store, ana, first)
    gone, back = about(first, ItemKind.ENTRY_DELETE), about(first, ItemKind.ENTRY_RESTORE)
    for item in (gone, back):
        assert send(store, ana, item).outcome is SyncOutcome.STORED
        assert send(store, ana, item).outcome is SyncOutcome.ALREADY
    assert entry(store, first).deleted_at_utc is None


def test_a_change_of_nothing_is_refused(store: Session, ana: OpenDiary) -> None:
    for kind in (
        ItemKind.ENTRY_EDIT,
        ItemKind.ENTRY_DELETE,
        ItemKind.TREATMENT_CANCEL,
        ItemKind.VITALS_ADD,
    ):
        assert send(store, ana, about(added(), kind)).outcome is SyncOutcome.REFUSED


def session_of(item: Item) -> UUID:
    return item.object_id


def test_sessions_and_readings_travel_the_same_way(store: Session, ana: OpenDiary) -> None:
    fresh = uuid4()
    first = Item(fresh, ItemKind.TREATMENT_ADD, fresh, NOW, typed())
    reading = about(first, ItemKind.VITALS_ADD, phase="before", systolic="120", diastolic="80")
    cancel = about(first, ItemKind.TREATMENT_CANCEL)
    restore = about(first, ItemKind.TREATMENT_RESTORE)
    for item in (first, reading, cancel, restore):
        assert send(store, ana, item).outcome is SyncOutcome.STORED
        assert send(store, ana, item).outcome is SyncOutcome.ALREADY
    found = treatments.find_treatment(store, ana, session_of(first))
    assert found is not None
    assert [one.systolic for one in found.vitals] == [120]


@pytest.mark.parametrize(
    "said", [{"anxiety": "4"}, {"note": "only this"}, {"effect_nausea": "mild"}]
)
def test_a_phone_may_send_one_thing_alone_but_not_nothing(
    store: Session, ana: OpenDiary, said: dict[str, str]
) -> None:
    item = again(added(), fields={"when": "now", **said})
    assert send(store, ana, item).outcome is SyncOutcome.STORED
    assert entry(store, item).mood is None
    empty = send(store, ana, again(added(), fields={"when": "now"}))
    assert empty.outcome is SyncOutcome.REFUSED
    assert "Choose a number for anxiety or mood" in str(empty.why)


def test_a_session_that_is_there_already_is_stored_all_the_same(
    store: Session, ana: OpenDiary
) -> None:
    ids = [uuid4(), uuid4()]
    for each in ids:
        answer = send(store, ana, Item(each, ItemKind.TREATMENT_ADD, each, NOW, typed()))
        assert answer.outcome is SyncOutcome.STORED
    second = treatments.find_treatment(store, ana, ids[1])
    assert second is not None
    other = treatments.find_duplicate(store, ana, second)  # which its page asks about
    assert other is not None
    assert other.id == ids[0]


def test_what_a_phone_says_of_a_merged_record_reaches_the_session(
    store: Session, ana: OpenDiary
) -> None:
    ids = [uuid4(), uuid4()]
    for each in ids:
        send(store, ana, Item(each, ItemKind.TREATMENT_ADD, each, NOW, typed()))
    left = merge_duplicate(store, ana, *ids)
    (gone,) = set(ids) - {left}
    measured = {"phase": "during", "systolic": "131", "diastolic": "82"}
    assert (
        send(store, ana, Item(uuid4(), ItemKind.VITALS_ADD, gone, NOW, measured)).object_id == left
    )
    changed = Item(uuid4(), ItemKind.TREATMENT_EDIT, gone, NOW, typed(place="At home"), base=1)
    assert send(store, ana, changed).object_id == left
    found = treatments.find_treatment(store, ana, left)
    assert found is not None
    assert found.place == "At home"
    assert [each.systolic for each in found.vitals] == [131]


def test_a_check_in_of_a_merged_record_is_one_of_the_session(
    store: Session, ana: OpenDiary
) -> None:
    start = {"at": "2026-06-15T11:00"}  # two hours before, on the wall in Lisbon
    ids = [uuid4(), uuid4()]
    for each in ids:
        send(store, ana, Item(each, ItemKind.TREATMENT_ADD, each, NOW, typed(**start)))
    for each in ids:
        send(store, ana, added(check_in="2h", session=str(each)))
    left = merge_duplicate(store, ana, *ids)
    answers = {
        each.session_id for each in list_check_in_answers(store, ana, NOW - timedelta(days=1))
    }
    assert answers == {left}
    assert {each.session_id for each in check_ins(store, ana, NOW).open} == {left}
