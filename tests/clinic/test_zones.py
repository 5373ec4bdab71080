"""A session's time names its zone wherever the reader's clock showed another."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from diary.accounts.models import User
from diary.domain.calendar import wall_of
from diary.domain.treatments import TreatmentStatus
from tests.client import DiaryClient
from tests.clinic.builders import log, share, treat, write
from tests.people import People, browser_of

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
AWAY = "America/New_York"
MOVED = "Europe/Berlin"


def _words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("\u202f", " ").split())


@pytest.fixture
def moved(app: Flask, people: People) -> str:
    """Sessions and an entry of New York in a diary that has moved to Berlin; Ben's clock is UTC."""
    with time_machine.travel(NOW, tick=False), write(app) as session:
        share(session, people)
        start = NOW - timedelta(days=2)
        away = {"zone": AWAY, "wall": wall_of(start, AWAY)}
        kept = treat(session, people.ana, start, pressure=(190, 100), **away)
        ahead = NOW + timedelta(days=3)
        plan = {"zone": AWAY, "wall": wall_of(ahead, AWAY), "status": TreatmentStatus.PLANNED}
        treat(session, people.ana, ahead, **plan)
        log(session, people.ana, NOW - timedelta(hours=1))
        user = session.get(User, people.ana.id)
        assert user is not None
        user.zone = MOVED
    return str(kept)


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("", "28 Nov 2026, 04:00 (America/New York)"),
        ("", "Blood pressure 190/100, during a session , Sat 28 Nov, 04:00 (America/New York)"),
        ("", "planned for Thu 3 Dec (America/New York)"),
        ("/report", "28 Nov 2026 (America/New York)"),
        ("/sessions", "28 Nov 2026 , 04:00 (America/New York)"),
        ("/sessions/{kept}", "Saturday 28 November 2026, 04:00 (America/New York)"),
        ("/sessions/{kept}/saved", "Saturday 28 November 2026, 04:00 (America/New York)"),
        ("/sessions/{kept}/vitals", "28 Nov 2026, 04:00 (America/New York)"),
    ],
)
def test_ben_reads_the_zone_of_a_session(
    app: Flask, people: People, moved: str, page: str, words: str
) -> None:
    ben = browser_of(app, people.ben)
    found = _words(ben.get(f"/patients/{people.ana.id}{page.format(kept=moved)}").text)
    assert words in found
    assert f"times in {MOVED}" not in found


@time_machine.travel(NOW, tick=False)
def test_the_list_of_patients_names_it_too(app: Flask, people: People, moved: str) -> None:
    assert moved
    found = _words(browser_of(app, people.ben).get("/patients").text)
    assert "28 Nov 2026 (America/New York), IV 0.5 mg/kg" in found
    assert "next session Thu 3 Dec (America/New York)" in found


@time_machine.travel(NOW, tick=False)
def test_ana_reads_it_after_a_move(app: Flask, people: People, moved: str) -> None:
    ana: DiaryClient = browser_of(app, people.ana)
    assert "04:00 (America/New York)" in _words(ana.get(f"/sessions/{moved}").text)
    assert "04:00 (America/New York)" in _words(ana.get("/sessions").text)
    assert "(America/New York)" in _words(ana.get("/report").text)


@time_machine.travel(NOW, tick=False)
def test_a_zone_with_the_same_clock_is_not_named(app: Flask, people: People) -> None:
    with write(app) as session:
        share(session, people)
        start = NOW - timedelta(days=2)
        treat(session, people.ana, start, zone="Africa/Abidjan", wall=wall_of(start, "UTC"))
    page = browser_of(app, people.ben).get(f"/patients/{people.ana.id}").text
    assert "28 Nov 2026, 09:00" in page
    assert "Abidjan" not in page


@time_machine.travel(NOW, tick=False)
def test_the_day_of_a_session_after_midnight_is_the_diarys(app: Flask, people: People) -> None:
    with write(app) as session:
        share(session, people)
        treat(session, people.ana, datetime(2026, 11, 28, 1, 0, tzinfo=UTC), pressure=(120, 80))
    ben = browser_of(app, people.ben)
    assert "27 Nov 2026, IV" in _words(ben.get("/patients").text)
    report = _words(ben.get(f"/patients/{people.ana.id}/report").text)
    assert "27 Nov 2026 (after midnight)" in report
    assert "highest blood pressure, 27 Nov 2026" in report
