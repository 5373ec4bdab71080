"""A file between its preview and the word to add it, on both engines."""

from datetime import timedelta
from uuid import uuid4

import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diary import clock
from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.imports.actions import claim_upload, finish_upload, store_upload
from diary.imports.models import Upload
from diary.imports.queries import FinishedUpload, WaitingUpload, find_upload
from diary.imports.rules import FileKind, ImportOutcome
from tests.people import Person, move_in


def opened(session: Session, person: Person) -> OpenDiary:
    diary = open_diary(session, person.viewer, person.id)
    assert diary is not None
    return diary


def test_a_file_is_given_back_as_it_came(store: Session) -> None:
    diary = opened(store, move_in(store).ana)
    kept = store_upload(store, diary, FileKind.ENTRIES, b"\x00\xff words")
    assert find_upload(store, diary, kept, FileKind.ENTRIES) == WaitingUpload(
        kept, b"\x00\xff words"
    )
    assert find_upload(store, diary, kept, FileKind.TREATMENTS) is None
    assert find_upload(store, diary, uuid4(), FileKind.ENTRIES) is None


def test_a_stranger_finds_no_file(store: Session) -> None:
    people = move_in(store)
    kept = store_upload(store, opened(store, people.ana), FileKind.ENTRIES, b"words")
    stranger = opened(store, people.cleo)
    assert find_upload(store, stranger, kept, FileKind.ENTRIES) is None
    assert not claim_upload(store, stranger, kept)


def test_the_next_file_replaces_the_one_that_waits(store: Session) -> None:
    people = move_in(store)
    diary = opened(store, people.ana)
    first = store_upload(store, diary, FileKind.ENTRIES, b"first")
    other = store_upload(store, diary, FileKind.TREATMENTS, b"sessions")
    cleos = store_upload(store, opened(store, people.cleo), FileKind.ENTRIES, b"hers")
    store_upload(store, diary, FileKind.ENTRIES, b"second")
    assert find_upload(store, diary, first, FileKind.ENTRIES) is None
    assert find_upload(store, diary, other, FileKind.TREATMENTS) is not None
    assert find_upload(store, opened(store, people.cleo), cleos, FileKind.ENTRIES) is not None


def test_a_file_that_was_added_leaves_its_counts_and_no_words(store: Session) -> None:
    diary = opened(store, move_in(store).ana)
    kept = store_upload(store, diary, FileKind.ENTRIES, b"words")
    assert claim_upload(store, diary, kept)
    finish_upload(store, diary, kept, ImportOutcome(3, 2, 1, 4))
    assert find_upload(store, diary, kept, FileKind.ENTRIES) == FinishedUpload(
        kept, ImportOutcome(3, 2, 1, 4)
    )
    assert not claim_upload(store, diary, kept)
    assert store.scalar(select(Upload.text).where(Upload.id == kept)) is None


def test_a_file_is_gone_after_a_day(store: Session) -> None:
    people = move_in(store)
    diary = opened(store, people.ana)
    with time_machine.travel(clock.now(), tick=False) as now:
        kept = store_upload(store, diary, FileKind.ENTRIES, b"words")
        now.shift(timedelta(hours=24))
        assert find_upload(store, diary, kept, FileKind.ENTRIES) is None
        store_upload(store, opened(store, people.cleo), FileKind.ENTRIES, b"hers")
        assert store.scalar(select(func.count()).select_from(Upload)) == 1
