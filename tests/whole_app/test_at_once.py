"""The same form sent several times at the same moment: stored once, nothing lost, no failure."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from diary import clock
from diary.clinic.models import VisitVersion
from diary.entries.models import EntryRow
from diary.extensions import db
from diary.treatments.models import TreatmentRow
from tests.client import DiaryClient
from tests.conftest import ENGINES
from tests.people import browser_of
from tests.whole_app.planting import Planted, plant

TAPS = 5
pytestmark = pytest.mark.parametrize("engine_kind", ENGINES, indirect=True)


@pytest.fixture
def planted(app: Flask) -> Planted:
    return plant(app, clock.now() - timedelta(minutes=5))


def _at_once(app: Flask, planted: Planted, who: str, send: Callable[[DiaryClient], int]) -> None:
    browsers = [browser_of(app, planted.people[who]) for _ in range(TAPS)]
    together = Barrier(TAPS)

    def tap(browser: DiaryClient) -> int:
        browser.inspects = False
        together.wait()
        return send(browser)

    with ThreadPoolExecutor(TAPS) as pool:
        assert list(pool.map(tap, browsers)) == [303] * TAPS


def _count(app: Flask, model: type[EntryRow] | type[TreatmentRow] | type[VisitVersion]) -> int:
    with app.app_context(), db.sessionmaker() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_an_entry(app: Flask, planted: Planted) -> None:
    before = _count(app, EntryRow)
    at = (clock.now() - timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    form = {"entry_id": str(uuid4()), "anxiety": "2", "mood": "3", "when": "pick", "at": at}
    _at_once(app, planted, "cleo", lambda browser: browser.send("/", **form).status_code)
    assert _count(app, EntryRow) == before + 1


def test_a_session(app: Flask, planted: Planted) -> None:
    before = _count(app, TreatmentRow)
    at = (clock.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    named = {"treatment_id": str(uuid4()), "at": at}
    form = {**named, "status": "done", "route": "iv", "drug": "ketamine"}
    _at_once(
        app, planted, "cleo", lambda browser: browser.send("/sessions/new", **form).status_code
    )
    assert _count(app, TreatmentRow) == before + 1


def test_edits_of_a_visit_each_leave_their_earlier_version(app: Flask, planted: Planted) -> None:
    things = planted.things
    address = f"/patients/{things['patient_id']}/visits/{things['visit_id']}"
    day = clock.today("UTC").isoformat()

    def send(browser: DiaryClient) -> int:
        return browser.send(address, held_on=day, note=str(uuid4())).status_code

    _at_once(app, planted, "ben", send)
    assert _count(app, VisitVersion) == TAPS
