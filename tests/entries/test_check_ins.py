"""A session asks for six check-ins: each in its window, none twice, late or early never refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from diary.domain.entries import CheckIn
from diary.domain.treatments import TreatmentStatus
from diary.entries import queries
from diary.entries.rules.check_ins import (
    FOGGY,
    WINDOW_OF,
    CheckInAnswer,
    Timing,
    find_due,
    find_next,
    list_slots,
    timing,
)
from diary.relief.windows import WINDOWS
from diary.sync.rules import SyncOutcome
from diary.treatments import actions as treatments
from tests.client import DiaryClient
from tests.people import move_in
from tests.sync.builders import added, send
from tests.treatments.builders import DONE, build_treatment, own

START = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
ONE = build_treatment(id=UUID(int=1), starts_at_utc=START)
HOURS = st.floats(-48, 24 * 9).map(lambda hours: START + timedelta(hours=hours))


def after(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def name(found: object) -> str | None:
    return getattr(found, "check_in", None)


def test_a_session_asks_six_times_at_the_hours_that_count() -> None:
    found = list_slots([ONE])
    hours = [(one.target - START) / timedelta(hours=1) for one in found]
    assert [one.check_in for one in found] == list(CheckIn)
    assert hours == [-2, 2, 4, 24, 72, 168]
    for one, window in zip(found[1:], WINDOWS, strict=True):
        assert (one.opens, one.closes) == (after(window.opens), after(window.closes))


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (-25, None),
        (-1, CheckIn.BEFORE),
        (0.2, None),
        (0.5, CheckIn.HOURS_2),
        (2.9, CheckIn.HOURS_2),
        (3.5, CheckIn.HOURS_4),
        (8, CheckIn.HOURS_4),
        (9, None),
        (24, CheckIn.HOURS_24),
        (72, CheckIn.HOURS_72),
        (168, CheckIn.DAYS_7),
        (193, None),
    ],
)
def test_the_one_that_is_open_is_due(hours: float, expected: CheckIn | None) -> None:
    assert name(find_due([ONE], [], after(hours))) == expected


def test_of_two_that_are_open_the_nearer_is_due_and_then_the_other() -> None:
    assert name(find_due([ONE], [], after(3.2))) == CheckIn.HOURS_4
    done = CheckInAnswer(after(3.2), CheckIn.HOURS_4, ONE.id)
    assert name(find_due([ONE], [done], after(3.3))) == CheckIn.HOURS_2


def test_an_entry_without_a_name_answers_the_windows_that_it_lies_in() -> None:
    plain = CheckInAnswer(after(24.5))
    assert find_due([ONE], [plain], after(25)) is None
    assert name(find_next([ONE], [plain], after(25))) == CheckIn.HOURS_72


def test_an_answer_of_another_session_is_none_of_this_ones() -> None:
    other = CheckInAnswer(after(24), CheckIn.HOURS_24, uuid4())
    assert name(find_due([ONE], [other], after(25))) == CheckIn.HOURS_24


def test_the_next_session_ends_what_the_one_before_asks_for() -> None:
    second = build_treatment(id=UUID(int=2), starts_at_utc=after(48))
    found = [one for one in list_slots([second, ONE]) if one.session_id == ONE.id]
    assert [one.check_in for one in found] == list(CheckIn)[:4]
    assert all(one.closes <= second.starts_at_utc for one in found)
    third = build_treatment(
        id=UUID(int=3), starts_at_utc=after(30)
    )  # inside the window of a day after
    day = next(one for one in list_slots([ONE, third]) if one.check_in is CheckIn.HOURS_24)
    assert day.closes == third.starts_at_utc


@pytest.mark.parametrize(
    ("check_in", "hours", "expected"),
    [
        (CheckIn.HOURS_24, 17.9, Timing.EARLY),
        (CheckIn.HOURS_24, 18, Timing.IN_TIME),
        (CheckIn.HOURS_24, 36, Timing.IN_TIME),
        (CheckIn.HOURS_24, 36.1, Timing.LATE),
        (CheckIn.BEFORE, 0.1, Timing.LATE),
    ],
)
def test_early_and_late_are_told_apart(check_in: CheckIn, hours: float, expected: Timing) -> None:
    assert timing(check_in, START, after(hours)) is expected


@given(moments=st.lists(HOURS, max_size=4, unique=True), now=HOURS)
def test_what_is_due_is_open_and_answering_it_ends_it(
    moments: list[datetime], now: datetime
) -> None:
    starts = [build_treatment(starts_at_utc=at) for at in moments]
    told: list[CheckInAnswer] = []
    for _ in range(len(starts) * len(WINDOW_OF) + 1):
        found = find_due(starts, told, now)
        if found is None:
            break
        assert found.opens <= now <= found.closes
        told.append(CheckInAnswer(now, found.check_in, found.session_id))
    assert find_due(starts, told, now) is None
    coming = find_next(starts, told, now)
    assert coming is None or coming.target > now


@pytest.fixture
def _a_day_later() -> Iterator[None]:
    with time_machine.travel(DONE.starts_at_utc + timedelta(hours=25), tick=False):
        yield


@pytest.mark.usefixtures("_a_day_later")
def test_a_diary_knows_what_is_due_and_what_comes_next(store: Session) -> None:
    people = move_in(store)
    ana, now = own(store, people.ana), DONE.starts_at_utc + timedelta(hours=25)
    session_id = treatments.add_treatment(store, ana, uuid4(), DONE).id
    stand = queries.check_ins(store, ana, now)
    assert (name(stand.due), name(stand.next)) == (CheckIn.HOURS_24, CheckIn.HOURS_72)
    assert (stand.session_starts, stand.foggy_until) == ((DONE.starts_at_utc,), None)

    late = {"check_in": "4h", "session": str(session_id)}
    assert (
        send(store, ana, added(now, **late), now, now).outcome is SyncOutcome.STORED
    )  # not refused
    answer = {"check_in": "24h", "session": str(session_id)}
    assert send(store, ana, added(now, **answer), now, now).outcome is SyncOutcome.STORED
    stand = queries.check_ins(store, ana, now)
    assert (stand.due, name(stand.next)) == (None, CheckIn.HOURS_72)
    left = {one.check_in for one in stand.open}
    assert left == {CheckIn.BEFORE, CheckIn.HOURS_2, CheckIn.HOURS_72, CheckIn.DAYS_7}
    assert queries.check_ins(store, own(store, people.cleo), now).open == ()


@pytest.mark.usefixtures("_a_day_later")
def test_a_cancelled_session_asks_for_nothing_and_one_that_began_is_foggy(store: Session) -> None:
    people = move_in(store)
    ana, now = own(store, people.ana), DONE.starts_at_utc + timedelta(hours=25)
    gone = replace(DONE, status=TreatmentStatus.PLANNED, starts_at_utc=now + timedelta(hours=3))
    planned = treatments.add_treatment(store, ana, uuid4(), gone).id
    assert name(queries.check_ins(store, ana, now).due) == CheckIn.BEFORE
    treatments.cancel_treatment(store, ana, planned)
    assert queries.check_ins(store, ana, now).open == ()
    treatments.add_treatment(
        store, ana, uuid4(), replace(DONE, starts_at_utc=now - timedelta(hours=1))
    )
    stand = queries.check_ins(store, ana, now)
    assert stand.foggy_until == now - timedelta(hours=1) + FOGGY
    assert name(stand.due) == CheckIn.HOURS_2


@pytest.mark.usefixtures("_a_day_later")
def test_the_form_tells_the_window_and_the_diary_tells_that_it_was_late(
    ana_client: DiaryClient,
) -> None:
    fields = {"at": "2026-06-10T10:30", "route": "iv", "drug": "ketamine", "status": "done"}
    session_id = str(uuid4())
    ana_client.send("/sessions/new", treatment_id=session_id, **fields)
    page = ana_client.get("/").text
    assert "Due now:" in page
    assert "a day after your session" in page
    named = ana_client.get(f"/?check_in=4h&session={session_id}").text
    assert "4 hours after your session" in named
    entry = str(uuid4())
    said = {"entry_id": entry, "anxiety": "6", "mood": "3", "check_in": "4h", "session": session_id}
    assert ana_client.send("/", **said).status_code == 303
    assert "late" in ana_client.get(f"/entries/{entry}").text
    assert "3 days after your session" in ana_client.get(f"/entries/{entry}/saved").text


@pytest.mark.usefixtures("_a_day_later")
def test_hours_since_a_session_count_from_the_entrys_own_time(ana_client: DiaryClient) -> None:
    fields = {"route": "iv", "drug": "ketamine", "status": "done"}
    for at in ("2026-06-10T10:30", "2026-06-11T11:15"):
        ana_client.send("/sessions/new", treatment_id=str(uuid4()), at=at, **fields)
    entry = str(uuid4())
    reported = {"when": "pick", "at": "2026-06-11T10:00", "effect_confusion": "mild"}
    assert ana_client.send("/", entry_id=entry, **reported).status_code == 303
    words = "more than 4 hours after a session"
    assert words in ana_client.get(f"/entries/{entry}").text
    assert words in ana_client.get(f"/entries/{entry}/saved").text
