"""Earlier versions: numbered by the mechanism, the newest first, and read as they were written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diary.accounts.models import ProfileVersion
from diary.db import add_snapshot, list_versions
from tests.people import move_in

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_a_version_is_read_back_with_its_number_and_its_time(store: Session) -> None:
    people = move_in(store)
    ana, cleo = people.ana.id, people.cleo.id
    values = {"name": "Ana é", "born_on": date(1990, 5, 2), "dose": Decimal("7.10"), "note": None}
    for person, name in ((ana, "first"), (cleo, "hers"), (ana, "second")):
        add_snapshot(store, ProfileVersion, person, {**values, "name": name}, NOON)
    store.flush()
    newest, oldest = list_versions(store, ProfileVersion, ProfileVersion.user_id == ana)
    assert [row.version for row in (newest, oldest)] == [2, 1]
    assert newest.replaced_at_utc == NOON
    assert newest.values == {
        "name": "second",
        "born_on": "1990-05-02",
        "dose": "7.10",
        "note": None,
    }
    assert [row.version for row in list_versions(store, ProfileVersion)] == [2, 1, 1]


def test_the_next_number_follows_the_greatest_and_none_is_used_twice(store: Session) -> None:
    ana = move_in(store).ana.id
    add_snapshot(store, ProfileVersion, ana, {}, NOON, number=7)
    add_snapshot(store, ProfileVersion, ana, {}, NOON)
    versions = list_versions(store, ProfileVersion, ProfileVersion.user_id == ana)
    assert [row.version for row in versions] == [8, 7]
    store.expunge_all()
    add_snapshot(store, ProfileVersion, ana, {}, NOON, number=7)
    with pytest.raises(IntegrityError):
        store.flush()
