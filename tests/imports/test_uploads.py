"""A file between its preview and the word to add it, on both engines."""

from datetime import timedelta
from uuid import uuid4

import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diary import clock
from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.imports.actions import claim, finish, keep
from diary.imports.models import Upload
from diary.imports.queries import Finished, Waiting, upload
from diary.imports.rules import Kind, Outcome
from tests.people import Person, move_in


def opened(session: Session, person: Person) -> OpenDiary:
    diary = open_diary(session, person.viewer, person.id)
    assert diary is not None
    return diary


def test_a_file_is_given_back_as_it_came(store: Session) -> None:
    diary = opened(store, move_in(store).ana)
    kept = keep(store, diary, Kind.ENTRIES, b"\x00\xff words")
    assert upload(store, diary, kept, Kind.ENTRIES) == Waiting(kept, b"\x00\xff words")
    assert upload(store, diary, kept, Kind.TREATMENTS) is None
    assert upload(store, diary, uuid4(), Kind.ENTRIES) is None


def test_a_stranger_finds_no_file(store: Session) -> None:
    people = move_in(store)
    kept = keep(store, opened(store, people.ana), Kind.ENTRIES, b"words")
    stranger = opened(store, people.cleo)
    assert upload(store, stranger, kept, Kind.ENTRIES) is None
    assert not claim(store, stranger, kept)


def test_the_next_file_replaces_the_one_that_waits(store: Session) -> None:
    people = move_in(store)
    diary = opened(store, people.ana)
    first = keep(store, diary, Kind.ENTRIES, b"first")
    other = keep(store, diary, Kind.TREATMENTS, b"sessions")
    cleos = keep(store, opened(store, people.cleo), Kind.ENTRIES, b"hers")
    keep(store, diary, Kind.ENTRIES, b"second")
    assert upload(store, diary, first, Kind.ENTRIES) is None
    assert upload(store, diary, other, Kind.TREATMENTS) is not None
    assert upload(store, opened(store, people.cleo), cleos, Kind.ENTRIES) is not None


def test_a_file_that_was_added_leaves_its_counts_and_no_words(store: Session) -> None:
    diary = opened(store, move_in(store).ana)
    kept = keep(store, diary, Kind.ENTRIES, b"words")
    assert claim(store, diary, kept)
    finish(store, diary, kept, Outcome(3, 2, 1, 4))
    assert upload(store, diary, kept, Kind.ENTRIES) == Finished(kept, Outcome(3, 2, 1, 4))
    assert not claim(store, diary, kept)
    assert store.scalar(select(Upload.text).where(Upload.id == kept)) is None


def test_a_file_is_gone_after_a_day(store: Session) -> None:
    people = move_in(store)
    diary = opened(store, people.ana)
    with time_machine.travel(clock.now(), tick=False) as now:
        kept = keep(store, diary, Kind.ENTRIES, b"words")
        now.shift(timedelta(hours=24))
        assert upload(store, diary, kept, Kind.ENTRIES) is None
        keep(store, opened(store, people.cleo), Kind.ENTRIES, b"hers")
        assert store.scalar(select(func.count()).select_from(Upload)) == 1
