"""Clocks that jump, the server's or a phone's: each entry is there once, or was never promised."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from diary.entries.models import EntryRow
from diary.extensions import db
from tests.client import DiaryClient
from tests.faults.honest import FORM, stored
from tests.faults.sizes import tell
from tests.people import People, browser_of

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
HOUR, YEAR = timedelta(hours=1), timedelta(days=365)
JUMPS = [HOUR, -HOUR, YEAR, -YEAR]


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def _said(entry_id: str) -> dict[str, str]:
    return {**FORM, "note": f"words of {entry_id}"}


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_the_servers_clock_jumps_and_jumps_back(
    jump: timedelta, app: Flask, people: People
) -> None:
    """A year ahead a sign-in is over: that is said, and nothing is acknowledged."""
    ana, promised = browser_of(app, people.ana), Counter[str]()
    for moment in (NOW, NOW + jump, NOW + timedelta(minutes=1)):
        with time_machine.travel(moment, tick=False):
            entry_id = str(uuid4())
            for _ in range(2):  # a second tap
                answer = ana.send("/", entry_id=entry_id, **_said(entry_id))
                promised[entry_id] = int((answer.location or "").endswith("/saved"))
    assert stored(app) == +promised
    assert promised.total() >= 1
    tell(f"the server's clock jumps {jump}: {promised.total()} acknowledged, each there once")


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_phones_clock_is_off(
    jump: timedelta, app: Flask, people: People, ana_client: DiaryClient
) -> None:
    """The entry is at the moment at which it was made, not at what the phone took it for."""
    entry_id, wrong = str(uuid4()), (NOW + jump).isoformat()
    item = {"id": entry_id, "kind": "entry.add", "object": entry_id, "base": None, "seen_at": None}
    batch = {
        "person": str(people.ana.id),
        "sent_at": wrong,
        "items": [{**item, "made_at": wrong, "fields": _said(entry_id)}],
    }
    for status in ("stored", "already there"):
        answer = ana_client.post("/sync", json=batch)
        assert answer.json is not None
        assert answer.json["answers"][0]["status"] == status
    assert stored(app) == {entry_id: 1}
    with app.app_context(), db.sessionmaker() as session:
        assert session.scalars(select(EntryRow.effective_at_utc)).all() == [NOW]
