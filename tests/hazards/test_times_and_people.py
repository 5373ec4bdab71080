"""H3, H7, H10, H11, H18, H19, H20: when it was, whose it is, and who is watching."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask

from diary.accounts.models import User
from diary.app import create_app
from diary.auth.actions import start_sign_in
from diary.charts.rules.session_curves import trails
from diary.domain.calendar import Fold, NoSuchTime, TimeTwice, resolve_wall, wall_of
from diary.domain.scores import Score
from diary.transactions import early_commit
from tests.charts.builders import chart_entry, session
from tests.client import DiaryClient
from tests.conftest import make_settings
from tests.people import People, browser_of

ZONES = (
    "Europe/Lisbon", "Europe/London", "America/New_York", "America/St_Johns", "America/Santiago",
    "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Chatham",
)  # fmt: skip
NIGHTS = range(2026, 2029)


def _transitions(zone: str) -> list[datetime]:
    """The instants at which the clocks of a place change."""
    there = ZoneInfo(zone)
    hours = [
        datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=h)
        for year in NIGHTS
        for h in range(8_784)
    ]
    offsets = [at.astimezone(there).utcoffset() for at in hours]
    return [b for a, b, x, y in zip(hours, hours[1:], offsets, offsets[1:], strict=False) if x != y]


def _typed(instant: datetime, zone: str) -> datetime:
    """The instant that the form makes of what stands on her wall, the second time where asked."""
    wall = wall_of(instant, zone)
    try:
        return resolve_wall(wall, zone)
    except TimeTwice:
        both = [resolve_wall(wall, zone, fold) for fold in Fold]
        return next(one for one in both if one == instant)


@pytest.mark.parametrize("zone", ZONES)
def test_no_change_of_the_clocks_moves_an_entry_across_a_session(zone: str) -> None:
    """An hour before a session in that night is before it, and an hour after it after."""
    nights = _transitions(zone)
    assert nights or zone == "Asia/Kathmandu"
    for night in nights or [datetime(2026, 3, 29, 1, tzinfo=UTC)]:
        for shift in range(-150, 151, 30):
            start = _typed(night + timedelta(minutes=shift), zone)
            for minutes in (-61, -1, 1, 61):
                told = _typed(start + timedelta(minutes=minutes), zone)
                assert told - start == timedelta(minutes=minutes)


def test_a_trail_is_cut_at_instants_whatever_the_walls_say() -> None:
    """The night the clocks go back in London: 01:30 comes twice, the session between them."""
    night = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 01:30, the first time
    held = session(1, night + timedelta(minutes=30))
    entries = [chart_entry(night, 9, 1), chart_entry(night + timedelta(hours=1), 2, 8)]
    (trail,) = trails(entries, [held], Score.ANXIETY)
    hours = {point.value: point.hours for point in trail.points}
    assert hours[9] < 0 < hours[2]


def test_a_time_that_never_was_is_refused() -> None:
    with pytest.raises(NoSuchTime):
        resolve_wall(datetime(2026, 3, 29, 1, 30), "Europe/London")


def test_nobody_watches_is_said_wherever_she_writes(ana_client: DiaryClient) -> None:
    for address in ("/", "/visits", "/shell/log", "/sessions/new", "/shell/session"):
        page = ana_client.get(address).text
        assert "Nobody watches this diary live" in page, address
        assert 'class="help-now"' in page, address


def test_the_phones_place_and_clock_are_kept_beside_the_instant(app: Flask, people: People) -> None:
    """She logs on a journey: the instant is the same, the wall is where she is."""
    with time_machine.travel(datetime(2026, 6, 15, 12, 0, tzinfo=UTC), tick=False):
        client = browser_of(app, people.ana)
        sent = {"entry_id": "7c1b3f0e-52a5-4a3c-9a55-0d4a4b0c9a99", "anxiety": "3", "mood": "7"}
        answer = client.send("/", **sent, when="now", here="Pacific/Auckland")
        assert answer.status_code == 303
        shown = client.get(answer.location.removesuffix("/saved")).text
    assert "Tue 16 Jun" in shown


def test_the_page_says_whose_diary_it_is(ana_client: DiaryClient) -> None:
    assert "Signed in as Ana" in ana_client.get("/").text


@pytest.mark.parametrize("production", [False, True])
def test_invented_people_come_into_no_real_clinic(
    app: Flask, people: People, database_url: str, tmp_path: Path, production: bool
) -> None:
    """Their password is public: where real diaries live, it opens nothing."""
    with app.app_context(), early_commit() as session_:
        session_.get_one(User, people.ana.id).is_demo = True
    settings = make_settings(database_url, tmp_path)
    if production:
        settings = replace(settings, production=True)
    again = create_app(settings)
    client = again.test_client()
    with app.app_context(), early_commit() as session_:
        token = start_sign_in(session_, people.ana.id, people.ana.role)
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    answer = client.get("/more")
    assert answer.status_code == (303 if production else 200)
