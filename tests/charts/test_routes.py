"""The page of charts, and the script that draws them, by real requests."""

import json
import re
from datetime import UTC, datetime, time, timedelta

import brotli  # type: ignore[import-untyped]
from flask import Flask

from diary import clock
from diary.charts import writers
from diary.charts.rules import STYLE_HASHES
from diary.domain.calendar import diary_day, wall_of
from diary.transactions import early_commit
from tests.charts.stored import log, open_own, treat
from tests.client import DiaryClient
from tests.people import People, Person

SCRIPT = f"/vendor/plotly-{writers.VERSION}.min.js"
FIGURE = re.compile(r'<script type="application/json">(.*?)</script>', re.DOTALL)


def fill(app: Flask, person: Person, *days_ago: int, sessions: tuple[int, ...] = ()) -> None:
    with app.app_context(), early_commit() as session:
        diary = open_own(session, person)
        # counted from the diary's day, which after midnight is still the day before
        today = diary_day(wall_of(clock.now(), diary.zone), diary.day_boundary)
        noon = datetime.combine(today, time(12), UTC)
        for days in days_ago:
            log(session, diary, noon - timedelta(days=days))
        for days in sessions:
            treat(session, diary, noon - timedelta(days=days, hours=1))


def test_ana_sees_her_own_entries(app: Flask, people: People, ana_client: DiaryClient) -> None:
    fill(app, people.ana, 1, 2, 3, sessions=(2,))
    fill(app, people.cleo, 1)
    page = ana_client.get("/charts").text
    assert "3 entries on 3 of 90 days. 1 session." in page
    timeline = json.loads(FIGURE.findall(page)[0])
    dots = [t for t in timeline["data"] if t["meta"] == "entries anxiety"]
    assert [len(t["y"]) for t in dots] == [3]


def test_an_empty_diary_is_told_so(ana_client: DiaryClient) -> None:
    page = ana_client.get("/charts").text
    assert "No entries yet." in page
    assert not FIGURE.search(page)


def test_the_days_can_be_chosen(app: Flask, people: People, ana_client: DiaryClient) -> None:
    fill(app, people.ana, 1, 60, 200)
    for days, words in (
        ("30", "1 entry on 1 of 30 days"),
        ("90", "2 entries on 2 of 90 days"),
        ("all", "3 entries on 3 of 201 days"),
        ("nonsense", "2 entries on 2 of 90 days"),
    ):
        assert words in ana_client.get(f"/charts?days={days}").text


def test_a_diary_long_quiet_is_shown_whole(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    fill(app, people.ana, 400, 401)
    page = ana_client.get("/charts").text
    assert "2 entries on 2 of 2 days." in page
    assert "The last entry is from" in page


def test_the_page_allows_plotlys_styles_and_no_other(ana_client: DiaryClient) -> None:
    policy = ana_client.get("/charts").headers["Content-Security-Policy"]
    assert all(f"'{style}'" in policy for style in STYLE_HASHES)
    assert "unsafe" not in policy
    assert STYLE_HASHES[0] not in ana_client.get("/profile").headers["Content-Security-Policy"]


def test_charts_are_a_patients(ben_client: DiaryClient, client: DiaryClient) -> None:
    assert ben_client.get("/charts").status_code == 404
    assert client.get("/charts").status_code in (302, 303)


def test_the_script_is_public_packed_and_kept(client: DiaryClient) -> None:
    client.inspects = False
    answer = client.get(SCRIPT, headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.mimetype == "text/javascript"
    assert brotli.decompress(answer.data) == writers.find_full_script().read_bytes()


def test_a_browser_that_unpacks_nothing_gets_it_plain(client: DiaryClient) -> None:
    client.inspects = False
    answer = client.get(SCRIPT, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == writers.find_full_script().read_bytes()


def test_a_script_of_another_version_does_not_exist(client: DiaryClient) -> None:
    for version in ("1.0.0", "x", "..%2f..%2fsecret_key"):
        assert client.get(f"/vendor/plotly-{version}.min.js").status_code == 404
